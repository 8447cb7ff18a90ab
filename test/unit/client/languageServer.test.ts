import { beforeEach, expect, test, vi } from 'vitest';
import type { MessageSignature } from 'vscode-jsonrpc';
import { setSecret } from '../../../client/src/commands/databases';
import { run } from '../../../client/src/commands/run';
import { followSecrets } from '../../../client/src/databases/tellServer';
import { LanguageServer } from '../../../client/src/languageServer';
import type { Parts } from '../../../client/src/parts';
import { PlanRun } from '../../../server/src/protocol/requests';
import { type Secrets, SecretsChanged } from '../../../server/src/protocol/targets';
import { editor } from './fakeEditor';
import { project } from './row';

const wire = vi.hoisted(() => ({ messages: [] as { readonly method: string; readonly params: unknown }[] }));

vi.mock('vscode', async () => (await import('./fakeEditor')).fakeVscode());
vi.mock('../../../client/src/client', () => {
  const note = ({ method }: MessageSignature, params: unknown): Promise<unknown> => {
    wire.messages.push({ method, params });
    return Promise.resolve({ ok: false, failure: { code: 'x', message: 'no' } });
  };
  return { startClient: () => Promise.resolve({ sendRequest: note, sendNotification: note }) };
});

beforeEach(() => {
  editor.reset();
  wire.messages.length = 0;
});

/** A server that is running, and a secret storage that takes its time and then tells of the change, as VS Code's does. */
function slowStorage(): { readonly parts: Parts; readonly release: () => void } {
  const kept = new Map<string, string>();
  const waiting: (() => void)[] = [];
  const listeners: (() => void)[] = [];
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  const secrets = {
    get: async (key: string) => {
      await turn();
      return kept.get(key);
    },
    store: async (key: string, value: string) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      kept.set(key, value);
      for (const listener of listeners) listener();
    },
    onDidChange: (listener: () => void) => listeners.push(listener),
  };
  const shop = project({ targets: ['one'] });
  const context = { secrets, subscriptions: [] } as unknown as Parts['context'];
  const log = { error: vi.fn() } as unknown as Parts['log'];
  const server = new LanguageServer(context, log);
  server.start();
  const projects = { list: [shop], find: () => shop, rows: () => Promise.resolve([]), onDidChange: vi.fn() };
  const parts = { context, log, server, projects } as unknown as Parts;
  const release = (): void => {
    for (const go of waiting.splice(0)) go();
  };
  return { parts, release };
}

test('a command that follows a typed secret at once is asked of a server that knows it', async () => {
  const { parts, release } = slowStorage();
  editor.settings = { targets: [{ name: 'one', environment: { A: '${secret:WORD}' } }] };
  editor.typed = ['value'];
  followSecrets(parts);
  const typed = setSecret(parts, {});
  await vi.waitFor(() => {
    expect(editor.shown.map(({ text }) => text)).toEqual(['Secret WORD']);
  });
  const ran = run(parts, 'upgrade', { target: 'head' });
  setTimeout(release, 20);
  await Promise.all([typed, ran]);
  expect(wire.messages.map(({ method }) => method)).toEqual([SecretsChanged.method, PlanRun.method]);
  expect(Object.values((wire.messages[0]?.params as Secrets).named)).toEqual([{ WORD: 'value' }]);
});

test('what was told last is what counts, however long an earlier telling takes; a failed one stops none', async () => {
  const { server } = slowStorage().parts;
  const order: string[] = [];
  const slow = server.tell(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('slow');
  });
  const broken = server.tell(() => Promise.reject(new Error('locked')));
  const quick = server.tell(() => {
    order.push('quick');
    return Promise.resolve();
  });
  await expect(broken).rejects.toThrow('locked');
  await server.told();
  expect(order).toEqual(['slow', 'quick']);
  await Promise.all([slow, quick]);
});

test('a storage that does not answer holds up no command for long', async () => {
  const { server } = slowStorage().parts;
  vi.useFakeTimers();
  try {
    void server.tell(() => new Promise(() => undefined));
    const told = server.told();
    await vi.advanceTimersByTimeAsync(60_000);
    await told;
  } finally {
    vi.useRealTimers();
  }
});
