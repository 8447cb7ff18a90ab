import * as vscode from 'vscode';
import { LocateUpgrade } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';
import type { RevisionsView } from '../tree/revisionsView';
import type { CommandArguments } from './arguments';
import { askAlembic } from './askAlembic';
import { pickIdentifier, rowChoice } from './identifiers';
import { pickProject } from './pickProject';
import { BACK, pickOne } from './quickInput';

/**
 * Opens a revision file with the cursor at its `upgrade`, or at a line of it; in a preview unless it is to stay.
 * @returns its path; undefined when it could not be opened, which was said.
 */
export async function openFile(
  parts: Parts,
  { uri, line }: CommandArguments,
  preview = true,
): Promise<string | undefined> {
  if (uri === undefined) return undefined;
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  } catch (error) {
    parts.log.warn(`A revision file could not be opened: ${String(error)}`);
    void vscode.window.showErrorMessage(
      `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))} could not be opened. Was it deleted or moved? Refresh the revisions and try again.`,
    );
    return undefined;
  }
  const at = new vscode.Position(line ?? (await lineOfUpgrade(parts, uri)), 0);
  const editor = await vscode.window.showTextDocument(document, { preview, selection: new vscode.Range(at, at) });
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return vscode.Uri.parse(uri).fsPath;
}

/** The line of `upgrade`; the first one where there is none, or nobody to say. */
async function lineOfUpgrade({ server, log }: Parts, uri: string): Promise<number> {
  try {
    return (await (await server.client)?.sendRequest(LocateUpgrade, { uri })) ?? 0;
  } catch (error) {
    log.warn(`The line of upgrade() is not known: ${String(error)}`);
    return 0;
  }
}

/**
 * Opens the file of a revision by its id; the links over `revision` lead here.
 * @returns its path; undefined: it was not opened.
 */
export async function openRevisionById(parts: Parts, { projectId, id }: CommandArguments): Promise<string | undefined> {
  if (projectId === undefined || id === undefined) return undefined;
  const rows = await parts.projects.rows(projectId);
  // A broken file may carry the id of a sound one.
  const row = rows.find((each) => each.id === id && each.status !== 'broken') ?? rows.find((each) => each.id === id);
  if (row === undefined) {
    void vscode.window.showWarningMessage(`No revision file has the id ${id}.`);
    return undefined;
  }
  return openFile(parts, { uri: row.uri });
}

/**
 * `alembic edit`: opens the file of a revision, or those that an identifier means; `current` is asked of the database.
 * @returns the path of the last one; undefined: none was opened.
 */
export async function openRevision(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const { id: projectId, name } = project;
  const rows = await parts.projects.rows(projectId);
  const identifier =
    given.id ??
    given.target ??
    (await pickIdentifier(
      parts,
      { title: `Open Revision of ${name}`, back: false },
      {
        projectId,
        command: 'show',
        choices: [
          ...rows.map(rowChoice),
          { label: 'current', description: 'where the database stands', value: 'current' },
        ],
        placeholder: 'Pick a revision, or type an identifier: an id, head, label@head',
      },
    ));
  if (identifier === undefined || identifier === BACK) return undefined;
  if (rows.some(({ id }) => id === identifier)) return openRevisionById(parts, { projectId, id: identifier });
  const answer = await askAlembic(parts, projectId, ['edit', identifier], {
    what: 'Open revision',
    doing: `Looking for ${identifier}`,
  });
  let path: string | undefined;
  for (const uri of answer?.files ?? []) path = await openFile(parts, { uri }, false);
  return path;
}

/** Copies the id of a row. */
export async function copyRevisionId({ id }: CommandArguments): Promise<void> {
  if (id !== undefined) await vscode.env.clipboard.writeText(id);
}

/** Selects the parent of a revision in the tree; of a merge's parents the one picked. */
export async function revealParent(
  { projects }: Parts,
  view: RevisionsView,
  { projectId, id, uri }: CommandArguments,
): Promise<void> {
  if (projectId === undefined) return;
  const rows = await projects.rows(projectId);
  const row = rows.find((each) => each.uri === uri) ?? rows.find((each) => each.id === id);
  if (row === undefined) return;
  const wanted = new Set(row.parents);
  const parents = rows.filter((each) => wanted.has(each.id));
  const parent =
    parents.length > 1
      ? await pickOne({ title: 'Reveal Parent', back: false }, { choices: parents.map(rowChoice) })
      : parents[0]?.id;
  if (parent !== undefined && parent !== BACK) await view.reveal(projectId, parent);
  else if (parents.length === 0) {
    void vscode.window.showWarningMessage(`No revision file has the id ${row.parents.join(', ')}.`);
  }
}
