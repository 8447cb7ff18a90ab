import { describe, expect, test } from 'vitest';
import { rowText, shortDate } from '../../../../client/src/tree/rowText';
import { shortId, shortIds } from '../../../../client/src/tree/shortId';
import { row } from '../row';

const text = (over: Parameters<typeof row>[0]) => rowText(row(over), shortId);

describe('the text of a row', () => {
  test('label is the message, description the rest in words', () => {
    const shown = text({
      id: 'f47e9120d6ba',
      message: 'create stock levels\n\nmore',
      createDate: '2025-04-08 15:22:37.123456',
      status: 'pending',
      isHead: true,
      labels: ['stock'],
    });
    expect(shown.label).toBe('create stock levels');
    expect(shown.description).toBe('f47e9120 · head · stock · pending · 2025-04-08');
    expect(shown.accessibilityLabel).toBe(
      'create stock levels, pending, revision f47e9120d6ba, created 2025-04-08, head, branch labels stock',
    );
  });

  test('a revision without a message is named by its id', () => {
    expect(text({ id: '0001_initial', message: '  ' }).label).toBe('0001_initial');
  });

  test('problems stand where a narrow side bar still shows them, and are spoken', () => {
    const shown = text({ id: 'a', status: 'pending', isHead: true, problems: ['one', 'two'] });
    expect(shown.description).toBe('a · 2 problems · head · pending');
    expect(shown.accessibilityLabel).toContain('2 problems');
    expect(text({ id: 'a', problems: ['one'] }).description).toBe('a · 1 problem');
  });

  test('lanes stand before the message, and are spoken as a number', () => {
    const shown = text({ id: 'a', message: 'm', lane: { index: 1, count: 3 } });
    expect(shown.label).toBe('│┃│ m');
    expect(shown.accessibilityLabel).toContain('lane 2 of 3');
    expect(shown.accessibilityLabel).not.toMatch(/[│┃]/);
  });

  test.each([
    ['applied', 'pass', '.revision.downgrade.stamp.'],
    ['current', 'pass-filled', '.revision.stamp.'],
    ['pending', 'circle-large-outline', '.revision.upgrade.stamp.'],
    ['broken', 'error', '.revision.'],
    ['unknown', 'circle-outline', '.revision.upgrade.downgrade.stamp.'],
  ] as const)('%s: icon and what can be done', (status, icon, contextValue) => {
    const shown = text({ id: 'a', status });
    expect(shown.icon).toBe(icon);
    expect(shown.contextValue).toBe(contextValue);
  });

  test('a merge keeps its colour and says its state in words', () => {
    const merge = text({ id: 'a', isMerge: true, status: 'pending', parents: ['b', 'c'] });
    expect(merge.icon).toBe('git-merge');
    expect(merge.color).toBe(text({ id: 'a', status: 'pending' }).color);
    expect(merge.description).toBe('a · merge · pending');
    expect(merge.contextValue).toContain('.parents.');
    expect(text({ id: 'a', isMerge: true, status: 'broken' }).icon).toBe('error');
    expect(text({ id: 'a', isMerge: true, status: 'current' }).icon).toBe('pass-filled');
  });
});

test('only a date that Alembic wrote is shortened', () => {
  expect(shortDate('2025-04-08T15:22:37+00:00')).toBe('2025-04-08');
  expect(shortDate('8 April 2025')).toBe('8 April 2025');
});

describe('short ids', () => {
  test('generated ids are cut, chosen ones are not', () => {
    expect(shortId('f47e9120d6ba')).toBe('f47e9120');
    expect(shortId('0001_add_orders_table')).toBe('0001_add_orders_table');
    expect(shortId('deadbeef')).toBe('deadbeef');
  });

  test('an id whose short form another one shares is written out', () => {
    const short = shortIds(['a1b2c3d4e5f6', 'a1b2c3d4e5f7', 'f47e9120d6ba', 'f47e9120d6ba']);
    expect(short('a1b2c3d4e5f6')).toBe('a1b2c3d4e5f6');
    expect(short('a1b2c3d4e5f7')).toBe('a1b2c3d4e5f7');
    expect(short('f47e9120d6ba')).toBe('f47e9120');
  });
});
