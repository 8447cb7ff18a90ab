import { expect, it } from 'vitest';
import type { TableLock } from '../../../../server/src/engine/engine';
import { LockWatch } from '../../../../server/src/engine/native/lockWatch';

const READ: TableLock = { table: 'shop', mode: 'AccessShareLock' };
const ALONE: TableLock = { table: 'shop', mode: 'AccessExclusiveLock' };

it('tells a lock once in its transaction, and again in the next one', async () => {
  let held: readonly TableLock[] = [];
  const watch = new LockWatch(() => Promise.resolve(held));
  expect(await watch.newLocks()).toEqual([]);
  held = [READ];
  expect(await watch.newLocks()).toEqual([READ]);
  held = [READ, ALONE];
  expect(await watch.newLocks()).toEqual([ALONE]);
  expect(await watch.newLocks()).toEqual([]);
  watch.forget();
  expect(await watch.newLocks()).toEqual([READ, ALONE]);
});

it('tells equal locks of two tables apart', async () => {
  const other = { ...ALONE, table: 'product' };
  const watch = new LockWatch(() => Promise.resolve([ALONE, other]));
  expect(await watch.newLocks()).toEqual([ALONE, other]);
});
