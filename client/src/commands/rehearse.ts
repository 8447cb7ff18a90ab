import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Failure, ProjectInfo, RunPlan } from '../../../server/src/protocol/data';
import { type CopyKind, Rehearse, type RehearsalInfo } from '../../../server/src/protocol/rehearsal';
import { PlanRun, RunProgressType } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';
import type { RehearsalDocuments } from '../rehearsal/rehearsalDocuments';
import type { CommandArguments } from './arguments';
import { cancellable } from './cancellable';
import { showFailure, unexpected } from './failure';
import { pickProject } from './pickProject';
import { runningServer } from './runningServer';
import { databaseNames, progressMessage } from './runText';
import { saveRevisions } from './saveRevisions';
import { mayRun } from './trust';
import { typePhrase } from './typePhrase';

const WHAT = 'Rehearse Upgrade';

/**
 * Runs an upgrade on a copy of the database, and shows what it did there: to the target given, or to the head. The database
 * itself stays as it is.
 * @returns the statements as SQL with comments; undefined: there was no rehearsal, which was told.
 */
export async function rehearse(
  parts: Parts,
  documents: RehearsalDocuments,
  given: CommandArguments,
): Promise<string | undefined> {
  if (!(await mayRun(parts, WHAT))) return undefined;
  const project = await pickProject(parts, given);
  if (project === undefined || !(await saveRevisions(parts, project))) return undefined;
  const client = await runningServer(parts, WHAT);
  if (client === undefined) return undefined;
  try {
    const ended = await planAndRehearse(client, project, given);
    if (ended === undefined) return undefined;
    if ('code' in ended) {
      if (ended.code === 'cancelled') void vscode.window.showInformationMessage(`${WHAT}: ${ended.message}`);
      else await showFailure(parts, WHAT, ended);
      return undefined;
    }
    const { database, rehearsal } = ended;
    await documents.show(database, rehearsal);
    if (rehearsal.failure !== undefined) void showFailure(parts, WHAT, rehearsal.failure);
    return rehearsal.report;
  } catch (error) {
    await showFailure(parts, WHAT, unexpected(error));
    return undefined;
  }
}

/** Undefined: there is nothing to rehearse, which was told, or the user gave up. */
async function planAndRehearse(
  client: LanguageClient,
  project: ProjectInfo,
  given: CommandArguments,
): Promise<{ readonly database: string; readonly rehearsal: RehearsalInfo } | Failure | undefined> {
  const target = given.target ?? given.id ?? (project.heads.length > 1 ? 'heads' : 'head');
  const planned = await cancellable(`Asking env.py of ${project.name} which database it opens`, (token) =>
    client.sendRequest(PlanRun, { projectId: project.id, command: 'upgrade', targets: [target] }, token),
  );
  if (planned === undefined) return undefined;
  if (!planned.ok) return planned.failure;
  const { plan } = planned;
  const database = databaseNames(plan);
  if (plan.idle) {
    void vscode.window.showInformationMessage(`Nothing to rehearse: ${database} is there already.`);
    return undefined;
  }
  const copy = await pickCopy(plan);
  if (copy === undefined) return undefined;
  const typed = copy.phrase === undefined ? undefined : await typePhrase(WHAT, copy.phrase, plan.target);
  if (copy.phrase !== undefined && typed === undefined) return undefined;
  const params = { planId: plan.planId, copy: copy.kind, ...(typed !== undefined && { typed }) };
  const outcome = await cancellable(`Rehearsing the upgrade of ${database}`, async (token, progress) => {
    const following = client.onProgress(RunProgressType, plan.planId, (info) => {
      progress.report({ message: progressMessage(info) });
    });
    try {
      return await client.sendRequest(Rehearse, params, token);
    } finally {
      following.dispose();
    }
  });
  if (outcome === undefined) return undefined;
  return outcome.ok ? { database, rehearsal: outcome.rehearsal } : outcome.failure;
}

/** A copy of SQLite is a file among the temporary ones; PostgreSQL's is made on the same server, which the user has to want. */
async function pickCopy({
  databases: [database],
  phrase,
}: RunPlan): Promise<{ readonly kind: CopyKind; readonly phrase?: string } | undefined> {
  if (database?.dialect !== 'postgresql') return { kind: 'content' };
  const choices: readonly (vscode.QuickPickItem & { readonly copy: CopyKind })[] = [
    {
      label: 'Tables Without Rows',
      description: 'the live schema, made again',
      detail: 'Quick. Nothing can fail because of a row, and times say little.',
      copy: 'schema',
    },
    {
      label: 'Tables With Rows',
      description: 'CREATE DATABASE … TEMPLATE',
      detail: 'Takes as long, and as much disk, as the database is large. Nobody else may be connected meanwhile.',
      copy: 'content',
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: `${WHAT}: a temporary database beside ${database.label}`,
    placeHolder: 'It is made on the same server and removed afterwards. What is copied?',
  });
  return picked && { kind: picked.copy, ...(phrase !== undefined && { phrase }) };
}
