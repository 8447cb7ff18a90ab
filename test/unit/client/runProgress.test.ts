import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MessageSignature } from 'vscode-jsonrpc';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { CancelRun, ForceRun, type RunEndedInfo } from '../../../server/src/protocol/requests';
import { cancelRunOf } from '../../../client/src/commands/cancelRun';
import { executePlan } from '../../../client/src/commands/executePlan';
import type { Parts } from '../../../client/src/parts';
import { registerRunProgress } from '../../../client/src/runProgress';
import { editor } from './fakeEditor';
import { plan, project } from './row';

/** The notifications with a progress that are open. */
const open = vi.hoisted(() => new Map<string, { readonly cancel: (() => void) | null }>());

vi.mock('vscode', async () => {
  const fake = (await import('./fakeEditor')).fakeVscode();
  const window = {
    ...(fake.window as object),
    withProgress: async (
      { title, cancellable }: { readonly title: string; readonly cancellable?: boolean },
      work: (progress: unknown, token: unknown) => Promise<unknown>,
    ) => {
      const listeners: (() => void)[] = [];
      // As in the editor, the button closes the notification at once.
      const cancelled = new Promise<void>((resolve) => listeners.push(resolve));
      const token = {
        onCancellationRequested: (listener: () => void) => (listeners.push(listener), { dispose: vi.fn() }),
      };
      const cancel = (): void => {
        for (const listener of listeners) listener();
      };
      open.set(title, { cancel: cancellable === true ? cancel : null });
      await Promise.race([work({ report: vi.fn() }, token), cancelled]);
      open.delete(title);
    },
  };
  const Disposable = class {
    static from = (): object => ({ dispose: vi.fn() });
    constructor(readonly dispose: () => void) {}
  };
  return { ...fake, window, Disposable };
});

const databases = [{ label: 'shop.db', dialect: 'sqlite' }];
const run = { kind: 'running', command: 'upgrade', runId: 'one', databases, revision: 'aaaa' } as const;
const shop = (state: ProjectInfo['state']): ProjectInfo => project({ state });
const TITLE = 'Upgrading shop.db';
const CANCELLING = 'Cancelling: waiting for the upgrade of shop.db to end';

/** The extension's parts, with a server that says yes to everything. */
function bench() {
  const asked: string[] = [];
  let changed = (): void => undefined;
  let ended = (_run: RunEndedInfo): void => undefined;
  const projects = {
    list: [] as ProjectInfo[],
    find: (id: string) => projects.list.find((one) => one.id === id),
    onDidChange: (listener: () => void) => (changed = listener),
  };
  const client = {
    sendRequest: (type: MessageSignature) => {
      asked.push(type.method);
      return Promise.resolve({ ok: true });
    },
    onProgress: () => ({ dispose: vi.fn() }),
  };
  const parts = {
    context: { subscriptions: [] },
    log: { error: vi.fn() },
    projects,
    server: { client: Promise.resolve(client), onDidEndRun: (listener: typeof ended) => (ended = listener) },
  } as unknown as Parts;
  registerRunProgress(parts);
  /** What the server lists from now on. */
  const list = async (...infos: ProjectInfo[]): Promise<void> => {
    projects.list = infos;
    changed();
    await vi.advanceTimersByTimeAsync(0);
  };
  return {
    parts,
    asked,
    list,
    end: (info: RunEndedInfo) => {
      ended(info);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  editor.reset();
  open.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a run under way', () => {
  test('is shown from when it is known of until it has ended, once', async () => {
    const { list, asked } = bench();
    await list(shop(run));
    await list(shop({ ...run, revision: 'bbbb' }));
    expect([...open.keys()]).toEqual([TITLE]);
    await list(shop({ kind: 'unknown' }));
    expect([...open.keys()]).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is asked to end by its button, and waited for', async () => {
    const { list, asked } = bench();
    await list(shop(run));
    open.get(TITLE)?.cancel?.();
    await list(shop({ ...run, cancelled: true }));
    expect(asked).toEqual([CancelRun.method]);
    expect([...open]).toEqual([[CANCELLING, { cancel: null }]]);
    await list(shop({ kind: 'unknown' }));
    expect(open.size).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(editor.shown).toEqual([]);
  });

  test('that does not follow can be ended by force, once the user knows what that leaves', async () => {
    const { list, asked } = bench();
    editor.answers = ['End by Force'];
    await list(shop({ ...run, cancelled: true }));
    expect(editor.shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]?.kind).toBe('warning');
    expect(editor.shown[0]?.text).toMatch(
      /^The upgrade of shop\.db was cancelled and has not ended.*SQLite takes back/,
    );
    expect(asked).toEqual([ForceRun.method]);
  });

  test('is left alone when the user does not choose force', async () => {
    const { list, asked } = bench();
    await list(shop({ ...run, cancelled: true }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(editor.shown).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  test('is cancelled by the command too, which offers force when it was cancelled already', async () => {
    const { list, asked, parts } = bench();
    await list(shop(run), project({ id: 'other' }));
    await cancelRunOf(parts, {});
    expect(asked).toEqual([CancelRun.method]);
    await list(shop({ ...run, cancelled: true }));
    editor.answers = ['End by Force'];
    await cancelRunOf(parts, { projectId: shop(run).id });
    expect(asked).toEqual([CancelRun.method, ForceRun.method]);
    await list(shop({ kind: 'unknown' }));
    await cancelRunOf(parts, {});
    expect(editor.shown.at(-1)?.text).toBe('No run is under way.');
  });

  test('that ended unseen tells how', () => {
    const { end } = bench();
    const info = { runId: 'one', projectId: 'p', command: 'upgrade', databases } as const;
    end({ ...info, failure: { code: 'commandFailed', message: 'no luck' } });
    end({ ...info, failure: { code: 'cancelled', message: 'The run was cancelled.' } });
    end(info);
    expect(editor.shown.map(({ kind, text }) => [kind, text])).toEqual([
      ['error', 'Upgrade: no luck'],
      ['information', 'Upgrade: The run was cancelled.'],
    ]);
  });
});

test('a server that crashes in the middle takes no run with it, and the user is told so', async () => {
  const { parts } = bench();
  const gone = Object.assign(new Error('connection got disposed'), { code: -32097 });
  await executePlan(parts, { sendRequest: () => Promise.reject(gone) }, plan());
  expect(editor.shown.map(({ kind }) => kind)).toEqual(['information']);
  expect(editor.shown[0]?.text).toContain('it goes on');
  await expect(executePlan(parts, { sendRequest: () => Promise.reject(new Error('bug')) }, plan())).rejects.toThrow(
    'bug',
  );
});
