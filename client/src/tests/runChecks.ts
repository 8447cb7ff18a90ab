import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Failure, ProjectInfo } from '../../../server/src/protocol/data';
import {
  type CheckInfo,
  PlanVerification,
  type VerdictInfo,
  Verify,
  VerifyProgressType,
} from '../../../server/src/protocol/rehearsal';
import { showFailure, unexpected } from '../commands/failure';
import { runningServer } from '../commands/runningServer';
import { saveRevisions } from '../commands/saveRevisions';
import { mayRun } from '../commands/trust';
import { typePhrase } from '../commands/typePhrase';
import type { Parts } from '../parts';

const WHAT = 'Verify Migrations';
const GO_ON = 'Make and Verify';

/** Hears how each check comes out. */
export interface CheckListener {
  started(check: CheckInfo): void;
  done(check: CheckInfo, verdict: VerdictInfo): void;
}

/**
 * Verifies checks of one project, after asking where databases are made for it.
 * @param agreed Databases, by label, on whose server they may be made without asking again.
 * @returns why not all of it was done; undefined: it was, or the user gave up, or it was told.
 */
export async function runChecks(
  parts: Parts,
  project: ProjectInfo,
  checks: readonly CheckInfo[],
  agreed: Set<string>,
  listener: CheckListener,
  token: vscode.CancellationToken,
): Promise<Failure | undefined> {
  if (!(await mayRun(parts, WHAT)) || !(await saveRevisions(parts, project))) return undefined;
  const client = await runningServer(parts, WHAT);
  if (client === undefined) return undefined;
  try {
    return await planAndVerify(client, project, checks, agreed, listener, token);
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    await showFailure(parts, WHAT, unexpected(error));
    return undefined;
  }
}

async function planAndVerify(
  client: LanguageClient,
  { id: projectId }: ProjectInfo,
  checks: readonly CheckInfo[],
  agreed: Set<string>,
  listener: CheckListener,
  token: vscode.CancellationToken,
): Promise<Failure | undefined> {
  const planned = await client.sendRequest(PlanVerification, { projectId, checks }, token);
  if (!planned.ok) return planned.failure;
  const { database, phrase } = planned.plan;
  if (database?.dialect === 'postgresql' && !agreed.has(database.label)) {
    if (!(await agrees(database.label))) return undefined;
    agreed.add(database.label);
  }
  const typed = phrase === undefined ? undefined : await typePhrase(WHAT, phrase);
  if (phrase !== undefined && typed === undefined) return undefined;
  const progress = randomUUID();
  const following = client.onProgress(VerifyProgressType, progress, ({ check, verdict }) => {
    if (verdict === undefined) listener.started(check);
    else listener.done(check, verdict);
  });
  try {
    const params = { projectId, checks, token: progress, ...(typed !== undefined && { typed }) };
    const outcome = await client.sendRequest(Verify, params, token);
    return outcome.ok ? undefined : outcome.failure;
  } finally {
    following.dispose();
  }
}

async function agrees(label: string): Promise<boolean> {
  const detail =
    'They are empty, begin with alembic_workbench_copy_, and are removed afterwards, also after a crash. Nothing is read from or written to the database itself.';
  const message = `Make temporary databases on the server of ${label}?`;
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, GO_ON)) === GO_ON;
}
