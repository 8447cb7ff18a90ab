import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type BridgeOutcome, type BridgeRun, runBridge } from '../../../server/src/engine/alembic/bridgeClient';
import type { Spawn } from '../../../server/src/engine/host';
import { memoryFileSystem } from '../../support/memoryFileSystem';

/** A writing run whose Python is a Node that does `program`. */
function started(
  program: string,
  platform: NodeJS.Platform = process.platform,
  cancelled = false,
  variables: Record<string, string> = {},
  changes: Partial<BridgeRun> = {},
) {
  const calls: string[] = [];
  const output: string[] = [];
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
      onOutput: (text) => output.push(text),
      signals: { cancel: cancel.signal, force: force.signal },
      ...changes,
    },
  );
  return { calls, cancel, force, end, output };
}

const END = JSON.stringify({ kind: 'end', error: null, stopped: null, cancelled: false, contexts: 1, done: 0 });
const IN_CONTAINER: Partial<BridgeRun> = {
  interpreter: { command: 'enter', args: [], detail: 'enter', elsewhere: { name: 'enter', folder: '/', folders: [] } },
};

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

  it('that prints a line without an end is cut, and goes on', async () => {
    const secret = 'hunter2'.repeat(40);
    // A password that the cut would halve.
    const program = `
      process.stderr.write('x'.repeat(65400) + ' ${secret} '.repeat(100000), () => {
        process.stderr.write('\\nnext\\n', () => console.log(${JSON.stringify(END)}));
      });`;
    const { end, output } = started(program, process.platform, false, {}, { secrets: new Set([secret]) });
    expect(await end).toMatchObject({ kind: 'ended' });
    expect(output).toHaveLength(2);
    expect(output[0]?.length).toBeLessThan(70_000);
    expect(output[0]).toMatch(/^x{60000}x*.* …$/);
    expect(output[0]).not.toContain('hunter2');
    expect(output[1]).toBe('next');
  });

  const comparing = JSON.stringify({ kind: 'comparing', table: 't', number: 1 });
  const ticking = (ticks: number): string => `
    let left = ${ticks};
    setInterval(() => {
      if (left-- > 0) console.log(${JSON.stringify(comparing)});
      else if (${ticks} > 5) { console.log(${JSON.stringify(END)}); process.exit(); }
    }, 200);`;

  it('may take longer than its deadline while it tells how it goes on', async () => {
    const renewing = { deadline: 1500, renewed: () => 1500 };
    const { end } = started(ticking(12), process.platform, false, {}, renewing);
    expect(await end).toMatchObject({ kind: 'ended' });
  });

  it('is ended when it tells nothing more', async () => {
    const renewing = { deadline: 5000, renewed: () => 500 };
    const { end } = started(ticking(1), 'win32', false, {}, renewing);
    expect(await end).toMatchObject({ kind: 'timeout' });
  });

  it('has no deadline any more once a message has lifted it', async () => {
    const lifting = { deadline: 1000, renewed: () => null };
    const program = `console.log(${JSON.stringify(comparing)}); setTimeout(() => console.log(${JSON.stringify(END)}), 2000);`;
    expect(await started(program, process.platform, false, {}, lifting).end).toMatchObject({ kind: 'ended' });
  });

  it('on another machine is asked to end at once before what reaches it is ended', async () => {
    const obedient = `
      let read = '';
      process.stdin.on('data', (text) => {
        read += text;
        if (read.includes('"force":true')) { console.log('{"kind":"forced"}'); setTimeout(() => process.exit(1), 20); }
      });
      console.log(${JSON.stringify(comparing)});`;
    const { cancel, force, end } = started(obedient, process.platform, false, {}, IN_CONTAINER);
    cancel.abort();
    force.abort();
    expect(await end).toEqual({ kind: 'cancelled' });
  });

  it('on another machine may be left when it does not answer to that', async () => {
    const { cancel, force, end } = started('setInterval(() => 0, 1000)', 'win32', false, {}, IN_CONTAINER);
    cancel.abort();
    force.abort();
    expect(await end).toEqual({ kind: 'cancelled', left: true });
  });
});
