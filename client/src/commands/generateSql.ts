import * as vscode from 'vscode';
import type { CommandResult } from '../../../server/src/protocol/commands';
import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { askAlembic } from './askAlembic';
import { type SqlAnswers, sqlArguments, shown } from './commandLine';
import { pickIdentifier, revisionChoices } from './identifiers';
import { pickProject } from './pickProject';
import { type Choice, pickOne, type Separator, separator, whenAnswered } from './quickInput';
import { TYPED_TARGETS } from './targets';
import { saveRevisions } from './saveRevisions';
import { type Ask, askSteps } from './steps';
import { mayRun } from './trust';

const WHAT = 'Generate SQL';

type Direction = SqlAnswers['direction'];

const DIRECTIONS: readonly Choice<Direction>[] = [
  { label: 'Upgrade', description: 'from an older revision to a newer one', value: 'upgrade' },
  { label: 'Downgrade', description: 'from a newer revision back to an older one', value: 'downgrade' },
  { label: 'Stamp', description: 'the version table only', value: 'stamp' },
];

/**
 * Offline mode (`--sql`): asks which way, from where and to where what the arguments leave open, and opens the SQL beside as
 * a document that is not saved. No database is opened.
 * @returns the SQL; undefined when there is none.
 */
export async function generateSql(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  if (!(await mayRun(parts, WHAT)) || !(await saveRevisions(parts, project))) return undefined;
  const rows = await parts.projects.rows(project.id);
  const start = startingAnswers(given, rows);
  const steps = stepsFor(parts, project, rows, start);
  return askSteps(`Generate SQL of ${project.name}`, start, steps, (answers) => openSql(parts, project, answers));
}

async function openSql(
  parts: Parts,
  project: ProjectInfo,
  { direction = 'upgrade', from = 'base', to = 'head', tag }: Partial<SqlAnswers>,
): Promise<string | undefined> {
  const args = sqlArguments({ direction, from, to, ...(tag !== undefined && { tag }) });
  const answer = await askAlembic(parts, project.id, args, {
    what: WHAT,
    doing: `Writing the SQL of ${project.name}`,
  });
  if (answer === undefined) return undefined;
  const texts = sqlTexts(answer);
  if (texts.length === 0) {
    void vscode.window.showInformationMessage(
      `${shown(args)} wrote no SQL: there is nothing between ${from} and ${to}.`,
    );
    return answer.text;
  }
  // Beside a file that is open, and all of it in one group.
  const { Active, Beside } = vscode.ViewColumn;
  let viewColumn: vscode.ViewColumn = vscode.window.activeTextEditor === undefined ? Active : Beside;
  for (const content of texts) {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
    const editor: vscode.TextEditor = await vscode.window.showTextDocument(document, { viewColumn, preview: false });
    viewColumn = editor.viewColumn ?? Active;
  }
  return texts.join('\n');
}

/** What is printed, and what an env.py for several databases would write to a file for each, headed by its path. */
function sqlTexts({ text, sqlFiles = [] }: CommandResult): string[] {
  return [...(text.trim() === '' ? [] : [text]), ...sqlFiles.map((file) => `-- ${file.path}\n${file.text}`)];
}

/** A row stands for its own SQL: from its parent to itself. */
function startingAnswers(
  { direction, from, to, id, tag }: CommandArguments,
  rows: readonly RevisionRow[],
): Partial<SqlAnswers> {
  const known =
    DIRECTIONS.find(({ value }) => value === direction)?.value ?? (id === undefined ? undefined : 'upgrade');
  const own = id === undefined ? undefined : rows.find((row) => row.id === id);
  const parent = own === undefined || own.parents.length > 1 ? undefined : (own.parents[0] ?? 'base');
  const [start, end] = known === 'downgrade' ? [id, parent] : [parent, id];
  const [first, last] = [from ?? start, to ?? end];
  return {
    ...(known !== undefined && { direction: known }),
    ...(first !== undefined && { from: first }),
    ...(last !== undefined && { to: last }),
    ...(tag !== undefined && { tag }),
  };
}

function stepsFor(
  parts: Parts,
  project: ProjectInfo,
  rows: readonly RevisionRow[],
  start: Partial<SqlAnswers>,
): Ask<Partial<SqlAnswers>>[] {
  const askDirection: Ask<Partial<SqlAnswers>> = async (answers, page) => {
    const direction = await pickOne(page, {
      choices: DIRECTIONS,
      placeholder: 'Which way the SQL goes',
      ...(answers.direction !== undefined && { active: answers.direction }),
    });
    return whenAnswered(direction, (direction) => ({ ...answers, direction }));
  };
  const askEnd =
    (end: 'from' | 'to'): Ask<Partial<SqlAnswers>> =>
    async (answers, page) => {
      const direction = answers.direction ?? 'upgrade';
      const active = answers[end];
      const picked = await pickIdentifier(parts, page, {
        projectId: project.id,
        command: end === 'from' ? 'revision' : direction,
        ...(end === 'to' && { from: answers.from ?? 'base' }),
        choices: endChoices(direction, end, project, rows),
        placeholder:
          end === 'from'
            ? 'Where the database stands; or type an id, a part of one, label@head'
            : `Where it is to be; or type an identifier: ${TYPED_TARGETS[direction]}`,
        ...(active !== undefined && { active }),
      });
      return whenAnswered(picked, (picked) => ({ ...answers, [end]: picked }));
    };
  return [
    ...(start.direction === undefined ? [askDirection] : []),
    ...(start.from === undefined ? [askEnd('from')] : []),
    ...(start.to === undefined ? [askEnd('to')] : []),
  ];
}

/** What may stand at an end of a range, the likeliest first. Offline Alembic starts from one revision, or from nothing. */
function endChoices(
  direction: Direction,
  end: 'from' | 'to',
  { heads, state }: Pick<ProjectInfo, 'heads' | 'state'>,
  rows: readonly RevisionRow[],
): (Choice<string> | Separator)[] {
  const base = { label: 'base', description: end === 'from' ? 'a new database' : 'everything undone', value: 'base' };
  const head =
    heads.length === 1
      ? [{ label: 'head', description: heads[0] ?? '', value: 'head' }]
      : end === 'to' && heads.length > 1
        ? [{ label: 'heads', description: `all ${heads.length} heads`, value: 'heads' }]
        : [];
  const [current, ...others] = state.kind === 'known' ? state.current : [];
  const standing =
    end === 'from' && current !== undefined && others.length === 0
      ? [{ label: 'Current', description: `${current}, where the database stands`, value: current }]
      : [];
  const upwards = direction !== 'downgrade';
  const first = end === 'from' ? (upwards ? [...standing, base] : [...standing, ...head]) : upwards ? head : [base];
  return [...first, separator('Revisions'), ...revisionChoices(rows)];
}
