import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { WatchedEngine, onlyCancel } from './support/engines';

/** What the tests look at in a database, without Alembic. */
interface Truth {
  readonly rows: readonly string[] | null;
  readonly tables: readonly string[];
}

interface Place {
  readonly url: string;
  readonly transactional: boolean;
  truth(root: string): Promise<Truth>;
  drop(): Promise<void>;
}

const KINDS: Readonly<Record<string, () => Promise<Place>>> = {
  SQLite: () =>
    Promise.resolve({
      url: 'sqlite:///shop.db',
      transactional: false,
      truth: (root) => {
        const file = join(root, 'shop.db');
        if (!existsSync(file)) return Promise.resolve({ rows: null, tables: [] });
        const database = new Database(file, { readonly: true });
        try {
          const tables = database
            .prepare("select name from sqlite_master where type = 'table'")
            .pluck()
            .all()
            .map(String);
          return Promise.resolve(
            truth(tables, () => database.prepare('select version_num from alembic_version').pluck().all()),
          );
        } finally {
          database.close();
        }
      },
      drop: () => Promise.resolve(),
    }),
  PostgreSQL: async () => {
    const created = await createTestDatabase();
    return {
      url: created.url,
      transactional: true,
      truth: async () => {
        const client = new Client({ connectionString: created.url });
        await client.connect();
        try {
          const list = await client.query<{ name: string }>(
            "select table_name as name from information_schema.tables where table_schema = 'public'",
          );
          const tables = list.rows.map(({ name }) => name);
          const rows = tables.includes('alembic_version')
            ? (await client.query<{ version_num: string }>('select version_num from alembic_version')).rows
            : [];
          return truth(tables, () => rows.map(({ version_num }) => version_num));
        } finally {
          await client.end();
        }
      },
      drop: () => created.drop(),
    };
  },
};

function truth(tables: readonly string[], rows: () => unknown[]): Truth {
  return {
    rows: tables.includes('alembic_version') ? rows().map(String).sort() : null,
    tables: tables.filter((name) => name.startsWith('t_')).sort(),
  };
}

describe.each(Object.entries(KINDS))('the project’s own Alembic on %s', (_, open) => {
  const cleanups: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function setUp(
    fill: (project: AlembicProject) => void,
  ): Promise<{ place: Place; watched: WatchedEngine; project: AlembicProject; look: () => Promise<Truth> }> {
    const place = await open();
    cleanups.push(() => place.drop());
    const project = new AlembicProject(place.url);
    cleanups.push(() => {
      project.remove();
    });
    fill(project);
    return { place, watched: new WatchedEngine(project), project, look: () => place.truth(project.root) };
  }

  it('says which database env.py opens, and leaves it as it is', async () => {
    const { watched, look, place } = await setUp((project) => {
      project.chain('a', 'b');
    });
    const database = await watched.database();
    expect(database).toMatchObject({ rows: [], versionTableExists: false, inTransaction: false });
    expect(database.transactionalDdl).toBe(place.transactional);
    expect(database.identity.url).not.toContain('aw_test@');
    expect(await look()).toEqual({ rows: null, tables: [] });
  });

  it('upgrades, downgrades and stamps, and says which revision it is at', async () => {
    const { watched, look } = await setUp((project) => {
      project.chain('a', 'b', 'c');
    });
    expect(await watched.run('upgrade', 'head', ['a', 'b', 'c'])).toEqual({ error: null, done: 3 });
    expect(await look()).toEqual({ rows: ['c'], tables: ['t_a', 't_b', 't_c'] });
    expect(
      watched.progress.map(({ phase, step, done, total }) => `${phase} ${step.revision} ${done}/${total}`),
    ).toEqual([
      'starting a 0/3',
      'applied a 1/3',
      'starting b 1/3',
      'applied b 2/3',
      'starting c 2/3',
      'applied c 3/3',
    ]);
    expect(watched.output.join('\n')).toContain('Running upgrade a -> b');

    expect((await watched.run('downgrade', '-1', ['c'])).error).toBeNull();
    expect(await look()).toEqual({ rows: ['b'], tables: ['t_a', 't_b'] });
    expect((await watched.run('stamp', 'c', ['c'])).error).toBeNull();
    expect(await look()).toEqual({ rows: ['c'], tables: ['t_a', 't_b'] });
    expect((await watched.run('stamp', 'base', ['base'])).error).toBeNull();
    expect(await look()).toEqual({ rows: [], tables: ['t_a', 't_b'] });
  });

  it('has no deadline when it writes', async () => {
    const { watched, look, project } = await setUp((made) => {
      made.revision({ id: 'a', upgrade: 'time.sleep(1)' });
    });
    const expected = [{ database: await watched.database(), steps: [{ kind: 'upgrade', revision: 'a' }] }] as const;
    // One that no reading can keep.
    const hasty = new WatchedEngine(project, { deadline: 1 });
    expect(await hasty.identify()).toMatchObject({ error: { code: 'timeout' } });
    const request = { command: 'upgrade', targets: ['head'], options: [], expected } as const;
    const report = await hasty.engine.run(request, hasty.listener, onlyCancel(new AbortController().signal));
    expect(report).toEqual({ error: null, done: 1 });
    expect((await look()).rows).toEqual(['a']);
  });

  it('follows merges and depends_on', async () => {
    const { watched, look } = await setUp((project) => {
      project.revision({ id: 'root' });
      project.revision({ id: 'left', down: 'root' });
      project.revision({ id: 'right', down: 'root' });
      project.revision({ id: 'merge', down: ['left', 'right'] });
      project.revision({ id: 'other', dependsOn: 'left' });
    });
    expect((await watched.run('upgrade', 'heads', ['root', 'left', 'right', 'merge', 'other'])).error).toBeNull();
    expect((await look()).rows).toEqual(['merge', 'other']);
    expect((await watched.run('downgrade', 'merge-1', ['merge'])).error?.code).toBe('commandFailed');
  });

  it('leaves what the database says when the third of five revisions fails', async () => {
    const { watched, look, place } = await setUp((project) => {
      project.chain('a', 'b', 'c', 'd', 'e');
      project.revision({ id: 'c', down: 'b', upgrade: 'op.execute("SELECT nonsense FROM nowhere")' });
    });
    const report = await watched.run('upgrade', 'head', ['a', 'b', 'c', 'd', 'e']);
    expect(report.error).toMatchObject({ code: 'commandFailed', revision: 'c' });
    expect(report.error?.message).toMatch(/^Revision c failed: .*nowhere/s);
    expect(report.error?.details).toContain('versions/c.py');
    const found = await look();
    expect(found).toEqual(place.transactional ? { rows: null, tables: [] } : { rows: ['b'], tables: ['t_a', 't_b'] });
    expect((await watched.database()).rows).toEqual(found.rows ?? []);
  });

  it('ends in the middle of a revision when it is cancelled', async () => {
    const { watched, look, place } = await setUp((project) => {
      project.chain('a', 'b', 'c');
      project.revision({ id: 'b', down: 'a', upgrade: 'time.sleep(60)' });
    });
    const controller = new AbortController();
    watched.onProgress = ({ phase, step }) => {
      if (phase === 'starting' && step.revision === 'b')
        setTimeout(() => {
          controller.abort();
        }, 300);
    };
    const started = Date.now();
    const report = await watched.run('upgrade', 'head', ['a', 'b', 'c'], controller.signal);
    expect(report.error?.code).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(20_000);
    const found = await look();
    expect(found).toEqual(place.transactional ? { rows: null, tables: [] } : { rows: ['a'], tables: ['t_a'] });
    expect((await watched.database()).rows).toEqual(found.rows ?? []);
  });

  it('interrupts a statement that the database is busy with', async () => {
    const slow = `op.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT count(*) FROM n")`;
    const { watched, look } = await setUp((project) => {
      project.revision({ id: 'a', upgrade: slow });
    });
    const controller = new AbortController();
    watched.onProgress = () =>
      setTimeout(() => {
        controller.abort();
      }, 500);
    const started = Date.now();
    const report = await watched.run('upgrade', 'head', ['a'], controller.signal);
    expect(report.error?.code).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(20_000);
    expect((await look()).rows ?? []).toEqual([]);
  });

  it('stops before the first step when the steps are not those confirmed', async () => {
    const { watched, look, project } = await setUp((project) => {
      project.chain('a');
    });
    const database = await watched.database();
    project.revision({ id: 'b', down: 'a' });
    const expected = [{ database, steps: [{ kind: 'upgrade', revision: 'a' }] }] as const;
    const signal = new AbortController().signal;
    const report = await watched.engine.run(
      { command: 'upgrade', targets: ['head'], options: [], expected },
      watched.listener,
      onlyCancel(signal),
    );
    expect(report.error?.code).toBe('changedPlan');
    expect(report.error?.message).toContain('a, b');
    expect(await look()).toEqual({ rows: null, tables: [] });
  });

  it('stops before the first step when the database is at another revision', async () => {
    const { watched, look } = await setUp((project) => {
      project.chain('a', 'b');
    });
    const database = await watched.database();
    await watched.run('upgrade', 'a', ['a']);
    const steps = [{ kind: 'upgrade', revision: 'b' }] as const;
    const signal = new AbortController().signal;
    const request = { command: 'upgrade', targets: ['head'], options: [], expected: [{ database, steps }] } as const;
    const report = await watched.engine.run(request, watched.listener, onlyCancel(signal));
    expect(report.error?.code).toBe('changedDatabase');
    expect(report.error?.message).toContain('it is at a now');
    expect(await look()).toEqual({ rows: ['a'], tables: ['t_a'] });
  });

  it('chains the user’s own on_version_apply', async () => {
    const { watched, project } = await setUp((project) => {
      project.chain('a');
      project.env({
        start: 'def told(step, **kw):\n    print("USER", step.up_revision_id)',
        configure: 'on_version_apply=told',
      });
    });
    expect((await watched.run('upgrade', 'head', ['a'])).error).toBeNull();
    expect(watched.output).toContain('USER a');
    expect(project.root).not.toBe('');
  });
});
