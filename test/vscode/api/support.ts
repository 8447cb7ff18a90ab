import { ok } from 'node:assert/strict';
import * as vscode from 'vscode';

/** The extension as the running editor knows it. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('alembic-workbench.alembic-workbench');
  ok(found, 'the editor does not know the extension');
  return found;
}

/**
 * Asks again until the answer is good.
 * @throws Error naming the last answer when it is not good after 20 seconds.
 */
export async function until<T>(what: string, ask: () => T | PromiseLike<T>, good: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not come; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Shows the file of the opened folder that matches the glob pattern. */
export async function open(pattern: string): Promise<vscode.TextEditor> {
  const [uri] = await vscode.workspace.findFiles(pattern);
  ok(uri, `no file ${pattern}`);
  return vscode.window.showTextDocument(uri);
}

/** Replaces the only occurrence of a text in the editor's buffer, unsaved. */
export async function replace(editor: vscode.TextEditor, old: string, text: string): Promise<void> {
  const parts = editor.document.getText().split(old);
  ok(parts.length === 2, `"${old}" occurs ${parts.length - 1} times`);
  const start = editor.document.positionAt(parts[0]?.length ?? 0);
  const range = new vscode.Range(start, start.translate(0, old.length));
  ok(
    await editor.edit((edit) => {
      edit.replace(range, text);
    }),
    'the edit was refused',
  );
}

export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  ok(offset >= 0, `no "${text}"`);
  return document.positionAt(offset);
}

/** Our diagnostics of a file. */
export function ourDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => /alembic/i.test(source ?? ''));
}

/** The rule a diagnostic comes from. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
