import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { RunnerClient } from '../../../server/src/engine/runnerClient';

const READ = {
  url: 'sqlite:///shop.db',
  versionTable: { name: 'alembic_version', schema: null },
  workingDirectory: '/',
  environment: {},
};
const signal = new AbortController().signal;
const clients: RunnerClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

/** A client whose runner is this JavaScript. */
function clientOf(program: string, deadline?: number) {
  const log: string[] = [];
  const started: number[] = [];
  const client = new RunnerClient({
    spawn: (command, _args, options) => {
      const child = spawn(command, ['-e', program], options);
      started.push(child.pid ?? 0);
      return child;
    },
    program: '',
    environment: {},
    node: process.execPath,
    log: (text) => log.push(text),
    ...(deadline !== undefined && { deadline }),
  });
  clients.push(client);
  return { client, log, started };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('RunnerClient', () => {
  it('waits for no runner that is stuck: it is killed, and the next question starts another one', async () => {
    const { client, log, started } = clientOf('process.on("SIGTERM", () => undefined); for (;;);', 300);
    const [one, other] = await Promise.all([
      client.request('readState', READ, signal),
      client.request('readState', READ, signal),
    ]);
    expect(one).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(other).toEqual(one);
    expect(log).toContain('runner: no answer, killed');
    await expect.poll(() => started.map(isAlive)).toEqual([false]);
    await client.request('readState', READ, signal);
    expect(started).toHaveLength(2);
  });

  it('says that the runner ended, and logs its last words without the password', async () => {
    const program = 'console.error("cannot open postgresql://app:hunter22@db/shop"); process.exit(3)';
    const { client, log } = clientOf(program);
    expect(await client.request('readState', READ, signal)).toMatchObject({
      ok: false,
      error: { code: 'processFailed' },
    });
    await expect.poll(() => log.join('\n')).toContain('cannot open postgresql://app:***@db/shop');
    expect(log.join('\n')).not.toContain('hunter22');
  });

  it('answers at once when it is cancelled', async () => {
    const { client } = clientOf('setInterval(() => undefined, 1000)');
    const controller = new AbortController();
    const answer = client.request('readState', READ, controller.signal);
    controller.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
