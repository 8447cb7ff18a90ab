import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { differenceText, schemaDifferences } from '../../../server/src/schema/equal';
import type { Schema } from '../../../server/src/schema/schema';
import { SchemaReplay } from '../../../server/src/usecases/schema/schemaReplay';
import { schemaSql } from '../../../server/src/usecases/schema/schemaSql';
import { liveSchema } from '../../database/live/liveSchema';
import { skipping } from '../../support/missing';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { chainCases, packageOrSkip } from '../realProjects/chains';
import { chainProject } from '../sql/chainProject';
import { CANNOT_RUN } from '../sql/initialTables';
import { oraclePython, skipReason } from '../support/venv';
import { inspected, inspectionDifferences } from './inspected';

/** Chains that need their application after a few revisions; `ALEMBIC_WORKBENCH_ORACLE_ALL`: these, too. */
const SHORT = new Set(['superset', 'ironic']);
const EVERY_CHAIN = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL !== undefined;

describe('the live schema, after Alembic has run', skipping(skipReason()), () => {
  const runnable = chainCases((name) => CANNOT_RUN[name] === undefined && (EVERY_CHAIN || !SHORT.has(name)));
  const cases = (['postgresql', 'sqlite'] as const).flatMap((dialect) => runnable.map((one) => ({ ...one, dialect })));
  let compared = 0;
  const folder = mkdtempSync(join(tmpdir(), 'aw-live-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(cases)(
    '$name on $dialect, is what the inspector finds and what is replayed',
    async ({ dialect, ...one }, context) => {
      const { real, chain, name } = one;
      const root = packageOrSkip(real, context);
      const { project, naming, readModule } = await chainProject(one, root, join(folder, `${name}-${dialect}`));
      const schemaContext = { dialect, mode: 'online', sqlalchemy: '2.0', naming } as const;
      const options = { context: schemaContext, engine: null, readModule, environment: BARE_ENVIRONMENT };
      const replayed = new SchemaReplay(options).upTo(project, 'heads') ?? [];
      const databases = await makeDatabases(dialect, join(folder, `${name}-${dialect}`));
      try {
        const [run = '', copy = '', made = ''] = databases.urls;
        const ran = await upgraded(
          run,
          { root, without: chain.without ?? [], ignoreAnnotations: chain.sqlalchemy14 ?? false, naming },
          replayed.map(({ id, document }) => ({ id, file: document.path })),
          databases.urls[3] ?? '',
        );
        const live = await liveSchema(run);
        const doubts = [...live.tables].filter(([, { doubt }]) => doubt !== null).map(([key]) => key);
        expect(doubts).toEqual([]);
        const [theirs] = inspected([run]);
        if (theirs === undefined) throw new Error('nothing inspected');
        expect(inspectionDifferences(live, theirs)).toEqual([]);
        await make(copy, live, schemaContext);
        expect(differences(live, await liveSchema(copy))).toEqual([]);
        const replay = replayed[ran - 1]?.after;
        if (replay === undefined) throw new Error('nothing ran');
        const sure = sureOf(replay, live);
        await make(made, sure, schemaContext);
        expect(differences(sureOf(live, replay), await liveSchema(made))).toEqual([]);
        console.log(
          `${name}, ${dialect}: ${ran} of ${replayed.length} revisions run; ${live.tables.size} tables as the inspector finds them and ` +
            `made again, ${sure.tables.size} of them as replayed`,
        );
        compared += sure.tables.size;
      } finally {
        await databases.drop();
      }
    },
  );

  it('has compared tables with what is replayed', (context) => {
    if (compared === 0) context.skip('no chain could be fetched');
    expect(compared).toBeGreaterThan(40);
  });
});

/** Those tables that are surely known, of which the other schema has something; with what they need. */
function sureOf(schema: Schema, other: Schema): Schema {
  const isSure = (key: string): boolean =>
    [schema, other].every((one) => one.tables.get(key)?.table && one.tables.get(key)?.doubt === null);
  const tables = schema.tables
    .filter((_state, key) => isSure(key))
    .map((state) => ({
      ...state,
      table: state.table && {
        ...state.table,
        constraints: state.table.constraints.filter(
          (one) => one.kind !== 'foreignKey' || (one.referredSchema === null && isSure(one.referredTable)),
        ),
      },
    }));
  const sequences = schema.sequences.filter(
    ({ item }) => item?.ownedBy === undefined || tables.has(item.ownedBy.table),
  );
  return { ...schema, tables, sequences, doubt: null };
}

function differences(before: Schema, after: Schema): readonly string[] {
  return schemaDifferences(before, after, { assignedNames: true, doubts: true }).map(differenceText);
}

/** Runs revisions by the pinned Alembic; how many ran. */
async function upgraded(
  url: string,
  chain: object,
  revisions: readonly { readonly id: string; readonly file: string }[],
  scratch: string,
): Promise<number> {
  const nothing = { engine: null, tables: {}, doubted: [], doubtedNames: [], enums: {}, sureEnums: [], isAll: false };
  const task = { ...chain, url, scratch, every: 1e9, revisions: revisions.map((one) => ({ ...one, ...nothing })) };
  const program = join(import.meta.dirname, '../sql/schemaRun.py');
  const asked = promisify(execFile)(oraclePython(), [program], { maxBuffer: 2 ** 28 });
  asked.child.stdin?.end(JSON.stringify(task));
  const { stdout } = await asked;
  const answers = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly error?: string });
  return answers.filter(({ error }) => error === undefined).length;
}

async function make(url: string, schema: Schema, context: Context): Promise<void> {
  const made = schemaSql(schema, context);
  if (!made.ok) throw new Error(made.error);
  if (context.dialect === 'sqlite') {
    const database = new Database(url.slice('sqlite:///'.length));
    database.exec(made.value.join('\n'));
    database.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of made.value) {
      await client.query(statement).catch((error: unknown) => {
        throw new Error(`${String(error)}: ${statement}`);
      });
    }
  } finally {
    await client.end();
  }
}

interface Databases {
  readonly urls: readonly string[];
  drop(): Promise<void>;
}

async function makeDatabases(dialect: DialectName, path: string): Promise<Databases> {
  if (dialect === 'sqlite') {
    const urls = ['run', 'copy', 'made'].map((name) => `sqlite:///${path.replaceAll(' ', '_')}-${name}.db`);
    return { urls: [...urls, 'sqlite://'], drop: () => Promise.resolve() };
  }
  const made: TestDatabase[] = [];
  for (let count = 0; count < 4; count += 1) made.push(await createTestDatabase());
  return {
    urls: made.map(({ url }) => url),
    drop: async () => {
      await Promise.all(made.map((one) => one.drop()));
    },
  };
}
