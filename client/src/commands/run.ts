import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Failure, ProjectInfo, RunCommand, RunPlan } from '../../../server/src/protocol/data';
import { PlanRun } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { cancellable } from './cancellable';
import { executePlan } from './executePlan';
import { showFailure, unexpected } from './failure';
import { pickProject } from './pickProject';
import { pickTarget, type RunTargets } from './pickTarget';
import { runningServer } from './runningServer';
import { COMMAND_WORDS, confirmation, databaseNames } from './runText';
import { saveRevisions } from './saveRevisions';
import { mayRun } from './trust';
import { typePhrase } from './typePhrase';

/**
 * A command that writes to a database: asks for what the arguments leave open, offers to save revision files, plans,
 * asks the user with everything named, runs with progress, and says what went wrong. The tree follows by the server's events.
 * @returns the databases' names once they are where they were to be; undefined: they are not.
 */
export async function run(parts: Parts, command: RunCommand, given: CommandArguments): Promise<string | undefined> {
  const what = COMMAND_WORDS[command].button;
  if (!(await mayRun(parts, what))) return undefined;
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const targets =
    command === 'ensure_version' ? { targets: [], options: [] } : await pickTarget(parts, command, project, given);
  if (targets === undefined || !(await saveRevisions(parts, project))) return undefined;
  const client = await runningServer(parts, what);
  if (client === undefined) return undefined;
  try {
    const ended = await planAndRun(parts, client, command, project, targets);
    if (typeof ended !== 'object') return ended;
    if (ended.code === 'cancelled') void vscode.window.showInformationMessage(`${what}: ${ended.message}`);
    else await showFailure(parts, what, ended);
  } catch (error) {
    await showFailure(parts, what, unexpected(error));
  }
  return undefined;
}

/** Upgrades a project to its head, or to all of them when it has several. */
export async function upgradeToHead(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  if (!(await mayRun(parts, COMMAND_WORDS.upgrade.button))) return undefined;
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const target = project.heads.length > 1 ? 'heads' : 'head';
  return run(parts, 'upgrade', { ...given, projectId: project.id, target });
}

/** Plans, asks and runs; gives the databases' names, or why there was no run, or nothing when that was told. */
async function planAndRun(
  parts: Parts,
  client: LanguageClient,
  command: RunCommand,
  project: ProjectInfo,
  targets: RunTargets,
): Promise<string | Failure | undefined> {
  const outcome = await cancellable(`Asking env.py of ${project.name} which database it opens`, (token) =>
    client.sendRequest(PlanRun, { projectId: project.id, command, ...targets }, token),
  );
  if (outcome === undefined) return undefined;
  if (!outcome.ok) return outcome.failure;
  const { plan } = outcome;
  if (plan.idle) {
    void vscode.window.showInformationMessage(COMMAND_WORDS[command].nothing(databaseNames(plan)));
    return databaseNames(plan);
  }
  if (!(await confirm(plan))) return undefined;
  const { button } = COMMAND_WORDS[command];
  const typed = plan.phrase === undefined ? undefined : await typePhrase(button, plan.phrase, plan.target);
  if (plan.phrase !== undefined && typed === undefined) return undefined;
  return (await executePlan(parts, client, plan, typed)) ? databaseNames(plan) : undefined;
}

async function confirm(plan: RunPlan): Promise<boolean> {
  const { title, detail, button } = confirmation(plan);
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, button)) === button;
}
