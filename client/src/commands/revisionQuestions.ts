import * as vscode from 'vscode';
import { ListVersionPaths, NextRevisionId } from '../../../server/src/protocol/commands';
import type { RevisionOptions } from '../../../server/src/protocol/commandWords';
import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { pickIdentifier, pickIdentifiers, revisionChoices } from './identifiers';
import {
  type Answer,
  askText,
  type Choice,
  type Page,
  pickOne,
  type Separator,
  separator,
  whenAnswered,
} from './quickInput';
import { commonRows, idProblem } from './revisionForm';
import { type Ask, askForm, type FormRow } from './steps';

/** What the last page of the questions leads to. */
export interface RevisionAct {
  /** `Create Revision` */
  readonly go: string;
  /** The command as it will run. */
  readonly detail: (answers: RevisionOptions) => string;
}

/** What has to be known to ask for a new revision. */
export interface RevisionQuestions {
  readonly start: RevisionOptions;
  readonly steps: readonly Ask<RevisionOptions>[];
}

/**
 * The questions of `alembic revision`, with and without `--autogenerate`: the message, the head where there are several, and
 * the rest on one page. With a message given only what has to be known is asked.
 */
export async function revisionQuestions(
  parts: Parts,
  project: ProjectInfo,
  given: CommandArguments,
  act: RevisionAct,
): Promise<RevisionQuestions> {
  const [rows, facts] = await Promise.all([parts.projects.rows(project.id), factsOf(parts, project.id)]);
  return {
    start: startingAnswers(given, rows, facts.nextId),
    steps: stepsFor(parts, project, rows, given, facts.versionPaths, act),
  };
}

interface Facts {
  readonly nextId: string | undefined;
  readonly versionPaths: readonly string[];
}

/** What the server knows besides; without it the questions are plainer. */
export async function factsOf({ server, log }: Parts, projectId: string): Promise<Facts> {
  try {
    const client = await server.client;
    const [nextId, versionPaths] = await Promise.all([
      client?.sendRequest(NextRevisionId, { projectId }),
      client?.sendRequest(ListVersionPaths, { projectId }),
    ]);
    return { nextId: nextId ?? undefined, versionPaths: versionPaths ?? [] };
  } catch (error) {
    log.warn(`The next id and the version paths are not known: ${String(error)}`);
    return { nextId: undefined, versionPaths: [] };
  }
}

function startingAnswers(
  given: CommandArguments,
  rows: readonly RevisionRow[],
  nextId: string | undefined,
): RevisionOptions {
  const { message, branchLabel, versionPath, dependsOn, head = given.id, revId = nextId, splice } = given;
  const start = {
    ...(message !== undefined && { message }),
    ...(branchLabel !== undefined && { branchLabel }),
    ...(versionPath !== undefined && { versionPath }),
    ...(dependsOn !== undefined && { dependsOn }),
    ...(revId !== undefined && { revId }),
  };
  const from = head === undefined ? start : withHead(start, head, rows);
  return splice === undefined ? from : { ...from, splice };
}

/** A revision that has children already is a parent only when it is said to be spliced. */
function withHead(answers: RevisionOptions, head: string, rows: readonly RevisionRow[]): RevisionOptions {
  const row = rows.find(({ id }) => id === head);
  const { splice: _was, ...others } = answers;
  return { ...others, head, ...(row !== undefined && !row.isHead && { splice: true }) };
}

function stepsFor(
  parts: Parts,
  project: ProjectInfo,
  rows: readonly RevisionRow[],
  given: CommandArguments,
  versionPaths: readonly string[],
  act: RevisionAct,
): Ask<RevisionOptions>[] {
  const askHead = headQuestion(parts, project, rows);
  const headKnown = given.head !== undefined || given.id !== undefined || project.heads.length <= 1;
  return [
    ...(given.message === undefined ? [askMessage] : []),
    ...(headKnown ? [] : [askHead]),
    ...(given.message === undefined ? [form(parts, project, rows, askHead, versionPaths, act)] : []),
  ];
}

/** Asks for the message of a revision that is to be made. */
export async function askMessage<A extends { readonly message?: string }>(answers: A, page: Page): Promise<Answer<A>> {
  const message = await askText(page, {
    value: answers.message ?? '',
    placeholder: 'add orders',
    prompt: 'What the revision does; the file is named after it.',
  });
  return whenAnswered(message, (message) => ({ ...answers, message }));
}

function headQuestion(
  parts: Parts,
  { id: projectId }: ProjectInfo,
  rows: readonly RevisionRow[],
): Ask<RevisionOptions> {
  return async (answers, page) => {
    const head = await pickIdentifier(parts, page, {
      projectId,
      command: 'show',
      choices: headChoices(rows),
      placeholder: 'Which revision the new one follows',
      ...(answers.head !== undefined && { active: answers.head }),
    });
    return whenAnswered(head, (head) => withHead(answers, head, rows));
  };
}

/** What a revision may follow: heads, then branch points, then a branch of its own, then the rest. */
export function headChoices(rows: readonly RevisionRow[]): (Choice<string> | Separator)[] {
  const group = (label: string, found: readonly RevisionRow[]): (Choice<string> | Separator)[] =>
    found.length === 0 ? [] : [separator(label), ...revisionChoices(found)];
  return [
    ...group(
      'Heads',
      rows.filter(({ isHead }) => isHead),
    ),
    ...group(
      'Branch points (spliced)',
      rows.filter(({ isHead, isBranchPoint }) => isBranchPoint && !isHead),
    ),
    separator('A branch of its own'),
    { label: 'base', description: 'follows nothing', value: 'base' },
    ...group(
      'Other revisions (spliced)',
      rows.filter(({ isHead, isBranchPoint }) => !isHead && !isBranchPoint),
    ),
  ];
}

function form(
  parts: Parts,
  { id: projectId }: ProjectInfo,
  rows: readonly RevisionRow[],
  askHead: Ask<RevisionOptions>,
  versionPaths: readonly string[],
  { go, detail }: RevisionAct,
): Ask<RevisionOptions> {
  const lines: FormRow<RevisionOptions>[] = [
    { label: 'Head', value: ({ head }) => named(head, rows) ?? 'head', ask: askHead },
    ...commonRows<RevisionOptions>(rows),
    ...(versionPaths.length > 1 ? [pathRow(versionPaths)] : []),
    {
      label: 'Depends On',
      value: ({ dependsOn = [] }) => dependsOn.map((id) => named(id, rows)).join(', ') || 'nothing',
      ask: async (answers, page) => {
        const dependsOn = await pickIdentifiers(parts, page, {
          projectId,
          command: 'revision',
          choices: revisionChoices(rows),
          ticked: answers.dependsOn ?? [],
          placeholder: 'Revisions that have to run before, though they are no parents; or type one and press Enter',
        });
        return whenAnswered(dependsOn, (dependsOn) => ({ ...answers, dependsOn }));
      },
    },
  ];
  return (answers, page, keep) =>
    askForm(answers, page, keep, {
      go,
      detail,
      missing: ({ revId }) => (revId === undefined ? undefined : idProblem(revId, rows)),
      rows: lines,
    });
}

function pathRow(versionPaths: readonly string[]): FormRow<RevisionOptions> {
  const relative = (path: string): string => vscode.workspace.asRelativePath(vscode.Uri.file(path));
  return {
    label: 'Version Path',
    value: ({ versionPath }) => (versionPath === undefined ? 'where the head is' : relative(versionPath)),
    ask: async (answers, page) => {
      const choices = versionPaths.map((path) => ({ label: relative(path), value: path }));
      const versionPath = await pickOne(page, { choices, placeholder: 'The folder the file is written to' });
      return whenAnswered(versionPath, (versionPath) => ({ ...answers, versionPath }));
    },
  };
}

function named(id: string | undefined, rows: readonly RevisionRow[]): string | undefined {
  const row = rows.find((one) => one.id === id);
  return row === undefined ? id : `${row.id} ${row.message.split('\n')[0] ?? ''}`.trim();
}
