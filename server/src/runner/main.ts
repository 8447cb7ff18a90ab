import { maskSecrets } from '../common/secrets';
import { jsonLine, LineReader } from '../engine/jsonLines';
import type { EngineResult } from '../engine/engine';
import type { JobName, Jobs, RunnerRequest } from '../engine/jobs';
import { readSchema, readState } from './readState';

// The process that owns the database drivers: a driver that blocks or crashes takes nothing of the editor with it.
// It ends when whoever started it closes its input.

const JOBS: {
  readonly [J in JobName]: (
    parameters: Jobs[J]['parameters'],
    signal: AbortSignal,
  ) => Promise<EngineResult<Jobs[J]['value']>>;
} = { readState, readSchema };

const running = new Map<number, AbortController>();

async function serve(request: RunnerRequest): Promise<void> {
  if ('cancel' in request) {
    running.get(request.id)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
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

const reader = new LineReader((line) => {
  // Our own server wrote it (engine/runnerClient.ts).
  void serve(JSON.parse(line) as RunnerRequest);
});
process.stdin.on('data', (chunk: Buffer) => {
  reader.push(chunk);
});
process.stdin.on('end', () => process.exit(0));
