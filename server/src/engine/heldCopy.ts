import type { EngineError, EngineResult } from './engine';
import { COPY, type CopyDemand, type CopyEvent, type MadeCopy } from './jobs';
import { type RunnerOptions, startRunner } from './runnerProcess';

/** A copy of a database, there until it is released, or until this process ends. */
export interface HeldCopy extends MadeCopy {
  /** Removes it. @returns why it is still there; null: it is gone. */
  release(): Promise<EngineError | null>;
}

const ENDED: EngineError = { code: 'processFailed', message: 'The process that makes copies ended unexpectedly.' };
const CANCELLED: EngineError = { code: 'cancelled', message: 'Cancelled.' };

/** Makes a copy in a process of its own, which removes it when its input ends. Takes as long as it takes. */
export function holdCopy(
  options: RunnerOptions,
  demand: CopyDemand,
  output: (text: string) => void,
  signal: AbortSignal,
): Promise<EngineResult<HeldCopy>> {
  if (signal.aborted) return Promise.resolve({ ok: false, error: CANCELLED });
  return new Promise((resolve) => {
    let told: EngineError | null = ENDED;
    const gone = new Promise<EngineError | null>((end) => {
      const runner = startRunner(
        options,
        (line) => {
          // Our own program wrote it (runner/keptCopy.ts).
          const event = JSON.parse(line) as CopyEvent;
          if ('output' in event) output(event.output);
          else if ('gone' in event) told = event.gone.ok ? null : event.gone.error;
          else if (event.made.ok) made(event.made.value);
          else failed(event.made.error);
        },
        (reason) => {
          failed({ ...ENDED, details: `The process ended (${reason}).` });
          end(told);
        },
      );
      const failed = (error: EngineError): void => {
        signal.removeEventListener('abort', cancel);
        runner.close();
        resolve({ ok: false, error: signal.aborted ? CANCELLED : error });
      };
      const made = (copy: MadeCopy): void => {
        signal.removeEventListener('abort', cancel);
        if (signal.aborted) return;
        const release = (): Promise<EngineError | null> => {
          runner.close();
          return gone;
        };
        resolve({ ok: true, value: { ...copy, release } });
      };
      // The copy that is being made is removed as soon as it is there; nobody waits for that.
      const cancel = (): void => {
        runner.close();
        resolve({ ok: false, error: CANCELLED });
      };
      signal.addEventListener('abort', cancel, { once: true });
      runner.send({ id: COPY, job: 'copy', parameters: demand });
    });
  });
}
