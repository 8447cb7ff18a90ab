import { pathToUri } from '../../common/fileUri';
import type { EngineResult } from '../../engine/engine';
import type { LiveDatabaseInfo, LiveTableInfo, LiveTableRow, MadeBy } from '../../protocol/liveTables';
import type { Context } from '../../schema/context';
import type { SqlExpression } from '../../schema/expression';
import { tableKey } from '../../schema/lookup';
import type { Column, Constraint, Index, IndexElement, Table } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import { inTurns } from '../../workspace/scheduler';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { EngineContext } from '../engineContext';
import { type LiveDatabase, readLiveSchemas } from './liveSchema';
import { type Origin, originsOf, type TableOrigin } from './origins';
import type { ProjectReadings } from './projectReadings';
import { byKey, shownKey } from './schemaText';
import { columnSql } from './tableSql';

interface ListedDatabase {
  readonly live: LiveDatabase;
  readonly context: Context;
  /** Null where the revisions cannot be ordered. */
  readonly origins: { readonly of: ReadonlyMap<string, TableOrigin>; readonly schema: Schema } | null;
}

/** What the databases of projects hold, as they were last listed, each thing with the revision that made it. */
export class LiveTables {
  readonly #listed = new Map<string, readonly ListedDatabase[]>();

  /** Reads the databases of a project anew. */
  async list(
    project: ProjectSnapshot,
    { engine, readings }: { readonly engine: EngineContext; readonly readings: ProjectReadings },
    signal: AbortSignal,
  ): Promise<EngineResult<readonly LiveDatabaseInfo[]>> {
    this.#listed.delete(project.config.id);
    const read = await readLiveSchemas(project.config, engine, signal);
    if (!read.ok) return read;
    const listed: ListedDatabase[] = [];
    for (const live of read.value) listed.push(await withOrigins(project, live, readings, signal));
    this.#listed.set(project.config.id, listed);
    return { ok: true, value: listed.map(databaseInfo) };
  }

  /** The parts of a table as it was listed; null: it was not. */
  table(projectId: string, database: number, shown: string): readonly LiveTableRow[] | null {
    const listed = this.#listed.get(projectId)?.[database];
    const found = listed?.live.schema.tables.findEntry((_state, key) => shownKey(key) === shown);
    const table = found?.[1].table;
    return listed === undefined || !table ? null : tableRows(table, listed);
  }
}

async function withOrigins(
  project: ProjectSnapshot,
  live: LiveDatabase,
  readings: ProjectReadings,
  signal: AbortSignal,
): Promise<ListedDatabase> {
  const { dialect } = live.schema;
  const { context } = readings.options(project, dialect, 'online');
  const replay = readings.replay(project, dialect, live.name);
  // Where the database stands: what is pending may rename its tables.
  const [only, ...more] = live.rows;
  const target = only !== undefined && more.length === 0 && project.chain.map.revisions.has(only) ? only : 'heads';
  const replayed = await inTurns(replay.steps(project, target), signal);
  const last = replayed?.at(-1)?.after;
  const origins = replayed === null || last === undefined ? null : { of: originsOf(replayed), schema: last };
  return { live, context: { ...context, naming: null }, origins };
}

function databaseInfo(listed: ListedDatabase): LiveDatabaseInfo {
  const { identity, name, rows, schema, guessedFrom } = listed.live;
  return {
    label: name === null ? identity.label : `${name}: ${identity.label}`,
    current: rows,
    ...(guessedFrom !== null && { guessedFrom }),
    tables: byKey(schema.tables).map(([key, { table, doubt }]): LiveTableInfo => {
      const origin = table === null ? null : (originOf(table, listed)?.table ?? null);
      return {
        name: shownKey(key),
        columnCount: table?.columns.length ?? 0,
        ...(table?.comment && { comment: table.comment }),
        ...(doubt !== null && { doubt: doubt.reason }),
        ...madeBy(origin),
      };
    }),
  };
}

function originOf({ name, schema }: Table, { origins }: ListedDatabase): TableOrigin | undefined {
  const key = origins === null ? null : tableKey(origins.schema, name, schema);
  return key === null ? undefined : origins?.of.get(key);
}

function madeBy(origin: Origin | null | undefined): { readonly madeBy?: MadeBy } {
  if (!origin) return {};
  const { id, document } = origin;
  return { madeBy: { id, message: document.script?.message ?? '', uri: pathToUri(document.path) } };
}

function tableRows(table: Table, listed: ListedDatabase): readonly LiveTableRow[] {
  const origin = originOf(table, listed);
  const item = ({ name }: Constraint | Index) => madeBy(name === null ? null : origin?.items.get(name.text));
  return [
    ...table.columns.map((column): LiveTableRow => ({
      label: column.name,
      detail: columnDetail(table, column, listed.context),
      shape: 'column',
      ...(column.comment && { comment: column.comment }),
      ...madeBy(origin?.columns.get(column.name)),
    })),
    ...table.constraints.map((one): LiveTableRow => ({
      label: one.name?.text ?? KINDS[one.kind].toLowerCase(),
      detail: constraintDetail(one),
      shape: one.kind === 'primaryKey' || one.kind === 'foreignKey' ? 'key' : 'constraint',
      ...item(one),
    })),
    ...table.indexes.map((one): LiveTableRow => ({
      label: one.name?.text ?? 'index',
      detail: `${one.unique ? 'unique ' : ''}(${one.elements.map(elementText).join(', ')})`,
      shape: 'index',
      ...item(one),
    })),
  ];
}

/** What stands behind the name in CREATE TABLE. */
function columnDetail(table: Table, column: Column, context: Context): string {
  const written = columnSql(table, column, context);
  return written.ok ? written.value.replace(/^(?:"(?:[^"]|"")*"|\S+)\s*/, '') : written.error;
}

const KINDS: Readonly<Record<Constraint['kind'], string>> = {
  primaryKey: 'PRIMARY KEY',
  unique: 'UNIQUE',
  foreignKey: 'FOREIGN KEY',
  check: 'CHECK',
  exclude: 'EXCLUDE',
};

function constraintDetail(one: Constraint): string {
  const kind = KINDS[one.kind];
  switch (one.kind) {
    case 'primaryKey':
    case 'unique':
      return `${kind} (${one.columns.join(', ')})`;
    case 'foreignKey': {
      const { columns, referredSchema, referredTable, referredColumns } = one;
      const table = referredSchema === null ? referredTable : `${referredSchema}.${referredTable}`;
      return `${kind} (${columns.join(', ')}) → ${table} (${referredColumns.join(', ')})`;
    }
    case 'check':
      return `${kind} (${expressionText(one.condition)})`;
    case 'exclude':
      return `${kind} (${one.elements.map(({ expression, operator }) => `${elementText(expression)} WITH ${operator}`).join(', ')})`;
  }
}

function elementText(element: IndexElement): string {
  return element.kind === 'columnName' ? element.name : expressionText(element);
}

/** What was read from a database is text. */
function expressionText(expression: SqlExpression): string {
  return 'sql' in expression ? expression.sql.replaceAll('\\:', ':') : '…';
}
