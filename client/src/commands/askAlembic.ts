import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type CommandResult, RunCommandRequest } from '../../../server/src/protocol/commands';
import type { Outcome } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import { showFailure, unexpected } from './failure';
import { runningServer } from './runningServer';

/** Milliseconds before work is worth a notification. */
const PATIENCE = 300;

/** Work the server does for a command: what to ask of it, and how that is told. */
export interface Work<T> {
  /** In front of a failure: `New revision`. */
  readonly what: string;
  /** While it takes long: `Writing a revision of shop`. */
  readonly doing: string;
  readonly ask: (client: LanguageClient, token: vscode.CancellationToken) => Promise<Outcome<T>>;
}

/** Has the server do something. Undefined: it failed, which was shown, or was cancelled. */
export async function askServer<T extends object>(parts: Parts, { what, doing, ask }: Work<T>): Promise<T | undefined> {
  try {
    const client = await runningServer(parts, what);
    if (client === undefined) return undefined;
    const outcome = await withPatience(doing, (token) => ask(client, token));
    if (outcome === undefined) return undefined;
    if (outcome.ok) return outcome;
    if (outcome.failure.code !== 'cancelled') await showFailure(parts, what, outcome.failure);
  } catch (error) {
    await showFailure(parts, what, unexpected(error));
  }
  return undefined;
}

/** Answers one of Alembic's commands that write to no database. Undefined as for `askServer`. */
export async function askAlembic(
  parts: Parts,
  projectId: string,
  args: readonly string[],
  { what, doing }: Pick<Work<unknown>, 'what' | 'doing'>,
): Promise<CommandResult | undefined> {
  const answer = await askServer(parts, {
    what,
    doing,
    ask: (client, token) => client.sendRequest(RunCommandRequest, { projectId, arguments: args }, token),
  });
  if (answer === undefined) return undefined;
  const { notes } = answer.result;
  if (notes.length > 0) void vscode.window.showInformationMessage(notes.join(' '));
  return answer.result;
}

/** Shows a notification with Cancel once work takes longer than a moment; undefined when the user cancelled it. */
async function withPatience<T>(
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T | undefined> {
  const source = new vscode.CancellationTokenSource();
  const { token } = source;
  const working = work(token);
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_progress, asked) => {
        asked.onCancellationRequested(() => {
          source.cancel();
        });
        await working.catch(() => undefined);
      },
    );
  }, PATIENCE);
  try {
    return await working;
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}
