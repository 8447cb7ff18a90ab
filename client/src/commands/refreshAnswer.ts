import * as vscode from 'vscode';
import { type AnswerDocuments, questionOf } from '../documents/answers';

/** Asks again what a document answers: the one whose title bar was clicked, or the one that is shown. */
export async function refreshAnswer(documents: AnswerDocuments, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri !== undefined && questionOf(uri) !== undefined) await documents.refresh(uri);
}
