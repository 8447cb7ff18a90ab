import * as vscode from 'vscode';
import type { ProjectInfo, RevisionRow } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { askAlembic } from './askAlembic';
import { mergeArguments, type MergeAnswers, shown } from './commandLine';
import { pickIdentifiers, revisionChoices } from './identifiers';
import { askMessage, factsOf } from './revisionQuestions';
import { openNewRevision } from './openNewRevision';
import { pickProject } from './pickProject';
import { BACK, type Choice, type Separator, separator } from './quickInput';
import { commonRows, idProblem } from './revisionForm';
import { saveRevisions } from './saveRevisions';
import { type Ask, askForm, askSteps } from './steps';
import { mayRun } from './trust';

const WHAT = 'Merge heads';

/**
 * `alembic merge`: asks which heads, for a message, and offers the rest. With heads and message given nothing is asked.
 * @returns the file's path; undefined when none was written.
 */
export async function mergeHeads(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  if (!(await mayRun(parts, WHAT)) || !(await saveRevisions(parts, project))) return undefined;
  const rows = await parts.projects.rows(project.id);
  const heads = rows.filter(({ isHead, status }) => isHead && status !== 'broken');
  if (given.targets === undefined && heads.length < 2) {
    void vscode.window.showInformationMessage(`${project.name} has no two heads to merge.`);
    return undefined;
  }
  const { nextId } = await factsOf(parts, project.id);
  const written = await askSteps(
    `Merge Heads of ${project.name}`,
    startingAnswers(given, heads, nextId),
    stepsFor(parts, project, given, rows),
    (answers) =>
      askAlembic(parts, project.id, mergeArguments(answers), {
        what: WHAT,
        doing: `Writing a merge of ${project.name}`,
      }),
  );
  return written === undefined ? undefined : openNewRevision(parts, written.files);
}

function startingAnswers(
  { targets, message, branchLabel, splice, ...given }: CommandArguments,
  heads: readonly RevisionRow[],
  nextId: string | undefined,
): MergeAnswers {
  const revId = given.revId ?? nextId;
  return {
    revisions: targets ?? heads.map(({ id }) => id),
    ...(message !== undefined && { message }),
    ...(branchLabel !== undefined && { branchLabel }),
    ...(splice !== undefined && { splice }),
    ...(revId !== undefined && { revId }),
  };
}

function stepsFor(
  parts: Parts,
  { id: projectId }: ProjectInfo,
  given: CommandArguments,
  rows: readonly RevisionRow[],
): Ask<MergeAnswers>[] {
  const askHeads: Ask<MergeAnswers> = async (answers, page) => {
    let ticked = answers.revisions;
    for (;;) {
      const picked = await pickIdentifiers(parts, page, {
        projectId,
        command: 'show',
        choices: mergeChoices(rows),
        ticked,
        placeholder:
          ticked.length < 2
            ? 'A merge needs two heads: tick at least two'
            : 'The heads that become one; or type an identifier and press Enter',
      });
      if (picked === undefined || picked === BACK) return picked;
      if (picked.length > 1 || picked.includes('heads')) return withRevisions(answers, picked, rows, given.splice);
      ticked = picked;
    }
  };
  const askOptions: Ask<MergeAnswers> = (answers, page, keep) =>
    askForm(answers, page, keep, {
      go: 'Create Merge',
      detail: (now) => shown(mergeArguments(now)),
      missing: ({ revId }) => (revId === undefined ? undefined : idProblem(revId, rows)),
      rows: commonRows<MergeAnswers>(rows),
    });
  const askWhy: Ask<MergeAnswers> = (answers, page) =>
    askMessage({ ...answers, message: answers.message ?? mergeMessage(answers.revisions) }, page);
  return [
    ...(given.targets === undefined ? [askHeads] : []),
    ...(given.message === undefined ? [askWhy, askOptions] : []),
  ];
}

/** What can be merged: heads, then what has children already and is spliced. */
function mergeChoices(rows: readonly RevisionRow[]): (Choice<string> | Separator)[] {
  const others = revisionChoices(rows.filter(({ isHead }) => !isHead));
  return [
    separator('Heads'),
    ...revisionChoices(rows.filter(({ isHead }) => isHead)),
    ...(others.length === 0 ? [] : [separator('Other revisions (spliced)'), ...others]),
  ];
}

/** A revision that has children already is a parent only when it is said to be spliced. */
function withRevisions(
  { splice: _was, ...answers }: MergeAnswers,
  revisions: readonly string[],
  rows: readonly RevisionRow[],
  given: boolean | undefined,
): MergeAnswers {
  const splice = given ?? rows.some(({ id, isHead }) => !isHead && revisions.includes(id));
  return { ...answers, revisions, ...(splice && { splice }) };
}

/** The message that is proposed, as the quick fix for several heads has it. */
function mergeMessage(revisions: readonly string[]): string {
  return `merge ${revisions.slice(0, 3).join(' and ')}${revisions.length > 3 ? ' and others' : ''}`;
}
