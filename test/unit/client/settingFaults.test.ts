import { beforeEach, expect, test, vi } from 'vitest';
import { settingFaults, warnOfSettings } from '../../../client/src/settingFaults';
import type { Parts } from '../../../client/src/parts';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { editor } from './fakeEditor';

vi.mock('vscode', async () => {
  const fake = (await import('./fakeEditor')).fakeVscode();
  return {
    ...fake,
    workspace: {
      ...(fake.workspace as object),
      getConfiguration: () => ({ get: (name: string, otherwise: unknown) => editor.settings[name] ?? otherwise }),
      onDidChangeConfiguration: (listener: (event: { affectsConfiguration: () => boolean }) => void) => {
        changed = () => {
          listener({ affectsConfiguration: () => true });
        };
      },
    },
  };
});

let changed: () => void = () => undefined;

beforeEach(() => {
  editor.reset();
});

/** Settings as a user may have written them. */
const faults = (over: Readonly<Record<string, unknown>>): string[] => settingFaults({ ...DEFAULT_SETTINGS, ...over });

test('a target that cannot be used is told of, by its place and name', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ targets: [{ name: 'a', x: ['b=1'], environment: { A: 1 } }] })).toEqual([]);
  expect(faults({ targets: { name: 'a' } })[0]).toMatch(
    /^The setting alembicWorkbench\.targets is not used: it has to be a list\./,
  );
  expect(faults({ targets: [{ name: 'a', x: 'b=1' }, { name: 'b' }, 'c'] })[0]).toMatch(
    /^Of alembicWorkbench\.targets, entry 1 \(a\) and entry 3 are not used\. A target has a name/,
  );
});

test('so is every other setting of another shape, once for all folders', () => {
  const wrong = { ...DEFAULT_SETTINGS, configFiles: 'db.ini' };
  const [fault, ...more] = faults({ configFiles: 'db.ini', folders: { 'file:///a': wrong, 'file:///b': wrong } });
  expect(fault).toContain('alembicWorkbench.configFiles');
  expect(more).toEqual([]);
});

test('the user is warned at the start and when it changes, not again of the same', () => {
  editor.settings = { targets: ['x'] };
  warnOfSettings({ context: { subscriptions: [] } } as unknown as Parts);
  expect(editor.shown.map(({ kind }) => kind)).toEqual(['warning']);
  changed();
  expect(editor.shown).toHaveLength(1);
  editor.settings = {};
  changed();
  editor.settings = { targets: [{ name: '' }] };
  changed();
  expect(editor.shown).toHaveLength(2);
});
