import * as vscode from 'vscode';
import type { Failure } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import { nextSteps } from './runText';

/** The code of the problem the server shows where a run has failed. */
export const RUN_FAILED = 'run-failed';

const GO_TO_LINE = 'Go to Line';
const INSTALL = 'Install in Terminal';

/** Shows a failure with the buttons that lead on; the details go to the log. */
export async function showFailure({ log }: Parts, what: string, failure: Failure): Promise<void> {
  const { code, message, details, place, install } = failure;
  log.error(`${what}: ${message}`);
  if (details !== undefined) log.error(details);
  const steps = nextSteps(code);
  const titles = [
    ...(place === undefined ? [] : [GO_TO_LINE]),
    ...(install === undefined ? [] : [INSTALL]),
    ...steps.map(({ title }) => title),
  ];
  const chosen = await vscode.window.showErrorMessage(`${what}: ${message}`, ...titles);
  if (chosen === GO_TO_LINE && place !== undefined) await goTo(place);
  if (chosen === INSTALL && install !== undefined) typeInTerminal(install);
  const step = steps.find(({ title }) => title === chosen);
  if (step !== undefined) await vscode.commands.executeCommand(step.command);
}

/** Opens the file where the problem is now; at the line it was in when it ran, once there is no problem any more. */
async function goTo({ uri, line }: NonNullable<Failure['place']>): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const shown = vscode.languages.getDiagnostics(file).find((problem) => problem.code === RUN_FAILED);
  await vscode.window.showTextDocument(file, { selection: shown?.range ?? new vscode.Range(line, 0, line, 0) });
}

/** Types a command and leaves it to the user to run it. */
function typeInTerminal(command: string): void {
  const terminal = vscode.window.createTerminal({ name: 'Alembic' });
  terminal.show();
  terminal.sendText(command, false);
}

/** What a request that ended by an exception tells the user. */
export function unexpected(error: unknown): Failure {
  return {
    code: 'unexpected',
    message: 'the language server did not answer. The log says why.',
    details: String(error),
  };
}
