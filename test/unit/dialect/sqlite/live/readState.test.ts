import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { readSqliteState } from '../../../../../server/src/dialect/sqlite/live/readState';
import { parseUrl } from '../../../../../server/src/dialect/url';

const loaded = vi.hoisted(() => vi.fn());
vi.mock('../../../../../server/src/dialect/sqlite/live/connect', () => {
  loaded();
  return { readVersionRows: () => ({ exists: true, rows: ['aaaa'] }) };
});

const folder = mkdtempSync(join(tmpdir(), 'aw-node-'));
const versions = process.versions;
afterEach(() => {
  Object.defineProperty(process, 'versions', { value: versions });
  rmSync(folder, { recursive: true, force: true });
});

it('loads the driver on no Node that it would crash', async () => {
  writeFileSync(join(folder, 'shop.db'), '');
  const url = parseUrl('sqlite:///shop.db');
  if (url === null) throw new Error('no URL');
  const read = (node: string): ReturnType<typeof readSqliteState> => {
    Object.defineProperty(process, 'versions', { value: { ...versions, node }, configurable: true });
    const versionTable = { name: 'alembic_version', schema: null };
    return readSqliteState(url, { workingDirectory: folder, versionTable, environment: {} });
  };
  for (const node of ['20.20.2', '18.0.0', '21.7.3']) {
    const message = expect.stringMatching(/^SQLite needs Node 22 or later/) as unknown;
    expect(await read(node)).toMatchObject({ ok: false, error: { code: 'unsupported', message } });
  }
  expect(loaded).not.toHaveBeenCalled();
  expect(await read('22.0.0')).toMatchObject({ ok: true, value: { rows: ['aaaa'] } });
  expect(loaded).toHaveBeenCalledOnce();
});
