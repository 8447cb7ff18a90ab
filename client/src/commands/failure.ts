import * as vscode from 'vscode';
import type { Failure } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import { nextSteps } from './runText';

/** Shows a failure with the buttons that lead on; the details go to the log. */
export async function showFailure({ log }: Parts, what: string, { code, message, details }: Failure): Promise<void> {
  log.error(`${what}: ${message}`);
  if (details !== undefined) log.error(details);
  const steps = nextSteps(code);
  const chosen = await vscode.window.showErrorMessage(`${what}: ${message}`, ...steps.map(({ title }) => title));
  const step = steps.find(({ title }) => title === chosen);
  if (step !== undefined) await vscode.commands.executeCommand(step.command);
}

/** What a request that ended by an exception tells the user. */
export function unexpected(error: unknown): Failure {
  return {
    code: 'unexpected',
    message: 'the language server did not answer. The log says why.',
    details: String(error),
  };
}
