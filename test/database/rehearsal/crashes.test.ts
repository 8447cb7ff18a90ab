import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oraclePython, skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { descendants, whyNoProcessTree } from '../../support/processTree';
import type { AlembicProject } from '../support/alembicProject';
import {
  afterTest,
  command,
  copiesFolder,
  ENGINES,
  type OwnedDatabase,
  ownedDatabase,
  rehearsed,
  runners,
  useRehearsals,
} from './rehearsalBench';
import { buildCommand, type BuiltCommand } from './builtCommand';

useRehearsals();

let built: BuiltCommand;
beforeAll(async () => {
  built = await buildCommand();
});
afterAll(() => {
  built.remove();
});

/** Takes longer than anybody waits for it. */
const SLOW = { id: 'a', upgrade: 'op.execute("SELECT pg_sleep(600)")' };
/** The same of SQLite. */
const COUNTING = {
  id: 'a',
  upgrade:
    'op.execute("CREATE TABLE n AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000000) SELECT max(x) AS x FROM c")',
};
const COPY = 'alembic_workbench_copy_';

describe.for(ENGINES)(
  'a copy is removed when %s is ended',
  { ...skipping(skipReason() ?? whyNoProcessTree ?? null), timeout: 90_000 },
  (engine) => {
    it('by Ctrl+C, on PostgreSQL', async () => {
      const database = await ownedDatabase();
      const rehearsing = start(rehearsed(database.url, SLOW), engine);
      await sleeping(database);
      rehearsing.child.kill('SIGINT');
      expect(await rehearsing.ended).not.toBe(0);
      expect(await database.copies()).toEqual([]);
    });

    it('by SIGKILL of the command, on PostgreSQL', async () => {
      const database = await ownedDatabase();
      const rehearsing = start(rehearsed(database.url, SLOW), engine);
      await sleeping(database);
      rehearsing.child.kill('SIGKILL');
      await until(async () => (await database.copies()).length === 0);
    });

    it('by SIGKILL of all its processes, on PostgreSQL, with the next one; those in use stay', async () => {
      const database = await ownedDatabase();
      const other = start(rehearsed(database.url, SLOW), engine);
      await sleeping(database);
      const [used] = await database.copies();
      const rehearsing = start(rehearsed(database.url, SLOW), engine);
      await until(async () => (await database.copies()).length === 2);
      await sleeping(database, 2);
      await killTree(rehearsing.child);
      await rehearsing.ended;
      expect(await database.copies()).toHaveLength(2);
      const next = await command(rehearsed(database.url, { id: 'a' }), engine, ['rehearse', '--yes']);
      expect(next).toMatchObject({ code: 0 });
      expect(await database.copies()).toEqual([used]);
      other.child.kill('SIGINT');
      await other.ended;
      expect(await database.copies()).toEqual([]);
    });

    it('by SIGKILL of the command, and of all its processes, on SQLite', async () => {
      const project = rehearsed('sqlite:///shop.db', COUNTING);
      const copies = (): readonly string[] => readdirSync(copiesFolder()).filter((name) => name.startsWith(COPY));
      const first = start(project, engine);
      await until(() => Promise.resolve(copies().length === 1));
      first.child.kill('SIGKILL');
      await until(() => Promise.resolve(copies().length === 0));
      const second = start(project, engine);
      await until(() => Promise.resolve(copies().length === 1));
      await killTree(second.child);
      await second.ended;
      expect(copies()).toHaveLength(1);
      const inUse = join(copiesFolder(), `${COPY}${process.pid}_used`);
      mkdirSync(inUse);
      expect(await command(rehearsed('sqlite:///shop.db', { id: 'a' }), engine, ['rehearse'])).toMatchObject({
        code: 0,
      });
      expect(copies()).toEqual([`${COPY}${process.pid}_used`]);
      rmdirSync(inUse);
      expect(existsSync(join(project.root, 'shop.db'))).toBe(false);
    });
  },
);

interface Rehearsing {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

/** The command as it is shipped, as a process. */
function start(project: AlembicProject, engine: 'alembic' | 'native'): Rehearsing {
  const python = engine === 'native' ? [] : ['--python', oraclePython()];
  const child = spawn(process.execPath, [built.program, 'rehearse', '--yes', '--engine', engine, ...python], {
    cwd: project.root,
    env: { ...process.env, ...(engine === 'native' && { PATH: '' }) },
    stdio: 'ignore',
  });
  afterTest(() => {
    child.kill('SIGKILL');
  });
  return { child, ended: once(child, 'exit').then(([code]: (number | null)[]) => code ?? null) };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(50);
}

/** When so many copies are slept on. */
function sleeping({ admin, role }: OwnedDatabase, count = 1): Promise<void> {
  return until(async () => {
    const { rows } = await admin.query(
      `SELECT 1 FROM pg_stat_activity WHERE usename = '${role}' AND state = 'active' AND query LIKE '%pg_sleep%'`,
    );
    return rows.length === count;
  });
}

/** Ends it and all that it has started, so that none of them can clean up; the children first, before they lose their parent. */
async function killTree({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) throw new Error('it was not started');
  const all = [pid, ...descendants(pid).map((one) => one.pid)];
  // None of them acts on the end of another.
  for (const one of all) process.kill(one, 'SIGSTOP');
  for (const one of all) process.kill(one, 'SIGKILL');
  for (const one of all) await until(() => Promise.resolve(!isThere(one)));
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a copy whose own process is killed', { ...skipping(skipReason()), timeout: 90_000 }, () => {
  it('is told of, and removed by the next one', async () => {
    const database = await ownedDatabase();
    const project = rehearsed(database.url, SLOW);
    const begun = runners.length;
    const rehearsing = command(project, 'native', ['rehearse', '--yes']);
    await sleeping(database);
    // The one that keeps the copy, and the one that runs migrations on it.
    for (const runner of runners.slice(begun)) runner.kill('SIGKILL');
    const { code, out, err } = await rehearsing;
    expect(code).toBe(1);
    expect(out).toContain('The next rehearsal removes the copy.');
    expect(err).toContain('The run was ended from outside.');
    expect(await database.copies()).toHaveLength(1);
    const next = rehearsed(database.url, { id: 'a' });
    expect(await command(next, 'native', ['rehearse', '--yes'])).toMatchObject({ code: 0 });
    expect(await database.copies()).toEqual([]);
  });
});
