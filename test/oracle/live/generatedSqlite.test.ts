import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differenceText, schemaDifferences } from '../../../server/src/schema/equal';
import type { Schema } from '../../../server/src/schema/schema';
import { copyStatements, liveReading } from '../../database/live/liveSchema';
import { sqliteLines } from '../../database/live/sqliteLines';
import { skipping } from '../../support/missing';
import { fc } from '../../support/random';
import { testSeed } from '../../support/seed';
import { skipReason } from '../support/venv';
import { inspected, inspectionDifferences, SURE_ON_SQLITE } from './inspected';
import { BEFORE_SQLITE, generatedSqliteTable } from './sqliteTables';

/** `ALEMBIC_WORKBENCH_GENERATED_TABLES`: so many tables instead. */
const COUNT = Number(process.env.ALEMBIC_WORKBENCH_GENERATED_TABLES ?? 300);

describe('the live schema of generated tables of SQLite', skipping(skipReason()), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aw-generated-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what the inspector finds, and is made again', async () => {
    const [path, copy] = [join(folder, 'one.db'), join(folder, 'copy.db')];
    const refused = fill(path);
    const { schema } = await liveReading(`sqlite:///${path}`);
    const unsure = [...schema.tables].filter(([, { doubt }]) => doubt !== null).map(([name]) => name);
    drop(path, unsure);
    const reading = await liveReading(`sqlite:///${path}`);
    const [theirs] = inspected([`sqlite:///${path}`]);
    if (theirs === undefined) throw new Error('nothing inspected');
    expect(inspectionDifferences(reading.schema, theirs, SURE_ON_SQLITE).slice(0, 10)).toEqual([]);
    run(copy, copyStatements(reading));
    const again = await liveReading(`sqlite:///${copy}`);
    expect(differences(reading.schema, again.schema).slice(0, 10)).toEqual([]);
    const [one, other] = [sqliteLines(path), sqliteLines(copy)].map(
      // A foreign key that names no columns is made again with those that it means.
      (lines) => new Set(lines.filter((line) => !line.startsWith('["key"'))),
    );
    expect([...(one ?? [])].filter((line) => other?.has(line) !== true).slice(0, 10)).toEqual([]);
    expect([...(other ?? [])].filter((line) => one?.has(line) !== true).slice(0, 10)).toEqual([]);
    console.log(
      `${reading.schema.tables.size} generated tables of SQLite compared (it refused ${refused} statements), ${unsure.length} are not followed`,
    );
    expect(reading.schema.tables.size).toBeGreaterThan(COUNT / 2);
  });
});

/** How many statements SQLite refused. */
function fill(path: string): number {
  const database = new Database(path);
  let refused = 0;
  database.exec(BEFORE_SQLITE);
  for (let number = 0; number < COUNT; number += 1) {
    for (const statement of fc.sample(generatedSqliteTable(number), { numRuns: 1, seed: testSeed() + number }).flat()) {
      try {
        database.exec(statement);
      } catch {
        refused += 1;
      }
    }
  }
  database.close();
  return refused;
}

function drop(path: string, tables: readonly string[]): void {
  run(
    path,
    tables.map((name) => `DROP TABLE "${name.replaceAll('"', '""')}"`),
  );
}

function run(path: string, statements: readonly string[]): void {
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  for (const statement of statements) database.exec(statement);
  database.close();
}

function differences(before: Schema, after: Schema): readonly string[] {
  return schemaDifferences(before, after).map(differenceText);
}
