/** What `Scheduler` needs of the clock; tests put their own in. */
export interface Timers {
  set(callback: () => void, milliseconds: number): unknown;
  clear(handle: unknown): void;
}

const SYSTEM_TIMERS: Timers = {
  set: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clear: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};

interface Job {
  readonly controller: AbortController;
  handle: unknown;
  waiting: boolean;
}

/**
 * Debounces and cancels: of all tasks scheduled under one key only the last one runs, `delay` milliseconds after it was
 * scheduled, and what still runs under that key from before is aborted first.
 */
export class Scheduler {
  readonly #jobs = new Map<string, Job>();

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly timers: Timers = SYSTEM_TIMERS,
  ) {}

  /** Runs `task` after `delay`, unless another task takes the key before that. Errors go to `onError`, aborts nowhere. */
  schedule(key: string, delay: number, task: (signal: AbortSignal) => void | Promise<void>): void {
    this.cancel(key);
    const controller = new AbortController();
    const job: Job = { controller, handle: undefined, waiting: true };
    this.#jobs.set(key, job);
    job.handle = this.timers.set(() => {
      job.waiting = false;
      void this.#run(key, job, task);
    }, delay);
  }

  /** Drops what waits under the key and aborts what runs under it. */
  cancel(key: string): void {
    const job = this.#jobs.get(key);
    if (job === undefined) return;
    this.#jobs.delete(key);
    if (job.waiting) this.timers.clear(job.handle);
    job.controller.abort();
  }

  dispose(): void {
    for (const key of [...this.#jobs.keys()]) this.cancel(key);
  }

  async #run(key: string, job: Job, task: (signal: AbortSignal) => void | Promise<void>): Promise<void> {
    try {
      await task(job.controller.signal);
    } catch (error) {
      if (!job.controller.signal.aborted) this.onError(error);
    } finally {
      if (this.#jobs.get(key) === job) this.#jobs.delete(key);
    }
  }
}

/**
 * Gives the event loop a turn when the last one was long ago: call it between the steps of a long synchronous job.
 * Rejects with the signal's reason once it is aborted.
 */
export class Breather {
  #last = performance.now();

  constructor(
    private readonly signal?: AbortSignal,
    private readonly milliseconds = 10,
  ) {}

  /** A promise to await, or undefined when there is no need (a promise per step would cost more than the step). */
  breathe(): Promise<void> | undefined {
    this.signal?.throwIfAborted();
    if (performance.now() - this.#last < this.milliseconds) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#last = performance.now();
        if (this.signal?.aborted === true) reject(this.signal.reason as Error);
        else resolve();
      });
    });
  }
}

/** Takes the steps of a long job, with turns for the event loop between them; gives what the job returns. */
export async function inTurns<Result>(steps: Generator<undefined, Result>, signal?: AbortSignal): Promise<Result> {
  const breather = new Breather(signal);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const turn = breather.breathe();
    if (turn !== undefined) await turn;
  }
}
