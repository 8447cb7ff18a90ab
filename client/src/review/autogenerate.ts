import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CompareModels,
  CompareProgress,
  type ModelReview,
  WriteRevision,
} from '../../../server/src/protocol/autogenerate';
import type { RevisionOptions } from '../../../server/src/protocol/commandWords';
import type { Failure, Outcome, ProjectInfo } from '../../../server/src/protocol/data';
import { RefreshState } from '../../../server/src/protocol/requests';
import type { CommandArguments } from '../commands/arguments';
import { cancellable } from '../commands/cancellable';
import { autogenerateArguments, shown } from '../commands/commandLine';
import { showFailure, unexpected } from '../commands/failure';
import { pickProject } from '../commands/pickProject';
import { revisionQuestions } from '../commands/revisionQuestions';
import { openFile } from '../commands/revisions';
import { runningServer } from '../commands/runningServer';
import { saveRevisions } from '../commands/saveRevisions';
import { askSteps } from '../commands/steps';
import { mayRun } from '../commands/trust';
import type { Parts } from '../parts';
import { SECTION } from '../settings';
import { openReview, type ReviewEnd } from './reviewPanel';
import { aboutReview, changedDetail, comparedWith, nothingFound } from './reviewText';

const AUTOGENERATE = 'Autogenerate Revision';
const CHECK = 'Check for Model Changes';
const UPGRADE = 'Upgrade…';
const COMPARE_AGAIN = 'Compare Again';

/**
 * `alembic revision --autogenerate`: asks as for a new revision, compares, and shows what was found before anything is
 * written.
 * @returns the path of the file once it is written; undefined: there is none.
 */
export async function autogenerate(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  return (await askAndCompare(parts, given))?.written;
}

/** Undefined: nothing was compared, and the user knows why. */
async function askAndCompare(parts: Parts, given: CommandArguments): Promise<ReviewEnd | undefined> {
  const project = await projectToCompare(parts, AUTOGENERATE, given);
  if (project === undefined) return undefined;
  const { start, steps } = await revisionQuestions(parts, project, given, {
    go: 'Compare Models',
    detail: (answers) => `${shown(autogenerateArguments(answers))} – shown before a file is written`,
  });
  const message = start.message ?? usualMessage(project);
  const proposed = message === '' ? start : { ...start, message };
  return askSteps(`${AUTOGENERATE} of ${project.name}`, proposed, steps, (options) =>
    compareAndShow(parts, project, AUTOGENERATE, options, (client, review) => {
      const title = options.message === undefined || options.message === '' ? AUTOGENERATE : options.message;
      return openReview(parts, client, {
        review,
        shown: { title, about: aboutReview(review, false), readOnly: false, button: 'Create Revision' },
        doing: 'Comparing again, then writing.',
        act: (keep) => createRevision(parts, client, project, review, keep, options),
      });
    }),
  );
}

/**
 * `alembic check`: shows what autogenerate would find, and writes nothing.
 * @returns the sentence that says so when there is no difference; undefined otherwise, as `alembic check` fails then.
 */
export async function checkModels(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const project = await projectToCompare(parts, CHECK, given);
  if (project === undefined) return undefined;
  let same: string | undefined;
  await compareAndShow(
    parts,
    project,
    CHECK,
    optionsOf(given),
    (client, review) =>
      openReview(parts, client, {
        review,
        shown: {
          title: `Model Changes of ${review.projectName}`,
          about: aboutReview(review, true),
          readOnly: true,
          button: `${AUTOGENERATE}…`,
        },
        doing: '',
        // Whoever gives up at a question still wants the list.
        act: async () => (await askAndCompare(parts, { ...given, projectId: project.id })) ?? null,
      }),
    (review) => {
      same = nothingFound(review);
    },
  );
  return same;
}

async function projectToCompare(parts: Parts, what: string, given: CommandArguments): Promise<ProjectInfo | undefined> {
  if (!(await mayRun(parts, what, 'A comparison executes env.py and the models'))) return undefined;
  const project = await pickProject(parts, given);
  // Models may be anywhere.
  const isPython = ({ path }: vscode.Uri): boolean => path.endsWith('.py');
  return project !== undefined && (await saveRevisions(parts, project, isPython)) ? project : undefined;
}

function usualMessage({ rootUri }: ProjectInfo): string {
  return vscode.workspace.getConfiguration(SECTION, vscode.Uri.parse(rootUri)).get('autogenerate.message', '');
}

function optionsOf(given: CommandArguments): RevisionOptions {
  const { head, splice, branchLabel, versionPath, revId, dependsOn, message } = given;
  const options = { head, splice, branchLabel, versionPath, revId, dependsOn, message };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Compares, and shows what was found, or that nothing was. Undefined: it could not be done, and the user knows why. */
async function compareAndShow(
  parts: Parts,
  project: ProjectInfo,
  what: string,
  options: RevisionOptions,
  show: (client: LanguageClient, review: ModelReview) => Promise<string | undefined>,
  same: (review: ModelReview) => void = () => undefined,
): Promise<ReviewEnd | undefined> {
  const client = await runningServer(parts, what);
  if (client === undefined) return undefined;
  for (;;) {
    const outcome = await compare(client, project, options, what === CHECK);
    if (outcome.ok) {
      const { review } = outcome;
      if (review.rows.length > 0) return { written: show(client, review) };
      same(review);
      void vscode.window.showInformationMessage(nothingFound(review));
      return { written: Promise.resolve(undefined) };
    }
    const { failure } = outcome;
    if (failure.code !== 'notUpToDate') {
      if (failure.code !== 'cancelled') await showFailure(parts, what, failure);
      return undefined;
    }
    const choice = await vscode.window.showWarningMessage(`${what}: ${failure.message}`, UPGRADE);
    if (choice !== UPGRADE) return undefined;
    await vscode.commands.executeCommand('alembicWorkbench.upgradeToHead', { projectId: project.id });
    const state = await client.sendRequest(RefreshState, { projectId: project.id });
    // Goes on by itself, unless the upgrade was not run to its end: then the comparison would only refuse again.
    if (state.kind !== 'known' || state.pendingCount > 0) return undefined;
  }
}

function compare(
  client: LanguageClient,
  project: ProjectInfo,
  options: RevisionOptions,
  check: boolean,
): Promise<Outcome<{ readonly review: ModelReview }>> {
  const progressId = randomUUID();
  return withReading(client, `Comparing the models of ${project.name} with its database`, progressId, (token) =>
    client.sendRequest(CompareModels, { projectId: project.id, options, progressId, ...(check && { check }) }, token),
  );
}

/** Has the revision written. */
async function createRevision(
  parts: Parts,
  client: LanguageClient,
  project: ProjectInfo,
  review: ModelReview,
  keep: readonly string[],
  options: RevisionOptions,
): Promise<ReviewEnd | null> {
  const { reviewId } = review;
  const outcome = await withReading(client, `Writing the revision of ${project.name}`, reviewId, (token) =>
    client.sendRequest(WriteRevision, { reviewId, keep }, token),
  );
  if (!outcome.ok) return notWritten(parts, project, outcome.failure, options);
  const { uris } = outcome;
  const last = uris.at(-1);
  void followUp(parts, project, review, uris);
  return { written: Promise.resolve(last === undefined ? undefined : vscode.Uri.parse(last).fsPath) };
}

/** Opens the files, and offers the upgrade. */
async function followUp(
  parts: Parts,
  project: ProjectInfo,
  review: ModelReview,
  uris: readonly string[],
): Promise<void> {
  for (const uri of uris) await openFile(parts, { uri });
  const what = uris.length === 1 ? 'The revision is written' : `${uris.length} revisions are written`;
  const message = `${what}. Look it over, then upgrade ${comparedWith(review)}.`;
  if ((await vscode.window.showInformationMessage(message, UPGRADE)) !== UPGRADE) return;
  await vscode.commands.executeCommand('alembicWorkbench.upgradeToHead', { projectId: project.id });
}

async function notWritten(
  parts: Parts,
  project: ProjectInfo,
  failure: Failure,
  options: RevisionOptions,
): Promise<ReviewEnd | null> {
  if (failure.code === 'cancelled') return null;
  if (failure.code !== 'changedPlan' && failure.code !== 'reviewGone') {
    void showFailure(parts, AUTOGENERATE, failure);
    return failure.code === 'writtenWithError' ? { written: Promise.resolve(undefined) } : null;
  }
  parts.log.warn(`${AUTOGENERATE}: ${failure.message}\n${failure.details ?? ''}`);
  const detail = changedDetail(failure.details);
  const choice = await vscode.window.showWarningMessage(failure.message, { modal: true, detail }, COMPARE_AGAIN);
  if (choice !== COMPARE_AGAIN) return null;
  const { message = '' } = options;
  return (await askAndCompare(parts, { ...options, message, projectId: project.id })) ?? null;
}

/** Runs a comparison with its progress; what goes wrong is an answer too. */
async function withReading<T>(
  client: LanguageClient,
  title: string,
  progressId: string,
  ask: (token: vscode.CancellationToken) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    const outcome = await cancellable(title, async (token, progress) => {
      const listener = client.onProgress(CompareProgress, progressId, ({ table, number }) => {
        progress.report({ message: `table ${number}: ${table}` });
      });
      return ask(token).finally(() => {
        listener.dispose();
      });
    });
    return outcome ?? { ok: false, failure: { code: 'cancelled', message: 'cancelled.' } };
  } catch (error) {
    return { ok: false, failure: unexpected(error) };
  }
}
