import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../../client/src/commands/arguments';
import { confirmation, nextSteps, progressMessage } from '../../../../client/src/commands/runText';
import { targetChoices } from '../../../../client/src/commands/targets';
import { plan, project, row } from '../row';

describe('arguments', () => {
  test('take what is text and leave the rest to pickers', () => {
    expect(readArguments({ projectId: '/p', target: 'head', other: 1 })).toEqual({ projectId: '/p', target: 'head' });
    expect(readArguments({ projectId: 7, target: '' })).toEqual({});
    expect(readArguments(undefined)).toEqual({});
    expect(readArguments('head')).toEqual({});
    expect(readArguments(null)).toEqual({});
  });

  test('are texts, lists of texts and flags', () => {
    expect(readArguments({ targets: ['a', 7, 'b'], dependsOn: 'c', purge: true, splice: 'yes' })).toEqual({
      targets: ['a', 'b'],
      dependsOn: ['c'],
      purge: true,
    });
    expect(readArguments({ targets: [], verbose: false })).toEqual({ verbose: false });
  });
});

describe('targets', () => {
  const rows = [
    row({ id: 'd', status: 'broken' }),
    row({ id: 'c', message: 'newest', status: 'pending', isHead: true }),
    row({ id: 'b', status: 'current' }),
    row({ id: 'a', status: 'applied' }),
  ];
  const targets = (command: 'upgrade' | 'downgrade' | 'stamp', heads = ['c'], from = rows) =>
    targetChoices(command, project({ heads }), from).map(({ target }) => target);

  test('an upgrade offers the head, a step and what is pending', () => {
    expect(targets('upgrade')).toEqual(['head', '+1', 'c']);
  });

  test('several heads are offered together', () => {
    expect(targets('upgrade', ['b', 'c'])).toEqual(['heads', '+1', 'c']);
  });

  test('a downgrade offers a step, what lies below and the base', () => {
    expect(targets('downgrade')).toEqual(['-1', 'a', 'base']);
  });

  test('a stamp offers every sound revision', () => {
    expect(targets('stamp')).toEqual(['head', 'c', 'b', 'a', 'base']);
  });

  test('while the database is not known every revision may be a target', () => {
    const unknown = [row({ id: 'b', status: 'unknown' }), row({ id: 'a', status: 'unknown' })];
    expect(targets('upgrade', ['b'], unknown)).toEqual(['head', '+1', 'b', 'a']);
    expect(targets('downgrade', ['b'], unknown)).toEqual(['-1', 'b', 'a', 'base']);
  });
});

describe('the confirmation', () => {
  test('names command, database, revisions, Python and folder', () => {
    const { title, detail, button } = confirmation(plan());
    expect(title).toBe('Upgrade shop.db by 1 revision?');
    expect(button).toBe('Upgrade');
    for (const part of [
      'alembic upgrade head',
      'shop.db (sqlite:///shop.db)',
      'From base to aaaa',
      'aaaa  create orders',
      '.venv/bin/python (folder .venv)',
      'Working directory: /p',
    ]) {
      expect(detail).toContain(part);
    }
    expect(detail).not.toContain('cannot be undone');
  });

  test('of a new version table names no revisions: none runs', () => {
    const { title, detail } = confirmation(plan({ command: 'ensure_version', arguments: [], steps: [] }));
    expect(title).toBe('Create the version table in shop.db?');
    expect(detail).toContain('Command: alembic ensure_version');
    expect(detail).not.toMatch(/^From |[Rr]evision|step/m);
  });

  test('counts revisions beyond ten', () => {
    const steps = Array.from({ length: 13 }, (_, index) => ({
      id: `id${index}`,
      message: '',
      direction: 'upgrade' as const,
    }));
    const { title, detail } = confirmation(plan({ steps }));
    expect(title).toContain('13 revisions');
    expect(detail).toContain('id9');
    expect(detail).not.toContain('id10');
    expect(detail).toContain('… and 3 more');
  });

  test('warns before a downgrade and before a stamp', () => {
    expect(confirmation(plan({ command: 'downgrade' })).detail).toMatch(/data .* cannot be undone/s);
    expect(confirmation(plan({ command: 'stamp' })).detail).toContain('no migration runs');
    expect(confirmation(plan({ command: 'stamp' })).detail).not.toContain('is deleted first');
    const purge = plan({ command: 'stamp', arguments: ['--purge', 'aaaa'] });
    expect(confirmation(purge).detail).toContain('Every row of the version table is deleted first');
  });
});

test('progress names the revision now running', () => {
  const info = { revision: 'aaaa', message: 'create orders\nmore', done: 0, total: 3 };
  expect(progressMessage(info)).toBe('aaaa create orders (0 of 3 done)');
  expect(progressMessage({ ...info, message: '', done: 3 })).toBe('aaaa (3 of 3 done)');
});

test('an error leads on, and always to the log', () => {
  expect(nextSteps('noInterpreter').map(({ title }) => title)).toEqual(['Select Interpreter', 'Show Log']);
  expect(nextSteps('notUpToDate').map(({ command }) => command)[0]).toBe('alembicWorkbench.upgradeToHead');
  expect(nextSteps('alreadyExists').map(({ command }) => command)[0]).toBe('alembicWorkbench.stamp');
  expect(nextSteps('commandFailed').map(({ title }) => title)).toEqual(['Show Log']);
});
