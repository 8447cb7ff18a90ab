import { fc } from '../../../support/random';
import { describe, expect, test } from 'vitest';
import type { RevisionRow } from '../../../../server/src/protocol/data';
import { groupRows, period } from '../../../../client/src/tree/groups';
import { nodeId, type ProjectNode, projectTree } from '../../../../client/src/tree/nodes';
import { project, row } from '../row';

const node: ProjectNode = { kind: 'project', projectId: '/p/alembic.ini', project: project() };

describe('groups', () => {
  test('pending and broken first, then a page of the others, then older pages', () => {
    const statuses: RevisionRow['status'][] = [
      'applied',
      'pending',
      'applied',
      'broken',
      'applied',
      'applied',
      'current',
    ];
    const { shown, older } = groupRows(
      statuses.map((status, index) => row({ id: `${index}`, status })),
      2,
    );
    expect(shown.map(({ id }) => id)).toEqual(['1', '3', '0', '2']);
    expect(older.map((page) => page.map(({ id }) => id))).toEqual([['4', '5'], ['6']]);
  });

  test('lose and repeat nothing, and keep the order of what is alike', () => {
    const status = fc.constantFrom<RevisionRow['status'][]>('applied', 'current', 'pending', 'broken', 'unknown');
    fc.assert(
      fc.property(fc.array(status, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (statuses, page) => {
        const rows = statuses.map((each, index) => row({ id: `${index}`, status: each }));
        const { shown, older } = groupRows(rows, page);
        const all = [...shown, ...older.flat()];
        expect(all.map(({ id }) => Number(id)).toSorted((a, b) => a - b)).toEqual(rows.map((_, index) => index));
        const urgent = (each: RevisionRow): boolean => each.status === 'pending' || each.status === 'broken';
        for (const part of [all.filter(urgent), all.filter((each) => !urgent(each))]) {
          const ids = part.map(({ id }) => Number(id));
          expect(ids).toEqual(ids.toSorted((a, b) => a - b));
        }
        expect(shown.filter((each) => !urgent(each)).length).toBeLessThanOrEqual(page);
        for (const each of older) expect(each.length).toBeLessThanOrEqual(page);
        expect(older.flat().some(urgent)).toBe(false);
      }),
    );
  });

  test('a page says from when to when', () => {
    const dated = (...dates: (string | undefined)[]) =>
      period(
        dates.map((createDate, index) => row({ id: `${index}`, ...(createDate !== undefined && { createDate }) })),
      );
    expect(dated('2025-02-03 10:00:00', '2024-01-02 10:00:00')).toBe('2024-01-02 – 2025-02-03');
    expect(dated('2025-02-03 10:00:00')).toBe('2025-02-03');
    expect(dated('2025-02-03 10:00:00', undefined)).toBe('');
  });
});

describe('the tree of a project', () => {
  const rows = Array.from({ length: 250 }, (_, index) => row({ id: `r${index}` }));

  test('has pages of a hundred, and every revision knows what it stands in', () => {
    const tree = projectTree(node, rows);
    const pages = [...tree.inside];
    expect(tree.children.length).toBe(102);
    expect(pages.map(([{ rows: page }]) => page.length)).toEqual([100, 50]);
    const old = tree.byId.get('r249');
    expect(old && tree.parentOf.get(old)).toBe(pages[1]?.[0]);
    const young = tree.byId.get('r0');
    expect(young && tree.parentOf.get(young)).toBe(node);
  });

  test('gives every node an id of its own, the same in the next tree', () => {
    const ids = (): string[] => {
      const tree = projectTree(node, rows);
      return [...tree.children, ...[...tree.inside.values()].flat()].map(nodeId);
    };
    expect(new Set(ids()).size).toBe(252);
    expect(ids()).toEqual(ids());
  });

  test('of two files with one id keeps both apart and finds the sound one', () => {
    const copy = row({ id: 'r1', uri: 'file:///p/copy.py', status: 'broken' });
    const sound = row({ id: 'r1', uri: 'file:///p/sound.py' });
    const tree = projectTree(node, [copy, sound]);
    expect(new Set(tree.children.map(nodeId)).size).toBe(2);
    expect(tree.byId.get('r1')?.row).toBe(sound);
  });
});
