import type { LiveReading } from '../../../server/src/dialect/liveDialect';
import { readSchema } from '../../../server/src/runner/readState';
import type { Schema } from '../../../server/src/schema/schema';
import { schemaOfJson } from '../../../server/src/schema/schemaJson';

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
