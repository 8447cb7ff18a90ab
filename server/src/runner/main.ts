import { maskSecrets } from '../common/secrets';
import { jsonLine, LineReader } from '../engine/jsonLines';
import type { EngineResult, RunListener, RunReport } from '../engine/engine';
import { COPY, type JobName, type Jobs, type Migration, type MigrationEvent, type RunnerRequest } from '../engine/jobs';
import { KeptCopy } from './keptCopy';
import { migrate } from './migrate';
import { readCopied, readSchema, readState } from './readState';

// The process that owns the database drivers: a driver that blocks or crashes takes nothing of the editor with it.
// It ends when whoever started it closes its input.

const JOBS: {
  readonly [J in JobName]: (
    parameters: Jobs[J]['parameters'],
    signal: AbortSignal,
  ) => Promise<EngineResult<Jobs[J]['value']>>;
} = { readState, readSchema, readCopied };

/** How often a person can see that something has changed. */
const TELLING_MS = 25;

const running = new Map<number, AbortController>();
/** Runs that wait for a `go`. */
const waiting = new Map<number, () => void>();
const copy = new KeptCopy(
  (event) =>
    new Promise((resolve) => {
      process.stdout.write(jsonLine({ id: COPY, ...event }), () => {
        resolve();
      });
    }),
);

async function serve(request: RunnerRequest): Promise<void> {
  if ('cancel' in request) {
    running.get(request.id)?.abort();
    return;
  }
  if ('go' in request) {
    waiting.get(request.id)?.();
    return;
  }
  if (request.job === 'copy') {
    copy.make(request.parameters);
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  if (request.job === 'migrate') {
    await serveRun(request.id, request.parameters, controller.signal);
    running.delete(request.id);
    return;
  }
  let result: EngineResult<Jobs[JobName]['value']>;
  try {
    result = await JOBS[request.job](request.parameters, controller.signal);
  } catch (error) {
    const message = maskSecrets(`The database runner failed: ${String(error)}`);
    result = { ok: false, error: { code: 'processFailed', message } };
  }
  running.delete(request.id);
  process.stdout.write(jsonLine({ id: request.id, result }));
}

async function serveRun(id: number, parameters: Migration, signal: AbortSignal): Promise<void> {
  // Each writing costs as much as a small statement. SQLite's driver lets no timer fire, so how far a run is stands there
  // before something else at once, or before the commit, without which it is not so far.
  const canWait = parameters.program.dialect === 'postgresql';
  let held = '';
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    process.stdout.write(held);
    held = '';
  };
  const tell = (event: MigrationEvent): void => {
    held += jsonLine(event);
    if ('report' in event || 'paused' in event) write();
    else if (canWait) timer ??= setTimeout(write, TELLING_MS);
    else if (!('progress' in event)) write();
  };
  const listener: RunListener = {
    progress: (progress) => {
      tell({ id, progress });
    },
    output: (output) => {
      tell({ id, output });
    },
    ...(parameters.watched && {
      statement: (statement) => {
        tell({ id, statement });
      },
    }),
    ...(parameters.pauses && {
      committed: async () => {
        const gone = new Promise<void>((resolve) => waiting.set(id, resolve));
        signal.addEventListener('abort', () => waiting.get(id)?.(), { once: true });
        tell({ id, paused: true });
        await gone;
        waiting.delete(id);
      },
    }),
  };
  let report: RunReport;
  try {
    report = await migrate(parameters, listener, signal);
  } catch (error) {
    const message = maskSecrets(`The database runner failed: ${String(error)}`);
    report = { error: { code: 'processFailed', message }, done: 0 };
  }
  tell({ id, report });
}

const reader = new LineReader((line) => {
  // Our own server wrote it (engine/runnerClient.ts).
  void serve(JSON.parse(line) as RunnerRequest);
});
process.stdin.on('data', (chunk: Buffer) => {
  reader.push(chunk);
});
process.stdin.on('end', () => {
  void copy.end().finally(() => process.exit(0));
});
// Ctrl+C in a terminal reaches us too: whoever started us has heard it, and says what is to be done.
process.on('SIGINT', () => undefined);
// Whoever read it is gone.
process.stdout.on('error', () => undefined);
