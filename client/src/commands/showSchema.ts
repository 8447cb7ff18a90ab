import * as vscode from 'vscode';
import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import { schemaAddress } from '../sql/schemaDocuments';
import { messageOf } from '../tree/rowText';
import type { CommandArguments } from './arguments';
import { revisionChoices } from './identifiers';
import { pickProject } from './pickProject';
import { BACK, pickOne } from './quickInput';
import { type Ask, askSteps } from './steps';

/** The schema after a revision: of the row or id given, of the file that is open, or of one picked. */
export async function showSchema(parts: Parts, given: CommandArguments): Promise<void> {
  const found = given.id === undefined ? await openRevision(parts, given) : undefined;
  const project = found?.project ?? (await pickProject(parts, given));
  if (project === undefined) return;
  const id = given.id ?? found?.id ?? (await pickRevision(parts, project));
  if (id === undefined) return;
  const document = await vscode.workspace.openTextDocument(schemaAddress(project, id));
  await vscode.window.showTextDocument(document, { preview: true });
}

/** The difference between the schemas after two revisions: the ids given, or picked. */
export async function compareSchemas(parts: Parts, given: CommandArguments): Promise<void> {
  const project = await pickProject(parts, given);
  if (project === undefined) return;
  const rows = await parts.projects.rows(project.id);
  const from = given.from ?? given.id;
  const { to } = given;
  const ask =
    (end: 'from' | 'to', placeholder: string): Ask<Ends> =>
    async (answers, page) => {
      const choices = revisionChoices(rows).filter(({ value }) => end === 'from' || value !== answers.from);
      const picked = await pickOne(page, { choices, placeholder });
      return picked === undefined || picked === BACK ? picked : { ...answers, [end]: picked };
    };
  const steps = [
    ...(from === undefined ? [ask('from', 'The first revision')] : []),
    ...(to === undefined ? [ask('to', from === undefined ? 'The second revision' : `Compared with ${from}`)] : []),
  ];
  const start: Ends = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  await askSteps(`Compare Schemas of ${project.name}`, start, steps, (ends) => openDifference(project, rows, ends));
}

interface Ends {
  readonly from?: string;
  readonly to?: string;
}

/** The older revision stands on the left. */
async function openDifference(project: ProjectInfo, rows: readonly RevisionRow[], { from, to }: Ends): Promise<string> {
  if (from === undefined || to === undefined) return '';
  const age = (id: string): number => rows.findIndex((row) => row.id === id);
  const [left, right] = age(from) > age(to) ? [from, to] : [to, from];
  const name = (id: string): string => {
    const row = rows.find((one) => one.id === id);
    return row === undefined ? id : messageOf(row);
  };
  const title = `${name(left)} ↔ ${name(right)} (schema)`;
  const sides = [schemaAddress(project, left), schemaAddress(project, right)];
  await vscode.commands.executeCommand('vscode.diff', ...sides, title);
  return title;
}

/** The revision whose file is open; undefined: another file is, or none. */
async function openRevision(
  { projects }: Parts,
  { projectId }: CommandArguments,
): Promise<{ readonly project: ProjectInfo; readonly id: string } | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  if (uri === undefined || projectId !== undefined) return undefined;
  for (const project of projects.list) {
    const row = (await projects.rows(project.id)).find((one) => one.uri === uri && one.status !== 'broken');
    if (row !== undefined) return { project, id: row.id };
  }
  return undefined;
}

async function pickRevision(parts: Parts, { id, name }: ProjectInfo): Promise<string | undefined> {
  const choices = revisionChoices(await parts.projects.rows(id));
  const picked = await pickOne(
    { title: `Show Schema of ${name}`, back: false },
    { choices, placeholder: 'Pick a revision' },
  );
  return picked === BACK ? undefined : picked;
}
