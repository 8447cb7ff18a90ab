import { beforeEach, expect, test, vi } from 'vitest';
import { configFilePatterns, followConfigFiles } from '../../../client/src/configFiles';

const editor = vi.hoisted(() => ({
  configFiles: [] as string[],
  /** The watchers that are alive, by pattern. */
  watchers: new Map<string, { fire: (kind: string, uri: string) => void }>(),
  configurationChanged: [] as ((event: { affectsConfiguration: () => boolean }) => void)[],
}));

vi.mock('vscode', () => {
  class Disposable {
    constructor(readonly dispose: () => void) {}
    static from(...parts: { dispose(): void }[]): Disposable {
      return new Disposable(() => {
        for (const part of parts) part.dispose();
      });
    }
  }
  return {
    Disposable,
    workspace: {
      workspaceFolders: [],
      getConfiguration: () => ({
        get: (key: string, otherwise: unknown) => (key === 'configFiles' ? editor.configFiles : otherwise),
      }),
      createFileSystemWatcher: (pattern: string) => {
        const listeners = new Map<string, (uri: string) => void>();
        editor.watchers.set(pattern, { fire: (kind, uri) => listeners.get(kind)?.(uri) });
        const on = (kind: string) => (listener: (uri: string) => void) => {
          listeners.set(kind, listener);
          return new Disposable(() => listeners.delete(kind));
        };
        return {
          onDidCreate: on('create'),
          onDidChange: on('change'),
          onDidDelete: on('delete'),
          dispose: () => editor.watchers.delete(pattern),
        };
      },
      onDidChangeConfiguration: (listener: (event: { affectsConfiguration: () => boolean }) => void) => {
        editor.configurationChanged.push(listener);
        return new Disposable(() => (editor.configurationChanged = []));
      },
      onDidChangeWorkspaceFolders: () => new Disposable(() => undefined),
    },
  };
});
vi.mock('vscode-languageclient/node', () => ({ FileChangeType: { Created: 1, Changed: 2, Deleted: 3 } }));

const change = (...configFiles: string[]): void => {
  editor.configFiles = configFiles;
  for (const listener of editor.configurationChanged) listener({ affectsConfiguration: () => true });
};

beforeEach(() => {
  editor.configFiles = [];
  editor.watchers.clear();
  editor.configurationChanged = [];
});

test('patterns match below any folder, each once', () => {
  editor.configFiles = ['./db/a.conf', '**/a.conf', 'db/a.conf'];
  expect(configFilePatterns()).toEqual(['**/db/a.conf', '**/a.conf']);
});

test('the files that the setting names are watched as it changes', () => {
  const told: unknown[] = [];
  const following = followConfigFiles((event) => told.push(event));
  expect([...editor.watchers.keys()]).toEqual([]);
  change('a.conf', 'b.conf');
  change('b.conf');
  expect([...editor.watchers.keys()]).toEqual(['**/b.conf']);
  const watcher = editor.watchers.get('**/b.conf');
  for (const kind of ['create', 'change', 'delete']) watcher?.fire(kind, `file:///${kind}`);
  expect(told).toEqual([
    { uri: 'file:///create', type: 1 },
    { uri: 'file:///change', type: 2 },
    { uri: 'file:///delete', type: 3 },
  ]);
  // A change of another setting leaves the watcher alone.
  change('b.conf');
  expect(editor.watchers.get('**/b.conf')).toBe(watcher);
  following.dispose();
  expect([...editor.watchers.keys()]).toEqual([]);
});
