import type { RunListener, RunReport, RunSignals } from '../engine';
import { LineReader } from '../jsonLines';
import { readEvent } from './journal';
import { Liveness, type Patience, PATIENCE } from './liveness';
import type { Demand, RunFolder } from './runFolder';

/** Hears what a journal tells. */
export interface FollowListener extends RunListener {
  /** Somebody, in whatever window, has asked the run to end. Told once. */
  cancelled(): void;
}

const POLL_MS = 100;

/**
 * Follows a run to its end, from the beginning of its journal; `signals` are passed on to its keeper. Never rejects.
 * @returns how the run ended; null when its folder is gone: somebody else has seen the end.
 */
export function follow(
  folder: RunFolder,
  listener: FollowListener,
  signals: RunSignals,
  patience: Patience = PATIENCE,
): Promise<RunReport | null> {
  return new Promise((resolve) => {
    const liveness = new Liveness(folder, patience);
    let offset = 0;
    let done = 0;
    let report: RunReport | null = null;
    let cancelled = false;
    let waitedMore = false;
    let unreadableSince: number | null = null;
    let timer: NodeJS.Timeout | undefined;

    const lines = new LineReader((line) => {
      const event = line === '' ? null : readEvent(line);
      switch (event?.kind) {
        case 'begun':
          liveness.keeper = event.keeper;
          break;
        case 'python':
          liveness.python = event.pid;
          break;
        case 'progress':
          ({ done } = event.progress);
          listener.progress(event.progress);
          break;
        case 'output':
          listener.output(event.text);
          break;
        case 'ended':
          ({ report } = event);
          break;
        case undefined:
      }
    });
    const finish = (how: RunReport | null): void => {
      clearTimeout(timer);
      signals.cancel.removeEventListener('abort', cancel);
      signals.force.removeEventListener('abort', force);
      resolve(how);
    };
    /** False: the folder is gone. */
    const readOn = (): boolean => {
      const bytes = folder.read(offset);
      if (bytes === null) return false;
      offset += bytes.length;
      lines.push(bytes);
      return true;
    };
    const look = (): void => {
      try {
        // What a keeper wrote last before it was gone is read after it was asked for.
        const alive = liveness.isAlive();
        if (!readOn()) {
          finish(null);
          return;
        }
        unreadableSince = null;
        if (!cancelled && folder.asked('cancel')) {
          cancelled = true;
          listener.cancelled();
        }
        if (report !== null) finish(report);
        else if (alive) again();
        else if (liveness.keeper === null && !waitedMore && !folder.claim('start')) {
          // It is just beginning. One that comes later must not begin any more: that nothing was run has been told by then.
          waitedMore = true;
          liveness.waitAgain();
          again();
        } else {
          const end = { error: lost(liveness), done };
          folder.append({ kind: 'ended', report: end });
          finish(end);
        }
      } catch (error) {
        unreadableSince ??= performance.now();
        if (performance.now() - unreadableSince < patience.silence) again();
        else finish({ error: unreadable(error), done });
      }
    };
    const again = (): void => {
      timer = setTimeout(look, POLL_MS);
    };
    const ask = (demand: Demand) => (): void => {
      try {
        folder.ask(demand);
      } catch (error) {
        listener.output(`The run could not be asked to end: ${String(error)}`);
      }
    };
    const cancel = ask('cancel');
    const force = ask('force');
    signals.cancel.addEventListener('abort', cancel, { once: true });
    signals.force.addEventListener('abort', force, { once: true });
    if (signals.cancel.aborted) cancel();
    if (signals.force.aborted) force();
    look();
  });
}

function lost(liveness: Liveness): RunReport['error'] {
  if (liveness.keeper === null) {
    return {
      code: 'processFailed',
      message: 'The process that was to do the run did not start, so nothing was run. The log may say more.',
    };
  }
  const left = liveness.pythonLeft()
    ? ` Its Python (process ${liveness.python ?? ''}) is still there: wait for its end, then refresh.`
    : '';
  return {
    code: 'processFailed',
    message: `The run was ended from outside, so it is not known how it went. The state shown was read afterwards.${left}`,
  };
}

function unreadable(error: unknown): RunReport['error'] {
  return {
    code: 'processFailed',
    message: `The run's journal cannot be read any more (${String(error)}). The run may still be at work: refresh later.`,
  };
}
