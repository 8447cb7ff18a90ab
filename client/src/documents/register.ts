import * as vscode from 'vscode';
import type { Parts } from '../parts';
import { ANSWER_SCHEME, AnswerDocuments, questionOf } from './answers';
import { revisionPlaces } from './revisionPlaces';

/** The documents that hold what commands printed, and the links in them. */
export function registerAnswers(parts: Parts): AnswerDocuments {
  const documents = new AnswerDocuments(parts);
  parts.context.subscriptions.push(
    documents,
    vscode.workspace.registerTextDocumentContentProvider(ANSWER_SCHEME, documents),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      documents.forget(uri);
    }),
    vscode.languages.registerDocumentLinkProvider(
      { scheme: ANSWER_SCHEME },
      { provideDocumentLinks: (document) => linksOf(parts, document) },
    ),
  );
  return documents;
}

async function linksOf({ projects }: Parts, document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
  const question = questionOf(document.uri);
  if (question === undefined) return [];
  const { projectId } = question;
  const ids = new Set((await projects.rows(projectId)).map(({ id }) => id));
  return revisionPlaces(document.getText(), (word) => ids.has(word)).map(({ start, end, leadsTo }) => {
    const link = new vscode.DocumentLink(new vscode.Range(document.positionAt(start), document.positionAt(end)));
    if ('path' in leadsTo) link.target = vscode.Uri.file(leadsTo.path);
    else {
      const argument = encodeURIComponent(JSON.stringify({ projectId, id: leadsTo.id }));
      link.target = vscode.Uri.parse(`command:alembicWorkbench.openRevisionById?${argument}`);
      link.tooltip = 'Open Revision';
    }
    return link;
  });
}
