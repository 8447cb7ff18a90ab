import { beforeEach, describe, expect, test, vi } from 'vitest';
import { pythonExtension } from '../../../client/src/pythonExtension';
import { uri } from './fakeEditor';

/** What `vscode.extensions` has under the Python extension's id. */
const installed = vi.hoisted((): { extension: unknown } => ({ extension: undefined }));

vi.mock('vscode', async () => {
  const { uri } = await import('./fakeEditor');
  return {
    extensions: { getExtension: (id: string) => (id === 'ms-python.python' ? installed.extension : undefined) },
    workspace: { workspaceFolders: [{ uri: uri('file:///a') }, { uri: uri('file:///b') }] },
    Disposable: class {
      constructor(readonly dispose: () => void) {}
    },
  };
});

const log = { warn: vi.fn() };
const start = () => pythonExtension(log as unknown as Parameters<typeof pythonExtension>[0]);

/** Environments by folder: what is chosen there, and the program it is resolved to. */
function environments(chosen: Map<string, { readonly path: string; readonly program?: string }>) {
  const listeners = new Set<() => void>();
  const api = {
    getActiveEnvironmentPath: (folder: { toString(): string }) => {
      const found = chosen.get(folder.toString());
      if (found === undefined) throw new Error(`nothing is chosen for ${folder.toString()}`);
      return { path: found.path };
    },
    resolveEnvironment: ({ path }: { readonly path: string }) => {
      const found = [...chosen.values()].find((one) => one.path === path);
      const program = found?.program;
      return Promise.resolve({ executable: { uri: program === undefined ? undefined : uri(`file://${program}`) } });
    },
    onDidChangeActiveEnvironmentPath: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const change = (): void => {
    for (const listener of listeners) listener();
  };
  return { api, change, listeners };
}

beforeEach(() => {
  log.warn.mockReset();
  installed.extension = undefined;
});

describe('the interpreters of the Python extension', () => {
  test('are none without it, and it need not be there', async () => {
    const python = await start();
    expect(await python.interpreters()).toEqual({});
    const following = python.onDidChange(() => {
      throw new Error('nobody is there to change one');
    });
    following.dispose();
    expect(log.warn).not.toHaveBeenCalled();
  });

  test('are none of one that does not start, or has nothing to say, which is logged where it is a fault', async () => {
    installed.extension = { activate: () => Promise.reject(new Error('broken install')) };
    expect(await (await start()).interpreters()).toEqual({});
    expect(String(log.warn.mock.calls[0]?.[0])).toContain('broken install');
    for (const api of [undefined, {}]) {
      installed.extension = { activate: () => Promise.resolve(api) };
      expect(await (await start()).interpreters()).toEqual({});
    }
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  test('are programs by folder; an environment without one is left out', async () => {
    const { api } = environments(
      new Map([
        ['file:///a', { path: '/a/.venv', program: '/a/.venv/bin/python' }],
        ['file:///b', { path: '/b/conda' }],
      ]),
    );
    installed.extension = { activate: () => Promise.resolve({ environments: api }) };
    expect(await (await start()).interpreters()).toEqual({ 'file:///a': '/a/.venv/bin/python' });
  });

  test('are none while it fails to say them, which is logged', async () => {
    const { api } = environments(new Map([['file:///a', { path: '/a', program: '/a/python' }]]));
    installed.extension = { activate: () => Promise.resolve({ environments: api }) };
    expect(await (await start()).interpreters()).toEqual({});
    expect(String(log.warn.mock.calls[0]?.[0])).toContain('nothing is chosen for file:///b');
  });

  test('are asked again after a change, as long as somebody listens', async () => {
    const chosen = new Map(['a', 'b'].map((name) => [`file:///${name}`, { path: name, program: `/${name}/old` }]));
    const { api, change, listeners } = environments(chosen);
    installed.extension = { activate: () => Promise.resolve({ environments: api }) };
    const python = await start();
    const heard: Record<string, string>[] = [];
    const following = python.onDidChange(async () => {
      heard.push(await python.interpreters());
    });
    expect((await python.interpreters())['file:///b']).toBe('/b/old');
    chosen.set('file:///b', { path: 'b', program: '/b/new' });
    change();
    await vi.waitFor(() => {
      expect(heard).toEqual([{ 'file:///a': '/a/old', 'file:///b': '/b/new' }]);
    });
    following.dispose();
    expect(listeners.size).toBe(0);
  });
});
