import type { Constraint, DialectOptions, Index, OptionValue } from '../../schema/model';
import { columnDefinition, inTable, type ReadColumn } from './sqlColumns';
import { columnNames, finalName, tableConstraint } from './sqlConstraints';
import { NOTHING, operations, type ReadStatement, type SqlEffect, type SqlScope } from './sqlEffect';
import { notRead, type SqlReader } from './sqlReader';
import { withoutReferences } from './sqlReferences';

/** Behind `CREATE TABLE`. @throws NotRead */
export const createTable: ReadStatement = (reader, scope) => {
  const ifNotExists = reader.ifNotExists();
  const table = reader.qualified();
  const { columns, constraints, indexes } = tableItems(reader, scope);
  const { options, comment } = tableOptions(reader);
  reader.expectEnd();
  const keys = constraints.filter((one) => one.kind === 'primaryKey');
  if (keys.length > 1) notRead('two primary keys');
  const key = keys[0]?.columns ?? [];
  const numbered = reader.dialect === 'sqlite' && columns.some(({ isNumbered }) => isNumbered);
  return operations({
    kind: 'createTable',
    place: scope.place,
    table: table.name,
    schema: table.schema,
    items: [...columns.map((column) => inTable(column, key, table, reader)), ...constraints, ...indexes],
    ifNotExists: ifNotExists ? true : null,
    comment,
    prefixes: [],
    options: numbered ? { ...options, sqlite_autoincrement: { kind: 'boolean', value: true } } : options,
  });
};

interface Items {
  readonly columns: ReadColumn[];
  readonly constraints: Constraint[];
  readonly indexes: Index[];
}

function tableItems(reader: SqlReader, scope: SqlScope): Items {
  const items: Items = { columns: [], constraints: [], indexes: [] };
  reader.list(() => {
    const index = reader.dialect === 'mysql' ? mysqlIndex(reader) : null;
    const constraint = index === null ? reader.attempt(() => tableConstraint(reader, scope)) : null;
    if (index !== null) items.indexes.push(index);
    else if (constraint !== null) items.constraints.push(constraint);
    else {
      const column = columnDefinition(reader, scope);
      items.columns.push(column);
      items.constraints.push(...column.constraints);
    }
  });
  return items;
}

/** `KEY name (a)` */
function mysqlIndex(reader: SqlReader): Index | null {
  return reader.attempt(() => {
    if (reader.takeOne('KEY', 'INDEX') === null) return null;
    const name = finalName(reader.name());
    const elements = columnNames(reader).map((column) => ({ kind: 'columnName', name: column }) as const);
    if (!reader.is(',') && !reader.is(')')) notRead('an option of an index');
    return { kind: 'index', name, elements, unique: false, options: {} };
  });
}

interface TableOptions {
  readonly options: DialectOptions;
  readonly comment: string | null;
}

/** What stands behind the parentheses. */
function tableOptions(reader: SqlReader): TableOptions {
  const options: Record<string, OptionValue> = {};
  const text = (value: string): OptionValue => ({ kind: 'string', value });
  const flag = (value: boolean): OptionValue => ({ kind: 'boolean', value });
  let comment: string | null = null;
  while (!reader.isDone) {
    if (reader.dialect === 'sqlite') {
      if (reader.take('WITHOUT', 'ROWID')) options.sqlite_with_rowid = flag(false);
      else if (reader.take('STRICT')) options.sqlite_strict = flag(true);
      else notRead(reader.next?.text ?? '');
      reader.take(',');
    } else if (reader.dialect === 'mysql') {
      reader.take('DEFAULT');
      if (reader.take('COMMENT')) {
        reader.take('=');
        comment = reader.string();
      } else {
        const name = mysqlOption(reader);
        reader.take('=');
        options[name] = text(reader.next?.kind === 'number' ? String(reader.integer()) : reader.name());
      }
    } else if (reader.take('PARTITION', 'BY')) {
      const method = reader.takeOne('RANGE', 'LIST', 'HASH') ?? notRead('PARTITION BY');
      const by = reader.parenthesised();
      options.postgresql_partition_by = text(`${method} (${by.kind === 'text' ? by.sql : ''})`);
    } else if (reader.take('TABLESPACE')) options.postgresql_tablespace = text(reader.name());
    else notRead(reader.next?.text ?? '');
  }
  return { options, comment };
}

function mysqlOption(reader: SqlReader): string {
  if (reader.take('CHARACTER', 'SET') || reader.take('CHARSET')) return 'mysql_default_charset';
  const name = reader.takeOne('ENGINE', 'COLLATE', 'AUTO_INCREMENT', 'ROW_FORMAT') ?? notRead('an option of a table');
  return `mysql_${name.toLowerCase()}`;
}

/** Behind `DROP TABLE`. @throws NotRead */
export const dropTable: ReadStatement = (reader, scope) => {
  const ifExists = reader.ifExists();
  const tables = reader.commas(() => reader.qualified());
  const cascade = reader.takeOne('CASCADE', 'RESTRICT') === 'CASCADE';
  reader.expectEnd();
  return tables.flatMap((table): readonly SqlEffect[] => [
    ...(cascade && reader.dialect === 'postgresql' ? withoutReferences(table) : NOTHING),
    ...operations({
      kind: 'dropTable',
      place: scope.place,
      table: table.name,
      schema: table.schema,
      ifExists: ifExists ? true : null,
      options: {},
    }),
  ]);
};
