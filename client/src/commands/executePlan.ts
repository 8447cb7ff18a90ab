import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { RunPlan } from '../../../server/src/protocol/data';
import { ExecuteRun } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';
import { tellEnd } from '../runProgress';
import { COMMAND_WORDS } from './runText';

/** Of the JSON-RPC library: the answer was awaited when the connection broke. */
const PENDING_RESPONSE_REJECTED = -32097;

/**
 * Runs a confirmed plan to its end and tells how it ended. Its progress is shown like that of every run (runProgress.ts).
 * @param typed What the user typed where the plan asks for a phrase.
 * @returns whether it did what it was to do.
 * @throws Error when the server does not answer. Where it crashed after it was asked, the run goes on: the next one finds it.
 */
export async function executePlan(
  parts: Parts,
  client: Pick<LanguageClient, 'sendRequest'>,
  plan: RunPlan,
  typed?: string,
): Promise<boolean> {
  try {
    const params = { planId: plan.planId, ...(typed !== undefined && { typed }) };
    const outcome = await client.sendRequest(ExecuteRun, params);
    await tellEnd(parts, outcome.ok ? plan : { ...plan, failure: outcome.failure });
    return outcome.ok;
  } catch (error) {
    if (!hasCrashed(error)) throw error;
    const what = COMMAND_WORDS[plan.command].button;
    const message = `${what}: the language server has ended. If the run had begun it goes on, and is shown once the server is back.`;
    void vscode.window.showInformationMessage(message);
    return false;
  }
}

function hasCrashed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === PENDING_RESPONSE_REJECTED;
}
