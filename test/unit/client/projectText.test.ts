import { describe, expect, test } from 'vitest';
import { databaseHelp, projectOfFile, statusProject, statusText, stateWords } from '../../../client/src/projectText';
import { known, project } from './row';

const text = (over: Parameters<typeof project>[0], named = false) => statusText(project(over), named);
const failed = (code: string) => ({ kind: 'failed', code, message: `${code} happened` }) as const;

describe('the status bar', () => {
  test.each([
    ['pending', known({ current: ['3f2a'], pendingCount: 3 }), '$(database) 3f2a → 9bc1'],
    ['nothing applied', known({ current: [], pendingCount: 3 }), '$(database) base → 9bc1'],
    ['up to date', known(), '$(database) 9bc1 up to date'],
    ['several rows', known({ current: ['a', 'b'], pendingCount: 1 }), '$(database) 2 current → 9bc1'],
    ['not read', { kind: 'unknown' }, '$(git-commit) head 9bc1 · database not read'],
    ['reading', { kind: 'reading' }, '$(sync~spin) → 9bc1'],
    ['running', { kind: 'running', command: 'upgrade', runId: 'x', databases: [] }, '$(sync~spin) upgrading'],
    [
      'running a revision',
      { kind: 'running', command: 'downgrade', runId: 'x', databases: [], revision: 'ab12' },
      '$(sync~spin) downgrading ab12',
    ],
    [
      'being cancelled',
      { kind: 'running', command: 'upgrade', runId: 'x', databases: [], revision: 'ab12', cancelled: true },
      '$(sync~spin) cancelling…',
    ],
  ] as const)('%s', (_name, state, expected) => {
    const shown = text({ state });
    expect(shown.text).toBe(expected);
    expect(shown.warning).toBe(false);
  });

  test.each([
    [
      'a row that no file has',
      { state: known({ current: ['zzzz'], unknownRows: ['zzzz'] }) },
      '$(warning) zzzz → 9bc1',
    ],
    ['a failure', { state: failed('connectionFailed') }, '$(warning) head 9bc1 · database cannot be read'],
    [
      'heads nobody meant',
      { heads: ['a', 'b'], headsUnresolved: true, state: known() },
      '$(warning) 2 heads up to date',
    ],
    ['a chain Alembic cannot load', { chainError: 'CycleDetected: x' }, '$(warning) head 9bc1 · database not read'],
  ] as const)('warns of %s', (_name, over, expected) => {
    const shown = text(over);
    expect(shown.text).toBe(expected);
    expect(shown.warning).toBe(true);
    expect(shown.tooltip.length).toBeGreaterThan(1);
  });

  test('does not warn of heads by design, nor of a folder that is not trusted', () => {
    expect(text({ heads: ['a', 'b'], state: known({ current: ['a', 'b'] }) }).warning).toBe(false);
    expect(text({ state: failed('notTrusted') }).warning).toBe(false);
  });

  test('names the project only where it must', () => {
    expect(text({ state: known() }, true).text).toBe('$(database) shop: 9bc1 up to date');
  });
});

describe('whose status is shown', () => {
  const outer = project({ id: 'outer', name: 'b', rootUri: 'file:///w' });
  const inner = project({ id: 'inner', name: 'a', rootUri: 'file:///w/inner' });

  test('the project of the open file, innermost first', () => {
    expect(projectOfFile([outer, inner], 'file:///w/inner/versions/x.py')).toBe(inner);
    expect(projectOfFile([outer, inner], 'file:///w/innermost/x.py')).toBe(outer);
    expect(statusProject([outer, inner], 'file:///w/x.py')).toEqual({ project: outer, named: false });
  });

  test('else the only one, else the first by name', () => {
    expect(statusProject([outer], 'file:///elsewhere/x.py')).toEqual({ project: outer, named: false });
    expect(statusProject([outer, inner], undefined)).toEqual({ project: inner, named: true });
    expect(statusProject([], undefined)).toBeUndefined();
  });
});

describe('several databases, and guesses', () => {
  const database = (name: string, pendingCount: number, current: readonly string[]) => ({
    label: `${name}.db`,
    url: `sqlite:///${name}.db`,
    dialect: 'sqlite',
    name,
    current,
    versionTableExists: current.length > 0,
    pendingCount,
  });
  const two = known({ databases: [database('orders', 2, []), database('users', 0, ['9bc1'])], pendingCount: 2 });

  test('say which database is behind', () => {
    expect(stateWords(project({ state: two }))).toBe('orders 2 pending');
    expect(statusText(project({ state: two }), false).tooltip).toEqual([
      'shop: orders 2 pending',
      'Database: orders, orders.db (sqlite:///orders.db), at base (no version table yet)',
      'Database: users, users.db (sqlite:///users.db), at 9bc1',
    ]);
    const both = known({ databases: [database('orders', 0, ['9bc1']), database('users', 0, ['9bc1'])] });
    expect(stateWords(project({ state: both }))).toBe('2 databases up to date');
  });

  test('a guess is called one everywhere', () => {
    const { text, tooltip, accessibilityLabel } = statusText(project({ state: known({ source: 'guess' }) }), false);
    expect(text).toContain('(guess)');
    expect(tooltip.join()).toContain('env.py could not be asked');
    expect(accessibilityLabel).toContain('not asked of env.py');
    expect(databaseHelp([project({ state: known({ source: 'guess' }) })], true)?.help).toBe('guess');
  });

  test('a guess shown while env.py is asked does not say that it could not be', () => {
    const asking = project({ state: known({ source: 'guess', asking: true }) });
    const { text, tooltip } = statusText(asking, false);
    expect(text).toContain('(guess)');
    expect(tooltip.join()).toContain('env.py is being asked');
    expect(databaseHelp([asking], true)).toBeNull();
  });

  test('the target stands before the state', () => {
    const { text, accessibilityLabel } = statusText(project({ state: known(), target: 'staging' }), false);
    expect(text).toBe('$(database) [staging] 9bc1 up to date');
    expect(accessibilityLabel).toContain('target staging');
  });

  test('a row no file has comes with what to do about it', () => {
    const state = known({ unknownRows: ['gone'] });
    expect(databaseHelp([project({ state })], true)).toEqual({ help: 'unknownRow', message: 'no file has gone' });
  });
});

describe('help with the database', () => {
  test('is not offered when nothing is in the way', () => {
    expect(databaseHelp([], false)).toBeNull();
    expect(databaseHelp([project({ state: known() })], true)).toBeNull();
    expect(databaseHelp([project({ state: failed('cancelled') })], true)).toBeNull();
  });

  test('follows what failed', () => {
    expect(databaseHelp([project()], false)).toEqual({ help: 'restricted' });
    expect(databaseHelp([project({ state: failed('noInterpreter') })], true)?.help).toBe('noInterpreter');
    expect(databaseHelp([project({ state: failed('commandFailed') })], true)).toEqual({
      help: 'failed',
      message: 'commandFailed happened',
    });
    const two = [project({ state: known() }), project({ name: 'other', state: failed('alembicMissing') })];
    expect(databaseHelp(two, true)).toEqual({ help: 'alembicMissing', message: 'other: alembicMissing happened' });
  });
});
