import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';

const SAVE = 'Save All and Continue';

/**
 * Alembic reads files from disk: what is not saved would not run. False: the user would rather not go on.
 * @param isNeeded Whether a file of another kind is read as well.
 */
export async function saveRevisions(
  { projects }: Parts,
  project: ProjectInfo,
  isNeeded: (uri: vscode.Uri) => boolean = () => false,
): Promise<boolean> {
  const rows = await projects.rows(project.id);
  const uris = new Set(rows.map(({ uri }) => vscode.Uri.parse(uri).toString()));
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && (uris.has(uri.toString()) || isOf(project, uri) || isNeeded(uri)),
  );
  if (dirty.length === 0) return true;
  const names = dirty.map(({ uri }) => vscode.workspace.asRelativePath(uri));
  const choice = await vscode.window.showWarningMessage(
    dirty.length === 1 ? `${names.join()} is not saved.` : `${dirty.length} files of ${project.name} are not saved.`,
    { modal: true, detail: `Alembic runs what is on disk.\n\n${names.join('\n')}` },
    SAVE,
  );
  if (choice !== SAVE) return false;
  const saved = await Promise.all(dirty.map((document) => document.save()));
  if (saved.every(Boolean)) return true;
  void vscode.window.showErrorMessage('Not every file could be saved, so nothing was run.');
  return false;
}

/** The configuration file, or an env.py or pyproject.toml below the project's folder. */
function isOf(project: ProjectInfo, uri: vscode.Uri): boolean {
  const text = uri.toString();
  const root = project.rootUri.endsWith('/') ? project.rootUri : `${project.rootUri}/`;
  return text === project.configUri || (text.startsWith(root) && /\/(?:env\.py|pyproject\.toml)$/.test(text));
}
