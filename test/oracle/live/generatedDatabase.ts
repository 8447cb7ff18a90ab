import { Client } from 'pg';
import type { CopyReading } from '../../../server/src/dialect/liveDialect';
import { settled } from '../../../server/src/dialect/postgresql/live/elements';
import { differenceText, schemaDifferences } from '../../../server/src/schema/equal';
import { CATALOGUE_LINES } from '../../database/live/catalogue';
import { copyStatements, liveReading } from '../../database/live/liveSchema';
import { fc } from '../../support/random';
import { testSeed } from '../../support/seed';
import { inspected, inspectionDifferences } from './inspected';
import { BEFORE, generatedTable } from './postgresTables';

/** Alembic's own is one like others here. */
const NO_VERSION_TABLE = 'no table of Alembic';

/** What was found of a database of generated tables. */
export interface GeneratedFindings {
  readonly tables: number;
  /** Statements that the server took, and that it refused. */
  readonly run: number;
  readonly refused: ReadonlyMap<string, number>;
  /** Why tables are not followed, with how many are not. */
  readonly doubts: ReadonlyMap<string, number>;
  /** In what the others are not what SQLAlchemy's inspector finds. */
  readonly inspection: readonly string[];
  /** Kinds of what the copy is said to lack. */
  readonly lacks: ReadonlySet<string>;
  /** In what the copy is another database, and another schema. */
  readonly copy: readonly string[];
}

/** Fills an empty database with generated tables, reads it, and makes it again in another one. */
export function generatedFindings(url: string, copyUrl: string, count: number): Promise<GeneratedFindings> {
  const seed = testSeed();
  const tables = Array.from({ length: count }, (_, number) =>
    fc.sample(generatedTable(number), { numRuns: 1, seed: seed + number }).flat(),
  );
  return databaseFindings(url, copyUrl, tables.flat(), BEFORE);
}

/**
 * The same with statements.
 * @param before statements that a server need not know; of the others it is told how many it refuses.
 */
export async function databaseFindings(
  url: string,
  copyUrl: string,
  statements: readonly string[],
  before: readonly string[] = [],
): Promise<GeneratedFindings> {
  const refused = new Map<string, number>();
  let run = 0;
  await connected(url, async (client) => {
    for (const statement of before) await client.query(statement).catch(() => undefined);
    for (const statement of statements) {
      try {
        await client.query(statement);
        run += 1;
      } catch (error) {
        bump(refused, String(error).replace(/"[^ ]*"|\d+/g, '…'));
      }
    }
  });
  const { schema } = await liveReading(url);
  const doubts = new Map<string, number>();
  const unsure = [...schema.tables].filter(([, { doubt }]) => doubt !== null);
  for (const [, { doubt }] of unsure) bump(doubts, doubt?.reason.replace(/`[^`]*`/g, '`…`') ?? '');
  await connected(url, async (client) => {
    for (const [key] of unsure) {
      const [name = '', place = 'public'] = key.split('\0').toReversed();
      await client.query(`DROP TABLE IF EXISTS ${quoted(place)}.${quoted(name)} CASCADE`);
    }
  });
  const reading = await liveReading(url, NO_VERSION_TABLE);
  const [theirs] = inspected([url]);
  if (theirs === undefined) throw new Error('nothing inspected');
  return {
    tables: reading.schema.tables.size,
    run,
    refused,
    doubts,
    inspection: inspectionDifferences(reading.schema, theirs),
    lacks: new Set(reading.lacks.map(({ kind }) => kind)),
    copy: await copyDifferences(url, copyUrl, reading),
  };
}

async function copyDifferences(url: string, copyUrl: string, reading: CopyReading): Promise<readonly string[]> {
  const failed: string[] = [];
  await connected(copyUrl, async (client) => {
    for (const statement of copyStatements(reading)) {
      await client.query(statement).catch((error: unknown) => {
        failed.push(`${String(error)}: ${statement.slice(0, 2000)}`);
      });
    }
  });
  if (failed.length > 0) return failed;
  const again = await liveReading(copyUrl, NO_VERSION_TABLE);
  const [one, other] = [await lines(url), await lines(copyUrl)].map((all) => all.map(withoutStorageOfWhole)) as [
    string[],
    string[],
  ];
  const [before, after] = [new Set(one), new Set(other)];
  return [
    ...schemaDifferences(reading.schema, again.schema, { assignedNames: true, doubts: true }).map(differenceText),
    ...one.filter((line) => !after.has(line)).map((line) => `only in the database: ${line}`),
    ...other.filter((line) => !before.has(line)).map((line) => `only in the copy: ${line}`),
  ];
}

/** A partitioned key is told to lack its storage parameters. */
function withoutStorageOfWhole(line: string): string {
  return / I [pu] /.test(line) ? line.replace(/ WITH \(fillfactor='80'\)|\{fillfactor=80\} /g, '') : line;
}

async function lines(url: string): Promise<readonly string[]> {
  return connected(url, async (client) =>
    (await client.query<{ line: string }>(CATALOGUE_LINES)).rows.map(({ line }) => settled(line)),
  );
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** How many tables were compared, and what was not. */
export function findingsText({ tables, run, refused, doubts, lacks }: GeneratedFindings): string {
  const said = [...refused.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...doubts].map(([reason, count]) => `  ${count} × ${reason}`);
  return [
    `${tables} generated tables, of ${run} statements (the server refused ${said}), compared`,
    ...(reasons.length === 0 ? [] : ['not followed:', ...reasons]),
    ...(lacks.size === 0 ? [] : [`the copy is said to lack: ${[...lacks].join(', ')}`]),
  ].join('\n');
}
