import { describe, expect, test } from 'vitest';
import { databaseHelp, projectOfFile, statusProject, statusText } from '../../../client/src/projectText';
import { known, project } from './row';

const text = (over: Parameters<typeof project>[0], named = false) => statusText(project(over), named);
const failed = (code: string) => ({ kind: 'failed', code, message: `${code} happened` }) as const;

describe('the status bar', () => {
  test.each([
    ['pending', known({ current: ['3f2a'], pendingCount: 3 }), '$(database) 3f2a → 9bc1'],
    ['nothing applied', known({ current: [], pendingCount: 3 }), '$(database) base → 9bc1'],
    ['up to date', known(), '$(database) 9bc1 up to date'],
    ['several rows', known({ current: ['a', 'b'], pendingCount: 1 }), '$(database) 2 current → 9bc1'],
    ['not read', { kind: 'unknown' }, '$(database) head 9bc1'],
    ['reading', { kind: 'reading' }, '$(sync~spin) → 9bc1'],
    ['running', { kind: 'running', command: 'upgrade' }, '$(sync~spin) → 9bc1'],
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
    ['a failure', { state: failed('connectionFailed') }, '$(warning) head 9bc1'],
    [
      'heads nobody meant',
      { heads: ['a', 'b'], headsUnresolved: true, state: known() },
      '$(warning) 2 heads up to date',
    ],
    ['a chain Alembic cannot load', { chainError: 'CycleDetected: x' }, '$(warning) head 9bc1'],
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

describe('help with the database', () => {
  test('is not offered when nothing is in the way', () => {
    expect(databaseHelp([], false)).toBeNull();
    expect(databaseHelp([project({ state: known() })], true)).toBeNull();
    expect(databaseHelp([project({ state: failed('cancelled') })], true)).toBeNull();
  });

  test('follows what failed', () => {
    expect(databaseHelp([project()], false)).toEqual({ help: 'restricted' });
    expect(databaseHelp([project({ state: failed('noInterpreter') })], true)?.help).toBe('noInterpreter');
    expect(databaseHelp([project({ state: failed('databaseLocked') })], true)).toEqual({
      help: 'failed',
      message: 'databaseLocked happened',
    });
    const two = [project({ state: known() }), project({ name: 'other', state: failed('alembicMissing') })];
    expect(databaseHelp(two, true)).toEqual({ help: 'alembicMissing', message: 'other: alembicMissing happened' });
  });
});
