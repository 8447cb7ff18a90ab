import { describe, expect, test } from 'vitest';
import {
  alsoText,
  countText,
  firstTicks,
  groupRows,
  groupTick,
  linesOf,
  lossText,
  upgradeLine,
  tick,
  untick,
} from '../../../../client/webview/reviewModel';
import type { ReviewRow } from '../../../../server/src/protocol/autogenerate';

function row(key: string, changes: Partial<ReviewRow> = {}): ReviewRow {
  return {
    key,
    group: 'order',
    file: 0,
    label: `Do ${key}`,
    destructive: false,
    ticked: true,
    requires: [],
    ...changes,
  };
}

/** An index needs its column, that needs its table; another table stands alone. */
const ROWS = [
  row('table'),
  row('column', { requires: ['table'] }),
  row('index', { requires: ['column'] }),
  row('drop', { group: 'old', destructive: true }),
];

const all = new Set(ROWS.map(({ key }) => key));

describe('ticks', () => {
  test('take along what cannot do without, and bring what is needed', () => {
    expect([...untick(ROWS, all, ['table'])]).toEqual(['drop']);
    expect([...untick(ROWS, all, ['index'])]).toEqual(['table', 'column', 'drop']);
    expect([...tick(ROWS, new Set(), ['index'])].toSorted()).toEqual(['column', 'index', 'table']);
    expect([...tick(ROWS, new Set(['drop']), ['drop'])]).toEqual(['drop']);
  });

  test('begin with what is ticked, without what needs something unticked', () => {
    const rows = [row('table', { ticked: false }), row('index', { requires: ['table'] }), row('other')];
    expect([...firstTicks(rows)]).toEqual(['other']);
  });

  test('end where operations need each other', () => {
    const rows = [row('a', { requires: ['b'] }), row('b', { requires: ['a'] })];
    expect([...tick(rows, new Set(), ['a'])].toSorted()).toEqual(['a', 'b']);
    expect([...untick(rows, new Set(['a', 'b']), ['a'])]).toEqual([]);
  });
});

describe('groups', () => {
  test('are the tables, in the order they come', () => {
    const groups = groupRows(ROWS);
    expect(groups.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['order', 3],
      ['old', 1],
    ]);
    const [order] = groups;
    if (order === undefined) throw new Error('no group');
    expect(groupTick(order, all)).toBe('true');
    expect(groupTick(order, new Set(['index']))).toBe('mixed');
    expect(groupTick(order, new Set(['drop']))).toBe('false');
  });

  test('name file and database where there are several', () => {
    const rows = [
      row('a', { database: 'engine1' }),
      row('b', { file: 1, database: 'engine2' }),
      row('c', { group: '' }),
    ];
    expect(groupRows(rows).map(({ title }) => title)).toEqual([
      'file 1 · engine1 · order',
      'file 2 · engine2 · order',
      'file 1 · Other operations',
    ]);
    expect(new Set(groupRows(rows).map(({ id }) => id)).size).toBe(3);
  });
});

describe('what is said', () => {
  test('counts, and names what loses data', () => {
    expect(countText(ROWS, all)).toBe('4 of 4 operations are ticked. One of them loses data.');
    expect(countText(ROWS, new Set(['table']))).toBe('1 of 4 operations are ticked.');
    expect(countText(ROWS, new Set())).toBe('Nothing is ticked: there is nothing to write.');
    expect(countText([row('a')], new Set(['a']))).toBe('1 of 1 operation is ticked.');
    const narrowed = { ...row('b'), destructive: true, mayLose: true } as const;
    expect(countText([narrowed], new Set(['b']))).toBe('1 of 1 operation is ticked. One of them may lose data.');
    expect(lossText(narrowed)).toBe('May lose data');
    expect([lossText({ destructive: true }), lossText({ destructive: false })]).toEqual(['Loses data', undefined]);
  });

  test('names what changed besides', () => {
    const without = untick(ROWS, all, ['table']);
    expect(alsoText(ROWS, all, without, ['table'])).toBe(
      'No longer ticked, as it needs this: Do column of order; Do index of order.',
    );
    expect(alsoText(ROWS, without, tick(ROWS, without, ['column']), ['column'])).toBe(
      'Ticked with it: Do table of order.',
    );
    expect(alsoText(ROWS, all, untick(ROWS, all, ['drop']), ['drop'])).toBe('');
  });
});

test('finds where upgrade() begins', () => {
  expect(upgradeLine('"""def upgrade("""\nimport sa\n\n\ndef upgrade() -> None:\n    pass\n')).toBe(4);
  expect(upgradeLine('x = 1\ndef upgrade(engine_name: str) -> None:\n    pass\n')).toBe(1);
  expect(upgradeLine('def upgrading():\n    upgrade()\n')).toBeNull();
  expect(upgradeLine('# def upgrade():\n')).toBeNull();
});

test('finds the lines of an operation', () => {
  const text = 'def upgrade():\n    op.one(\n        1)\n    op.two()\n';
  expect(linesOf(text, '    op.one(\n        1)')).toEqual([1, 2]);
  expect(linesOf(text, '    op.two()')).toEqual([3, 3]);
  expect(linesOf(text, 'op.three()')).toBeNull();
  expect(linesOf(text, undefined)).toBeNull();
  expect(linesOf(text, '')).toBeNull();
});
