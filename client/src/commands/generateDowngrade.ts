import * as vscode from 'vscode';
import { GenerateDowngrade } from '../../../server/src/protocol/downgrade';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { askServer } from './askAlembic';
import { changedPart } from './changedPart';
import { pickRevisionFile } from './pickRevisionFile';

const WHAT = 'Generate downgrade';

/**
 * Writes the `downgrade()` that undoes a revision into its file, which is shown and not saved: of the row or file given, of
 * the file that is open, or of a revision that is picked.
 * @returns the path of the file; undefined when nothing was generated, which was said.
 */
export async function generateDowngrade(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const uri = given.uri ?? openFile(given) ?? (await pickRevisionFile(parts, given, 'Generate Downgrade'));
  if (uri === undefined) return undefined;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const { version } = document;
  const answer = await askServer(parts, {
    what: WHAT,
    doing: 'Generating a downgrade',
    ask: (client, token) => client.sendRequest(GenerateDowngrade, { uri }, token),
  });
  if (answer === undefined) return undefined;
  const editor = await vscode.window.showTextDocument(document);
  const name = vscode.workspace.asRelativePath(document.uri);
  if (document.version !== version) {
    void vscode.window.showWarningMessage(`${name} was changed meanwhile. Generate the downgrade again.`);
    return undefined;
  }
  const { start, end, replacement } = changedPart(document.getText(), answer.text);
  if (start === end && replacement === '') {
    void vscode.window.showInformationMessage(`${name} has this downgrade already.`);
    return document.uri.fsPath;
  }
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, replacement);
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(`${name} could not be changed.`);
    return undefined;
  }
  editor.revealRange(
    new vscode.Range(range.start, document.positionAt(start + replacement.length)),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  tell(answer.notUndone, answer.notes);
  return document.uri.fsPath;
}

/** The Python file that is open, unless a revision was asked for. */
function openFile({ id, projectId }: CommandArguments): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const isAsked = id !== undefined || projectId !== undefined;
  return isAsked || document?.languageId !== 'python' ? undefined : document.uri.toString();
}

/** What the user should look at: comments in the file say the same. */
function tell(
  notUndone: readonly { readonly reason: string; readonly line: number }[],
  notes: readonly string[],
): void {
  const [first] = notUndone;
  const parts = [...notes];
  if (first !== undefined) {
    const count = notUndone.length === 1 ? 'One step is' : `${notUndone.length} steps are`;
    parts.push(`${count} not undone, as comments say. Line ${first.line + 1}: ${first.reason}`);
  }
  if (parts.length > 0) void vscode.window.showWarningMessage(parts.join(' '));
}
