import * as vscode from 'vscode';
import type { Parts } from '../parts';
import { openFile } from './revisions';

/**
 * Opens files that Alembic has written; the last one with the body of its `upgrade` selected, to be typed over.
 * @returns the last one's path.
 */
export async function openNewRevision(parts: Parts, files: readonly string[]): Promise<string | undefined> {
  const uri = files.at(-1);
  if (uri === undefined) return undefined;
  await openFile(parts, { uri }, false);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() === vscode.Uri.parse(uri).toString()) {
    const { document } = editor;
    const place = upgradePass(document.getText());
    if (place !== null) {
      const [start, end] = [document.positionAt(place.start), document.positionAt(place.end)];
      editor.selection = new vscode.Selection(start, end);
      editor.revealRange(new vscode.Range(start, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
  return vscode.Uri.parse(uri).fsPath;
}

/** Where the `pass` of an empty `upgrade` stands, in offsets; null: the function is not empty, or not there. */
export function upgradePass(text: string): { readonly start: number; readonly end: number } | null {
  const found =
    /^def upgrade\(.*\r?\n(?:[ \t]+("""|''')[^\n]*\1[ \t]*\r?\n|[ \t]*(?:#.*)?\r?\n)*[ \t]+(?=pass\b)/m.exec(text);
  if (found === null) return null;
  const start = found.index + found[0].length;
  return { start, end: start + 'pass'.length };
}
