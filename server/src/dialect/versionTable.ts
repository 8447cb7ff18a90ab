/** Where Alembic keeps the applied revisions: `version_table` and `version_table_schema` of `context.configure()`. */
export interface VersionTable {
  readonly name: string;
  readonly schema: string | null;
}

/** What a version table holds. */
export interface VersionRows {
  readonly exists: boolean;
  readonly rows: readonly string[];
}

/** The same, and where the connection leads by its own word (`StateReading.live`). */
export interface LiveRows extends VersionRows {
  readonly live: readonly (string | null)[];
}

/** The statement that reads it; SQLite and PostgreSQL quote names alike. */
export function selectVersions(table: VersionTable): string {
  const name = quoteName(table.name);
  return `SELECT version_num FROM ${table.schema === null ? name : `${quoteName(table.schema)}.${name}`}`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
