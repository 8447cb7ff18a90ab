import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { FindLostRevision, type LostRevision } from '../../../server/src/protocol/lostRevisions';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { cancellable } from './cancellable';
import { showFailure, unexpected } from './failure';
import { pickProject } from './pickProject';
import { runningServer } from './runningServer';
import { mayRun } from './trust';

const SCHEME = 'alembic-workbench-history';
const WHAT = 'Find Missing Revision';
const RESTORE = 'Restore File';
const STAMP = 'Stamp…';

/** Files of git's history as they are shown before they are restored, by URI. */
const shown = new Map<string, string>();

/** Lets the editor show files of git's history. */
export function registerHistoryDocuments({ context }: Pick<Parts, 'context'>): void {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => shown.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SCHEME) shown.delete(uri.toString());
    }),
  );
}

/** Looks for the file of a revision the database stands at and no file has; shows it, and offers to restore it or to stamp. */
export async function findMissingRevision(parts: Parts, given: CommandArguments): Promise<void> {
  if (!(await mayRun(parts, WHAT, "git would read the folder's configuration"))) return;
  const project = await projectOf(parts, given);
  const id = project && (given.id ?? (await pickId(project)));
  if (project === undefined || id === undefined) return;
  const client = await runningServer(parts, WHAT);
  if (client === undefined) return;
  try {
    const outcome = await cancellable(`Searching git's history for revision ${id}`, (token) =>
      client.sendRequest(FindLostRevision, { projectId: project.id, id }, token),
    );
    if (outcome === undefined) return;
    if (outcome.ok) await offer(parts, project, outcome.revision);
    else await sayNotFound(parts, project, outcome.failure.message);
  } catch (error) {
    await showFailure(parts, WHAT, unexpected(error));
  }
}

async function projectOf(parts: Parts, given: CommandArguments): Promise<ProjectInfo | undefined> {
  const { list } = parts.projects;
  const missing = list.filter(({ state }) => state.kind === 'known' && state.unknownRows.length > 0);
  const [only] = missing;
  if (given.projectId === undefined && missing.length === 1 && given.id === undefined) return only;
  return pickProject(parts, given);
}

async function pickId({ state, name }: ProjectInfo): Promise<string | undefined> {
  const rows = state.kind === 'known' ? state.unknownRows : [];
  if (rows.length === 1) return rows[0];
  if (rows.length > 1) return vscode.window.showQuickPick([...rows], { title: `Revisions no file of ${name} has` });
  const typed = await vscode.window.showInputBox({ title: WHAT, prompt: 'The whole id of the revision' });
  return typed?.trim() === '' ? undefined : typed?.trim();
}

async function sayNotFound({ log }: Parts, { id, name }: ProjectInfo, message: string): Promise<void> {
  log.warn(`${WHAT} (${name}): ${message}`);
  const chosen = await vscode.window.showWarningMessage(message, STAMP);
  if (chosen !== undefined) await vscode.commands.executeCommand('alembicWorkbench.stamp', { projectId: id });
}

async function offer(parts: Parts, project: ProjectInfo, revision: LostRevision): Promise<void> {
  await preview(revision);
  const target = vscode.Uri.parse(revision.restoreUri);
  const path = vscode.workspace.asRelativePath(target);
  const chosen = await vscode.window.showInformationMessage(
    `${foundWhere(revision)} Restore it as ${path}?`,
    RESTORE,
    STAMP,
  );
  if (chosen === STAMP) await vscode.commands.executeCommand('alembicWorkbench.stamp', { projectId: project.id });
  if (chosen !== RESTORE) return;
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(target, { ignoreIfExists: false, contents: new TextEncoder().encode(revision.text) });
  if (await vscode.workspace.applyEdit(edit)) await vscode.window.showTextDocument(target);
  else await showFailure(parts, WHAT, { code: 'notRestored', message: `${path} could not be written.` });
}

/** Where and when the file was found, in one or two sentences. */
export function foundWhere({ id, path, commit, date, author, subject, branches }: LostRevision): string {
  const where = branches.length === 0 ? 'on no branch any more' : `on ${branches.join(', ')}`;
  return `Revision ${id} is ${path} of commit ${commit.slice(0, 8)} (“${subject}”, ${author}, ${date.slice(0, 10)}), ${where}.`;
}

async function preview({ commit, path, text }: LostRevision): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${commit.slice(0, 8)}/${path}` });
  shown.set(uri.toString(), text);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
}
