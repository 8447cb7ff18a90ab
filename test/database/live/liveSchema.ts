import type { LiveReading } from '../../../server/src/dialect/liveDialect';
import { readSchema } from '../../../server/src/runner/readState';
import type { Schema } from '../../../server/src/schema/schema';
import { schemaOfJson } from '../../../server/src/schema/schemaJson';
import { schemaSql } from '../../../server/src/usecases/schema/schemaSql';

/** What a database holds, as the runner says it. */
export async function liveSchema(url: string, versionTable = 'alembic_version'): Promise<Schema> {
  return (await liveReading(url, versionTable)).schema;
}

/** The same, with what else is read with it. */
export async function liveReading(url: string, versionTable = 'alembic_version'): Promise<LiveReading> {
  const reading = await readSchema(
    { url, workingDirectory: '/', versionTable: { name: versionTable, schema: null }, environment: {} },
    new AbortController().signal,
  );
  if (!reading.ok) throw new Error(reading.error.message);
  return { ...reading.value, schema: schemaOfJson(reading.value.schema) };
}

/** All that makes a database again that was read. */
export function copyStatements({ schema, groundwork, completion }: Omit<LiveReading, 'lacks'>): readonly string[] {
  const made = schemaSql(schema, { dialect: schema.dialect, mode: 'online', sqlalchemy: '2.0', naming: null });
  if (!made.ok) throw new Error(made.error);
  return [...groundwork, ...made.value, ...completion];
}
