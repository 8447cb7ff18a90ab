import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oraclePython } from '../oracle/support/venv';
import { confirm, editorText, shopScreen } from './support/screen';

/** A command with its answers, as a user binds it to a key. */
interface Bound {
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const BOUND = {
  upgradeTo: { command: 'alembicWorkbench.upgrade', args: { target: '39fd' } },
  upgradeAll: { command: 'alembicWorkbench.upgrade', args: { target: 'heads' } },
  downgradeOne: { command: 'alembicWorkbench.downgrade', args: { target: '-1' } },
  stamp: { command: 'alembicWorkbench.stamp', args: { targets: ['6db3f0187ce5'], purge: true } },
  revision: {
    command: 'alembicWorkbench.newRevision',
    args: { message: 'a side way', head: 'f47e9120d6ba', splice: true, branchLabel: 'side', revId: 'aaaa00000001' },
  },
  merge: {
    command: 'alembicWorkbench.mergeHeads',
    args: { targets: ['heads'], message: 'together', revId: 'aaaa00000002' },
  },
  sql: {
    command: 'alembicWorkbench.generateSql',
    args: { direction: 'upgrade', from: 'f47e9120d6ba', to: '03b8d5ce71f9' },
  },
} as const satisfies Readonly<Record<string, Bound>>;

type Name = keyof typeof BOUND;

const keyOf = (name: Name): string => `ctrl+alt+${Object.keys(BOUND).indexOf(name) + 1}`;

describe('commands whose answers are bound to keys, on the shop', () => {
  const open = shopScreen({
    theme: 'light',
    keybindings: Object.entries(BOUND).map(([name, bound]) => ({ key: keyOf(name as Name), ...bound })),
  });

  const press = (name: Name): Promise<void> =>
    open.workbench.page.keyboard.press(keyOf(name).replace('ctrl+alt', 'Control+Alt'));

  /** Ids of the rows that the tree says the database is at. */
  async function shown(): Promise<readonly string[]> {
    const rows = await open.workbench.treeRows();
    return rows.flatMap((row) => /, current, applied, revision (\w+)/.exec(row)?.[1] ?? []).sort();
  }

  /** Waits until the database is at these revisions; the tree then says so, and marks nothing else. */
  async function isAt(...rows: readonly string[]): Promise<void> {
    await expect.poll(() => open.shop.versionRows(), { timeout: 20_000 }).toEqual(rows);
    await expect.poll(shown, { timeout: 20_000 }).toEqual(rows);
  }

  const text = (file: string): string => readFileSync(join(open.shop.folder, 'migrations', 'versions', file), 'utf8');
  const fileOf = (id: string): string | undefined =>
    readdirSync(join(open.shop.folder, 'migrations', 'versions')).find(
      (name) => name.endsWith('.py') && name.includes(id),
    );

  async function written(id: string): Promise<string> {
    await expect.poll(() => fileOf(id), { timeout: 20_000 }).toBeDefined();
    await open.workbench.treeRow(new RegExp(`revision ${id}`)).waitFor();
    return text(fileOf(id) ?? '');
  }

  /** What the real command prints of a copy's chain. */
  const alembic = (...words: readonly string[]): string =>
    execFileSync(oraclePython(), ['-m', 'alembic', ...words], {
      cwd: open.shop.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  test('upgrade, downgrade and stamp ask once, and the tree shows where the database is', async () => {
    await press('upgradeTo');
    await confirm(open.workbench, 'Upgrade');
    await isAt('39fd8a6c50e4', 'a2c61b7e94f0');
    await press('upgradeAll');
    await confirm(open.workbench, 'Upgrade');
    await isAt('03b8d5ce71f9');
    await press('downgradeOne');
    await confirm(open.workbench, 'Downgrade');
    await isAt('f47e9120d6ba');
    await press('stamp');
    await confirm(open.workbench, 'Stamp');
    await isAt('6db3f0187ce5');
  });

  test('revision and merge write what Alembic then reads', async () => {
    await press('revision');
    expect(await written('aaaa00000001')).toMatch(/^branch_labels.*side/m);
    await press('merge');
    expect(await written('aaaa00000002')).toMatch(/^down_revision.*03b8d5ce71f9/m);
    expect(alembic('heads')).toContain('aaaa00000002');
    expect(alembic('history', '-r', 'f47e9120d6ba:')).toContain('aaaa00000001');
    // Files alone: the database is where it was.
    await isAt('6db3f0187ce5');
  });

  test('SQL is the one of Alembic', async () => {
    await press('sql');
    await expect
      .poll(() => editorText(open.workbench), { timeout: 20_000 })
      .toContain('-- Running upgrade f47e9120d6ba -> 03b8d5ce71f9');
    const sql = alembic('upgrade', 'f47e9120d6ba:03b8d5ce71f9', '--sql');
    const found = await editorText(open.workbench);
    expect(found.split('\n').filter((line) => line.trim() !== '')).toEqual(
      sql.split('\n').filter((line) => line.trim() !== ''),
    );
    await isAt('6db3f0187ce5');
  });
});
