import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { SqlDialectName } from '../../../server/src/protocol/operations';
import type { Parts } from '../parts';
import { chosenDialects, keepDialect } from '../sql/chosenDialects';
import { DIALECT_TITLES, type SqlDocuments } from '../sql/register';
import type { SqlPreview } from '../sql/sqlPreview';
import type { CommandArguments } from './arguments';
import { pickProject } from './pickProject';
import { pickRevisionFile } from './pickRevisionFile';

const NO_REVISION =
  'This file is no revision of an Alembic project. Open a revision file, or pick a revision in the Alembic view.';

/**
 * The SQL of a revision, in a document beside it: of the row or file given, of the file that is open, or of one picked.
 * @returns the SQL; undefined when there is none, which was said.
 */
export async function showSql(parts: Parts, preview: SqlPreview, given: CommandArguments): Promise<string | undefined> {
  const direction = given.direction === 'upgrade' || given.direction === 'downgrade' ? given.direction : undefined;
  const editor = vscode.window.activeTextEditor;
  const isAsked = given.uri !== undefined || given.id !== undefined || given.projectId !== undefined;
  if (!isAsked && editor?.document.languageId === 'python') {
    const { line, character } = editor.selection.active;
    const text = await preview.show({ uri: editor.document.uri.toString(), position: { line, character } }, direction);
    if (text !== undefined) return text;
  }
  const uri = given.uri ?? (await pickRevisionFile(parts, given, 'Show SQL'));
  if (uri === undefined) return undefined;
  const text = await preview.show({ uri }, direction);
  if (text === undefined) void vscode.window.showWarningMessage(NO_REVISION);
  return text;
}

/** Lets the user pick the dialect that SQL of a project is shown for; kept for this workspace. */
export async function selectSqlDialect(
  parts: Parts,
  { preview, schemas }: SqlDocuments,
  given: CommandArguments,
): Promise<void> {
  const projectId = given.projectId ?? preview.answer?.projectId;
  const project = await pickProject(parts, projectId === undefined ? {} : { projectId });
  if (project === undefined) return;
  const picked = given.name ?? (await pickDialect(parts, project, preview));
  if (picked === undefined) return;
  const dialect = Object.hasOwn(DIALECT_TITLES, picked) ? (picked as SqlDialectName) : null;
  await keepDialect(parts, project.id, dialect);
  preview.refresh();
  schemas.refresh();
}

async function pickDialect(
  { context }: Parts,
  { id, name }: ProjectInfo,
  { answer }: SqlPreview,
): Promise<string | undefined> {
  const chosen = chosenDialects(context)[id];
  const shown = answer?.projectId === id ? answer.dialect : undefined;
  const items = [
    ...Object.entries(DIALECT_TITLES).map(([dialect, label]) => ({
      label,
      description: dialect === chosen ? 'selected' : dialect === shown ? 'shown' : '',
      dialect,
    })),
    {
      label: 'Automatic',
      description: chosen === undefined ? 'selected' : '',
      detail: 'The setting sql.dialect, else the dialect of the project’s database.',
      dialect: 'auto',
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: `SQL Dialect of ${name}` }))?.dialect;
}
