import type { CopyReading } from '../../../server/src/dialect/liveDialect';
import { readCopied, readSchema } from '../../../server/src/runner/readState';
import type { Schema } from '../../../server/src/schema/schema';
import { schemaOfJson } from '../../../server/src/schema/schemaJson';
import { schemaSql } from '../../../server/src/usecases/schema/schemaSql';

/** What a database holds, as the runner says it. */
export async function liveSchema(url: string, versionTable = 'alembic_version'): Promise<Schema> {
  const reading = await readSchema(question(url, versionTable), new AbortController().signal);
  if (!reading.ok) throw new Error(reading.error.message);
  return schemaOfJson(reading.value.schema);
}

/** The same, with what is read with it for a copy. */
export async function liveReading(url: string, versionTable = 'alembic_version'): Promise<CopyReading> {
  const reading = await readCopied(question(url, versionTable), new AbortController().signal);
  if (!reading.ok) throw new Error(reading.error.message);
  return { ...reading.value, schema: schemaOfJson(reading.value.schema) };
}

function question(url: string, versionTable: string): Parameters<typeof readSchema>[0] {
  return { url, workingDirectory: '/', versionTable: { name: versionTable, schema: null }, environment: {} };
}

/** All that makes a database again that was read. */
export function copyStatements({ schema, groundwork, completion }: Omit<CopyReading, 'lacks'>): readonly string[] {
  const made = schemaSql(schema, { dialect: schema.dialect, mode: 'online', sqlalchemy: '2.0', naming: null });
  if (!made.ok) throw new Error(made.error);
  return [...groundwork, ...made.value, ...completion];
}
