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
import { showFailure, unexpected } from '../commands/failure';
import { pickProject } from '../commands/pickProject';
import { openFile } from '../commands/revisions';
import { runningServer } from '../commands/runningServer';
import { saveRevisions } from '../commands/saveRevisions';
import { mayRun } from '../commands/trust';
import type { Parts } from '../parts';
import { SECTION } from '../settings';
import { openReview } from './reviewPanel';
import { aboutReview, changedDetail, comparedWith, nothingFound } from './reviewText';

const AUTOGENERATE = 'Autogenerate Revision';
const CHECK = 'Check for Model Changes';
const UPGRADE = 'Upgrade…';
const COMPARE_AGAIN = 'Compare Again';

/** `alembic revision --autogenerate`: asks for the message, compares, and shows what was found before anything is written. */
export async function autogenerate(parts: Parts, given: CommandArguments): Promise<void> {
  const project = await projectToCompare(parts, AUTOGENERATE, given);
  if (project === undefined) return;
  const message = given.message ?? (await askMessage(project));
  if (message === undefined) return;
  const options = { ...revisionOptions(given), message };
  await compareAndShow(parts, project, AUTOGENERATE, options, (client, review) => {
    const title = message === '' ? AUTOGENERATE : message;
    openReview(parts, client, {
      review,
      shown: { title, about: aboutReview(review, false), readOnly: false, button: 'Create Revision' },
      create: (keep) => createRevision(parts, client, project, review, keep, options),
    });
  });
}

/** `alembic check`: shows what autogenerate would find, and writes nothing. */
export async function checkModels(parts: Parts, given: CommandArguments): Promise<void> {
  const project = await projectToCompare(parts, CHECK, given);
  if (project === undefined) return;
  const options = revisionOptions(given);
  await compareAndShow(parts, project, CHECK, options, (client, review) => {
    openReview(parts, client, {
      review,
      shown: {
        title: `Model Changes of ${review.projectName}`,
        about: aboutReview(review, true),
        readOnly: true,
        button: `${AUTOGENERATE}…`,
      },
      create: async () => {
        await autogenerate(parts, { ...given, projectId: project.id });
        return true;
      },
    });
  });
}

async function projectToCompare(parts: Parts, what: string, given: CommandArguments): Promise<ProjectInfo | undefined> {
  if (!(await mayRun(parts, what, 'A comparison executes env.py and the models'))) return undefined;
  const project = await pickProject(parts, given);
  // Models may be anywhere.
  const isPython = ({ path }: vscode.Uri): boolean => path.endsWith('.py');
  return project !== undefined && (await saveRevisions(parts, project, isPython)) ? project : undefined;
}

async function askMessage({ name, rootUri }: ProjectInfo): Promise<string | undefined> {
  const settings = vscode.workspace.getConfiguration(SECTION, vscode.Uri.parse(rootUri));
  return vscode.window.showInputBox({
    title: `${AUTOGENERATE} of ${name}`,
    prompt: 'Message of the revision. What is found is shown before a file is written.',
    placeHolder: 'add orders',
    value: settings.get('autogenerate.message', ''),
    ignoreFocusOut: true,
  });
}

function revisionOptions({
  head,
  splice,
  branchLabel,
  versionPath,
  revId,
  dependsOn,
  message,
}: CommandArguments): RevisionOptions {
  const options = { head, splice, branchLabel, versionPath, revId, dependsOn, message };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Compares, and shows what was found, or that nothing was, or why it could not be. */
async function compareAndShow(
  parts: Parts,
  project: ProjectInfo,
  what: string,
  options: RevisionOptions,
  show: (client: LanguageClient, review: ModelReview) => void,
): Promise<void> {
  const client = await runningServer(parts, what);
  if (client === undefined) return;
  const outcome = await compare(client, project, options);
  if (outcome.ok && outcome.review.rows.length > 0) show(client, outcome.review);
  else if (outcome.ok) void vscode.window.showInformationMessage(nothingFound(outcome.review));
  else if (outcome.failure.code === 'notUpToDate') {
    const choice = await vscode.window.showWarningMessage(`${what}: ${outcome.failure.message}`, UPGRADE);
    if (choice !== UPGRADE) return;
    await vscode.commands.executeCommand('alembicWorkbench.upgradeToHead', { projectId: project.id });
    const state = await client.sendRequest(RefreshState, { projectId: project.id });
    // Goes on by itself, unless the upgrade was not run to its end: then the comparison would only refuse again.
    if (state.kind === 'known' && state.pendingCount === 0) await compareAndShow(parts, project, what, options, show);
  } else if (outcome.failure.code !== 'cancelled') await showFailure(parts, what, outcome.failure);
}

function compare(
  client: LanguageClient,
  project: ProjectInfo,
  options: RevisionOptions,
): Promise<Outcome<{ readonly review: ModelReview }>> {
  const progressId = randomUUID();
  return withReading(client, `Comparing the models of ${project.name} with its database`, progressId, (token) =>
    client.sendRequest(CompareModels, { projectId: project.id, options, progressId }, token),
  );
}

/** Has the revision written. Answers whether the review is over. */
async function createRevision(
  parts: Parts,
  client: LanguageClient,
  project: ProjectInfo,
  review: ModelReview,
  keep: readonly string[],
  options: RevisionOptions & { readonly message: string },
): Promise<boolean> {
  const { reviewId } = review;
  const outcome = await withReading(client, `Writing the revision of ${project.name}`, reviewId, (token) =>
    client.sendRequest(WriteRevision, { reviewId, keep }, token),
  );
  if (!outcome.ok) return notWritten(parts, project, outcome.failure, options);
  void followUp(parts, project, review, outcome.uris);
  return true;
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
  options: RevisionOptions & { readonly message: string },
): Promise<boolean> {
  if (failure.code === 'cancelled') return false;
  if (failure.code !== 'changedPlan' && failure.code !== 'reviewGone') {
    void showFailure(parts, AUTOGENERATE, failure);
    return failure.code === 'writtenWithError';
  }
  parts.log.warn(`${AUTOGENERATE}: ${failure.message}\n${failure.details ?? ''}`);
  const detail = changedDetail(failure.details);
  const choice = await vscode.window.showWarningMessage(failure.message, { modal: true, detail }, COMPARE_AGAIN);
  if (choice !== COMPARE_AGAIN) return false;
  void autogenerate(parts, { ...options, projectId: project.id });
  return true;
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
