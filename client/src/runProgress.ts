import * as vscode from 'vscode';
import type { ProjectInfo, RunningState } from '../../server/src/protocol/data';
import { CancelRun, ForceRun, type RunEndedInfo, RunProgressType } from '../../server/src/protocol/requests';
import { showFailure, unexpected } from './commands/failure';
import { COMMAND_WORDS, databaseNames, progressMessage } from './commands/runText';
import { FORCE, unansweredCancel } from './commands/unansweredCancel';
import type { Parts } from './parts';

/** Milliseconds that a cancelled run has to end by itself, before force is offered. */
const PATIENCE = 8_000;

/** The project's run that is under way. */
export function runOf({ state }: ProjectInfo): RunningState | undefined {
  return state.kind === 'running' ? state : undefined;
}

/**
 * Shows every run that is under way, whoever began it: this window, the one before its reload, or another one. A
 * notification with its progress can cancel it; a run that does not follow may then be ended by force.
 */
export function registerRunProgress(parts: Parts): void {
  const { context, projects, server } = parts;
  const shown = new Map<string, ShownRun>();
  const follow = (): void => {
    const running = projects.list.flatMap((project) => runOf(project) ?? []);
    const ids = new Set(running.map(({ runId }) => runId));
    for (const [runId, one] of shown) {
      if (ids.has(runId)) continue;
      one.end();
      shown.delete(runId);
    }
    for (const state of running) {
      let one = shown.get(state.runId);
      if (one === undefined) {
        one = new ShownRun(parts, state);
        shown.set(state.runId, one);
      }
      if (state.cancelled === true) one.cancelled();
    }
    void vscode.commands.executeCommand('setContext', 'alembicWorkbench.running', running.length > 0);
  };
  context.subscriptions.push(
    projects.onDidChange(follow),
    server.onDidEndRun((run) => void tellEnd(parts, run)),
    new vscode.Disposable(() => {
      for (const one of shown.values()) one.end();
    }),
  );
}

/** Says how a run ended, whose command nobody waits for any more. */
export async function tellEnd(
  parts: Parts,
  run: Pick<RunEndedInfo, 'command' | 'databases' | 'failure'>,
): Promise<void> {
  const { button, done } = COMMAND_WORDS[run.command];
  const { failure } = run;
  if (failure === undefined) vscode.window.setStatusBarMessage(`$(check) ${done} ${databaseNames(run)}`, 5000);
  else if (failure.code === 'cancelled') void vscode.window.showInformationMessage(`${button}: ${failure.message}`);
  else await showFailure(parts, button, failure);
}

/** Asks a run to end; when it was asked before, offers to end it by force. */
export async function cancelRun(parts: Parts, run: RunningState): Promise<void> {
  if (run.cancelled === true) await offerForce(parts, run);
  else await ask(parts, run, 'cancel');
}

/** One run as this window shows it, until it has ended. */
class ShownRun {
  readonly #ended: Promise<void>;
  #resolve: () => void = () => undefined;
  #over = false;
  #wasCancelled = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly run: RunningState,
  ) {
    this.#ended = new Promise((resolve) => (this.#resolve = resolve));
    // One that is cancelled already has a notification of its own.
    if (run.cancelled !== true) void this.#showProgress();
  }

  /** It has ended. */
  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#resolve();
  }

  /** It was asked to end, here or in another window. */
  cancelled(): void {
    if (this.#wasCancelled || this.#over) return;
    this.#wasCancelled = true;
    const title = `Cancelling: waiting for the ${noun(this.run)} of ${databaseNames(this.run)} to end`;
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => this.#ended);
    this.#timer = setTimeout(() => void offerForce(this.parts, this.run, () => this.#over), PATIENCE);
  }

  async #showProgress(): Promise<void> {
    const { run, parts } = this;
    const client = await parts.server.client;
    if (client === undefined || this.#over) return;
    const title = `${COMMAND_WORDS[run.command].doing} ${databaseNames(run)}`;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await vscode.window.withProgress(options, async (progress, token) => {
      let reported = 0;
      // What a run was told before it was found is not told again.
      if (run.revision !== undefined) progress.report({ message: run.revision });
      const following = vscode.Disposable.from(
        client.onProgress(RunProgressType, run.runId, (info) => {
          const finished = (100 * info.done) / Math.max(1, info.total);
          progress.report({ message: progressMessage(info), increment: finished - reported });
          reported = finished;
        }),
        token.onCancellationRequested(() => void ask(parts, run, 'cancel')),
      );
      await this.#ended;
      following.dispose();
    });
  }
}

async function offerForce(parts: Parts, run: RunningState, isOver = (): boolean => false): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(unansweredCancel(noun(run), run), FORCE);
  if (chosen === FORCE && !isOver()) await ask(parts, run, 'force');
}

/** A run that has ended meanwhile needs no asking: its end is told. */
async function ask(parts: Parts, run: RunningState, demand: 'cancel' | 'force'): Promise<void> {
  const what = demand === 'cancel' ? 'Cancel Run' : FORCE;
  try {
    const client = await parts.server.client;
    const request = demand === 'cancel' ? CancelRun : ForceRun;
    const outcome = await client?.sendRequest(request, { runId: run.runId });
    if (outcome?.ok === false && outcome.failure.code !== 'runGone') await showFailure(parts, what, outcome.failure);
  } catch (error) {
    await showFailure(parts, what, unexpected(error));
  }
}

function noun({ command }: RunningState): string {
  return COMMAND_WORDS[command].noun;
}
