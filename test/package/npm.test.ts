import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packNpm } from '../support/packages';
import { npm, run } from '../support/processes';
import { repositoryRoot } from '../support/repository';
import { skipping } from '../support/missing';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-npm-'));
  const tarball = await packNpm(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', tarball], folder);
  await cp(join(repositoryRoot, 'examples', 'shop'), join(folder, 'shop'), { recursive: true });
}, 180_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the installed command as a user of the folder would. */
function command(...args: readonly string[]): Promise<string> {
  const windows = process.platform === 'win32';
  const program = join(folder, 'node_modules', '.bin', windows ? 'alembic-workbench.cmd' : 'alembic-workbench');
  return run(program, args, { cwd: folder, shell: windows });
}

test('the installed command reads a chain', async () => {
  expect(await command('heads', '--project', 'shop')).toBe('03b8d5ce71f9 (reports) (head)\n');
});

test('the installed command reads a SQLite database, through the runner and better-sqlite3', async () => {
  // There is no Alembic: it is what the configuration's database says, which env.py surely opens.
  const printed = await command('current', '--project', 'shop');
  expect([...printed.matchAll(/^[0-9a-f]{12}\b/gm)].map(([id]) => id).sort()).toEqual(['7c40be1593d2', 'a2c61b7e94f0']);
});

const noFullDevice = existsSync('/dev/full') ? null : 'needs /dev/full';
test('the installed command says that its output cannot be written', skipping(noFullDevice), async () => {
  const program = join(folder, 'node_modules', '.bin', 'alembic-workbench');
  const failed = run('sh', ['-c', `'${program}' heads --project shop > /dev/full`], { cwd: folder });
  await expect(failed).rejects.toThrow(/error: The output could not be written \(ENOSPC[^\n]*\n$/);
  expect(await run('sh', ['-c', `'${program}' history --project shop | head -1`], { cwd: folder })).toContain('(head)');
});
