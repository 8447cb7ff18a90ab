import { beforeEach, expect, test, vi } from 'vitest';
import type { MessageSignature } from 'vscode-jsonrpc';
import { run } from '../../../../client/src/commands/run';
import type { Parts } from '../../../../client/src/parts';
import { ExecuteRun, PlanRun } from '../../../../server/src/protocol/requests';
import { editor } from '../fakeEditor';
import { plan, project } from '../row';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

beforeEach(() => {
  editor.reset();
});

const shop = project();

/** The run of a plan for a protected database; gives what the server was asked. */
async function runProtected(): Promise<unknown[]> {
  const asked: unknown[] = [];
  const client = {
    sendRequest: async (type: MessageSignature, params: unknown) => {
      asked.push([type.method, params]);
      const planned = { ok: true, plan: plan({ phrase: 'shop.db', target: 'production' }) };
      return Promise.resolve(type.method === PlanRun.method ? planned : { ok: true, state: {} });
    },
    onProgress: () => ({ dispose: vi.fn() }),
  };
  const parts = {
    log: { error: vi.fn() },
    server: { client: Promise.resolve(client), told: () => Promise.resolve() },
    projects: { list: [shop], find: () => shop, rows: async () => Promise.resolve([]) },
  };
  await run(parts as unknown as Parts, 'upgrade', { projectId: shop.id, target: 'head' });
  return asked.slice(1);
}

test('the name of a protected database is asked for after the confirmation, and handed over', async () => {
  editor.answers = ['Upgrade'];
  editor.typed = ['shop.db'];
  expect(await runProtected()).toEqual([[ExecuteRun.method, { planId: 'plan', typed: 'shop.db' }]]);
  expect(editor.shown.map(({ text }) => text)).toEqual([
    'Upgrade shop.db by 1 revision?',
    'Upgrade: shop.db is protected (target production)',
  ]);
});

test('nothing runs when it is not typed', async () => {
  editor.answers = ['Upgrade'];
  expect(await runProtected()).toEqual([]);
});
