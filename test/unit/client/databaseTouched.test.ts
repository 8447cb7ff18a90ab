import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { DatabaseTouched } from '../../../server/src/protocol/targets';
import { followDatabaseFiles } from '../../../client/src/databases/databaseFiles';
import { followOutsideRuns } from '../../../client/src/databases/outsideRuns';
import type { Parts } from '../../../client/src/parts';
import { uri } from './fakeEditor';
import { known, project } from './row';

/** What the editor tells, by the name of the event. */
const listeners = vi.hoisted(() => new Map<string, (value: unknown) => void>());
/** Folders that are watched, with their events. */
const watchers = vi.hoisted(() => new Map<string, Record<'change' | 'create' | 'delete', (value: unknown) => void>>());

vi.mock('vscode', async () => {
  const { fakeVscode, uri } = await import('./fakeEditor');
  const fake = fakeVscode();
  const event = (name: string) => (listener: (value: unknown) => void) => {
    listeners.set(name, listener);
    return { dispose: () => listeners.delete(name) };
  };
  return {
    ...fake,
    window: {
      onDidEndTerminalShellExecution: event('command'),
      onDidCloseTerminal: event('terminal'),
      onDidChangeWindowState: event('window'),
    },
    tasks: { onDidEndTaskProcess: event('task') },
    workspace: {
      createFileSystemWatcher: ({ base }: { readonly base: string }) => {
        const own = { change: vi.fn(), create: vi.fn(), delete: vi.fn() };
        watchers.set(base, own);
        const on = (kind: keyof typeof own) => (listener: (value: unknown) => void) => {
          own[kind] = vi.fn(listener);
          return { dispose: vi.fn() };
        };
        return {
          onDidChange: on('change'),
          onDidCreate: on('create'),
          onDidDelete: on('delete'),
          dispose: () => watchers.delete(base),
        };
      },
    },
    Uri: { ...(fake.Uri as object), joinPath: ({ path }: { path: string }) => uri(path.replace(/\/[^/]*$/, '')) },
    RelativePattern: class {
      readonly base: string;
      constructor(base: { toString(): string }) {
        this.base = base.toString();
      }
    },
    Disposable: class {
      static from = (...all: readonly { dispose: () => void }[]): object => ({
        dispose: () => {
          for (const one of all) one.dispose();
        },
      });
      constructor(readonly dispose: () => void) {}
    },
  };
});

function parts(list: readonly ProjectInfo[] = []) {
  const sendNotification = vi.fn();
  let changed = (): void => undefined;
  const found = {
    context: { subscriptions: [] },
    log: { warn: vi.fn() },
    server: { client: Promise.resolve({ sendNotification }) },
    projects: {
      list,
      onDidChange: (listener: () => void) => {
        changed = listener;
        return { dispose: vi.fn() };
      },
    },
  };
  const told = async (): Promise<unknown[]> => {
    await vi.advanceTimersByTimeAsync(1_000);
    return sendNotification.mock.calls.map(([method, params]: unknown[]) => {
      expect(method).toBe(DatabaseTouched.method);
      return params;
    });
  };
  // Only what following touches is there.
  const show = (now: readonly ProjectInfo[]): void => {
    found.projects.list = now;
    changed();
  };
  return { parts: found as unknown as Parts, told, show };
}

const fire = (name: string, value: unknown): void => listeners.get(name)?.(value);

beforeEach(() => {
  vi.useFakeTimers();
  listeners.clear();
  watchers.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('databases are read again', () => {
  const command = (value: string) => ({ execution: { commandLine: { value } } });

  test('once after commands that may have migrated one, and after no others', async () => {
    const { parts: all, told } = parts();
    followOutsideRuns(all, () => true);
    fire('command', command('git status'));
    expect(await told()).toEqual([]);
    fire('command', command('alembic upgrade head'));
    fire('command', command('make migrate'));
    expect(await told()).toEqual([{}]);
  });

  test('when a terminal is closed that told of no commands', async () => {
    const { parts: all, told } = parts();
    followOutsideRuns(all, () => true);
    fire('terminal', { shellIntegration: {} });
    expect(await told()).toEqual([]);
    fire('terminal', { shellIntegration: undefined });
    expect(await told()).toEqual([{}]);
  });

  test('when the process of a task has ended', async () => {
    const { parts: all, told } = parts();
    followOutsideRuns(all, () => false);
    fire('task', { exitCode: 0 });
    expect(await told()).toEqual([{}]);
  });

  test('when the user comes back to revisions in sight, after more than a moment', async () => {
    const { parts: all, told } = parts();
    let inSight = true;
    followOutsideRuns(all, () => inSight);
    const away = async (milliseconds: number): Promise<void> => {
      fire('window', { focused: false });
      await vi.advanceTimersByTimeAsync(milliseconds);
      fire('window', { focused: true });
    };
    await away(100);
    expect(await told()).toEqual([]);
    inSight = false;
    await away(60_000);
    expect(await told()).toEqual([]);
    inSight = true;
    await away(60_000);
    // The editor tells of more than the focus.
    fire('window', { focused: true, active: false });
    expect(await told()).toEqual([{}]);
  });

  test('when the file of one changes, or its log, and no other file beside it', async () => {
    const database = { label: 'a', url: '', dialect: 'sqlite', current: [], versionTableExists: true };
    const state = known({ databases: [{ ...database, file: '/p/a.db' }] });
    const { parts: all, told, show } = parts();
    followDatabaseFiles(all);
    show([project({ state })]);
    const change = (path: string): void => watchers.get('/p')?.change(uri(`file://${path}`));
    change('/p/b.db');
    expect(await told()).toEqual([]);
    change('/p/a.db-wal');
    change('/p/a.db');
    expect(await told()).toEqual([{ projectId: project().id }]);
    // While it is read again, and when it is gone, it is still followed; without the project it is not.
    show([project({ state: { kind: 'reading' } })]);
    watchers.get('/p')?.delete(uri('file:///p/a.db'));
    expect(await told()).toHaveLength(2);
    show([]);
    expect(watchers.size).toBe(0);
  });
});
