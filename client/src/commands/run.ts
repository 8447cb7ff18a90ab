import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Failure, ProjectInfo, RunCommand, RunPlan } from '../../../server/src/protocol/data';
import { ExecuteRun, PlanRun, RunProgressType } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { showFailure, unexpected } from './failure';
import { pickProject, pickTarget } from './pickers';
import { COMMAND_WORDS, confirmation, progressMessage } from './runText';

const SAVE = 'Save All and Continue';

/**
 * Upgrade, downgrade or stamp: asks for what the arguments leave open, offers to save revision files, plans, asks the
 * user with everything named, runs with progress, and says what went wrong. The tree follows by the server's events.
 */
export async function run(parts: Parts, command: RunCommand, given: CommandArguments): Promise<void> {
  const what = COMMAND_WORDS[command].button;
  if (!vscode.workspace.isTrusted) {
    const message =
      'the workspace is in Restricted Mode. A run executes env.py and the revision files: trust the folder first.';
    await showFailure(parts, what, { code: 'notTrusted', message });
    return;
  }
  const project = await pickProject(parts, given);
  if (project === undefined) return;
  const target = given.target ?? (await pickTarget(parts, command, project));
  if (target === undefined || !(await saveRevisions(parts, project))) return;
  const client = await parts.server.client;
  if (client === undefined) return;
  try {
    const failure = await planAndRun(client, command, project, target);
    if (failure?.code === 'cancelled') void vscode.window.showInformationMessage(`${what}: ${failure.message}`);
    else if (failure !== undefined) await showFailure(parts, what, failure);
  } catch (error) {
    await showFailure(parts, what, unexpected(error));
  }
}

/** Upgrades a project to its head, or to all of them when it has several. */
export async function upgradeToHead(parts: Parts, given: CommandArguments): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await run(parts, 'upgrade', given);
    return;
  }
  const project = await pickProject(parts, given);
  if (project === undefined) return;
  const target = project.heads.length > 1 ? 'heads' : 'head';
  await run(parts, 'upgrade', { projectId: project.id, target });
}

/** Plans, asks and runs; gives what went wrong. */
async function planAndRun(
  client: LanguageClient,
  command: RunCommand,
  project: ProjectInfo,
  target: string,
): Promise<Failure | undefined> {
  const outcome = await withProgress(`Asking env.py of ${project.name} which database it opens`, (token) =>
    client.sendRequest(PlanRun, { projectId: project.id, command, target }, token),
  );
  if (outcome === undefined) return undefined;
  if (!outcome.ok) return outcome.failure;
  const { plan } = outcome;
  if (plan.steps.length === 0) {
    void vscode.window.showInformationMessage(COMMAND_WORDS[command].nothing(plan.databaseLabel));
    return undefined;
  }
  if (!(await confirm(plan, target))) return undefined;
  return execute(client, plan);
}

async function confirm(plan: RunPlan, target: string): Promise<boolean> {
  const { title, detail, button } = confirmation(plan, target);
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, button)) === button;
}

async function execute(client: LanguageClient, plan: RunPlan): Promise<Failure | undefined> {
  const words = COMMAND_WORDS[plan.command];
  const outcome = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `${words.doing} ${plan.databaseLabel}`,
      cancellable: true,
    },
    async (progress, token) => {
      let reported = 0;
      const listener = client.onProgress(RunProgressType, plan.planId, (info) => {
        const finished = (100 * info.done) / Math.max(1, info.total);
        progress.report({ message: progressMessage(info), increment: finished - reported });
        reported = finished;
      });
      try {
        return await client.sendRequest(ExecuteRun, { planId: plan.planId }, token);
      } catch (error) {
        if (!token.isCancellationRequested) throw error;
        return { ok: false, failure: { code: 'cancelled', message: 'cancelled.' } } as const;
      } finally {
        listener.dispose();
      }
    },
  );
  if (!outcome.ok) return outcome.failure;
  vscode.window.setStatusBarMessage(`$(check) ${words.done} ${plan.databaseLabel}`, 5000);
  return undefined;
}

/** Runs work with a cancellable notification; undefined when the user cancelled it. */
async function withProgress<T>(
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T | undefined> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      try {
        return await work(token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }
    },
  );
}

/** Alembic reads files from disk: what is not saved would not run. False: the user would rather not go on. */
async function saveRevisions({ projects }: Parts, project: ProjectInfo): Promise<boolean> {
  const rows = await projects.rows(project.id);
  const uris = new Set(rows.map(({ uri }) => vscode.Uri.parse(uri).toString()));
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && (uris.has(uri.toString()) || isOf(project, uri)),
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
