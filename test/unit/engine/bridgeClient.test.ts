import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type BridgeOutcome, runBridge } from '../../../server/src/engine/alembic/bridgeClient';
import type { Spawn } from '../../../server/src/engine/host';
import { memoryFileSystem } from '../../support/memoryFileSystem';

/** A writing run whose Python is a Node that does `program`. */
function started(
  program: string,
  platform: NodeJS.Platform = process.platform,
  cancelled = false,
  variables: Record<string, string> = {},
) {
  const calls: string[] = [];
  const cancel = new AbortController();
  const force = new AbortController();
  if (cancelled) cancel.abort();
  const fakeSpawn: Spawn = (command, args, options) => {
    calls.push([command, ...args.filter((arg) => !arg.includes('\n'))].join(' '));
    if (command !== 'taskkill') return spawn(process.execPath, ['-e', program], { env: options.env });
    process.kill(Number(args[1]), 'SIGKILL');
    return spawn(process.execPath, ['-e', '0']);
  };
  const end: Promise<BridgeOutcome> = runBridge(
    { spawn: fakeSpawn, fs: memoryFileSystem({}), environment: {}, platform, bridgeProgram: '' },
    {
      interpreter: { command: 'python', args: [], detail: 'python' },
      job: { kind: 'run', arguments: [], workingDirectory: '/', scriptLocation: null, loader: null, expected: [] },
      deadline: null,
      variables,
      secrets: new Set(),
      onMessage: () => undefined,
      onOutput: () => undefined,
      signals: { cancel: cancel.signal, force: force.signal },
    },
  );
  return { calls, cancel, force, end };
}

describe('a run of the bridge', () => {
  it('that was cancelled before it began starts nothing', async () => {
    const { calls, end } = started('0', process.platform, true);
    expect(await end).toEqual({ kind: 'cancelled' });
    expect(calls).toEqual([]);
  });

  it('that ends on a cancel before our program said a word was cancelled, and did not fail', async () => {
    const { cancel, end } = started('process.stdin.resume().on("end", () => process.exit(1))');
    cancel.abort();
    expect(await end).toEqual({ kind: 'cancelled' });
  });

  it('with a variable that no process can have says so, without its value', async () => {
    const { end } = started('0', process.platform, false, { DATABASE_URL: 'pa55\0word' });
    expect(await end).toEqual({ kind: 'notStarted', reason: expect.stringContaining('NUL character') as unknown });
  });

  it('that ends so without a cancel has failed', async () => {
    expect(await started('process.exit(1)').end).toMatchObject({ kind: 'died', how: 'exit code 1', begun: false });
  });

  it('ends by force with all it started on Windows, where what we started may be a launcher only', async () => {
    const { calls, force, end } = started('setInterval(() => 0, 1000)', 'win32');
    force.abort();
    expect(await end).toEqual({ kind: 'cancelled' });
    expect(calls.at(-1)).toMatch(/^taskkill \/pid \d+ \/T \/F$/);
  });
});
