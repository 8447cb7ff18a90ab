import type { IndexElement, OptionValue } from '../../schema/model';
import { indexNamed, tablesOfIndex } from '../../schema/lookup';
import { withTable } from '../../schema/schema';
import { finalName } from './sqlConstraints';
import { change, operations, type ReadStatement } from './sqlEffect';
import { notRead, type SqlReader } from './sqlReader';

/** Behind `CREATE INDEX` or `CREATE UNIQUE INDEX`. @throws NotRead */
export function createIndex(unique: boolean): ReadStatement {
  return (reader, { place }) => {
    reader.take('CONCURRENTLY');
    const ifNotExists = reader.ifNotExists();
    // Without a name PostgreSQL makes one up.
    const name = reader.is('ON') ? notRead('an index without a name') : reader.qualified();
    reader.expect('ON');
    reader.take('ONLY');
    const table = reader.qualified();
    const dialect = reader.dialect;
    const options: Record<string, OptionValue> = {};
    if (reader.take('USING')) options[`${dialect}_using`] = { kind: 'string', value: reader.name() };
    const ops: (readonly [string, OptionValue])[] = [];
    const elements = reader.list(() => element(reader, ops));
    if (ops.length > 0) options.postgresql_ops = { kind: 'mapping', entries: ops };
    if (reader.take('INCLUDE')) {
      options.postgresql_include = reader.list(() => ({ kind: 'string', value: reader.name() }) as const);
    }
    if (reader.take('NULLS', 'NOT', 'DISTINCT')) {
      options.postgresql_nulls_not_distinct = { kind: 'boolean', value: true };
    }
    if (dialect === 'mysql' && reader.take('USING')) options.mysql_using = { kind: 'string', value: reader.name() };
    if (reader.take('WHERE')) options[`${dialect}_where`] = reader.until(() => false);
    reader.expectEnd();
    // An index stands in the schema of its table, in SQLite that of its name.
    const schema = dialect === 'sqlite' ? (name.schema ?? table.schema) : table.schema;
    return operations({
      kind: 'createIndex',
      place,
      name: finalName(name.name),
      table: table.name,
      schema,
      elements,
      unique,
      ifNotExists: ifNotExists ? true : null,
      options,
    });
  };
}

/** A column, a column with its order, or an expression; operator classes go to `ops`. */
function element(reader: SqlReader, ops: (readonly [string, OptionValue])[]): IndexElement {
  const plain = reader.attempt((): IndexElement => {
    const name = reader.name();
    if (reader.is(',') || reader.is(')')) return { kind: 'columnName', name };
    if (reader.dialect !== 'postgresql' || reader.is('ASC') || reader.is('DESC') || reader.is('NULLS'))
      return notRead('');
    if (reader.is('COLLATE')) return notRead('');
    ops.push([name, { kind: 'string', value: reader.name() }]);
    return reader.is(',') || reader.is(')') ? { kind: 'columnName', name } : notRead('');
  });
  if (plain !== null) return plain;
  if (reader.dialect === 'mysql') notRead('an order or a length of a column');
  return reader.until(() => false);
}

/** Behind `DROP INDEX`. @throws NotRead */
export const dropIndex: ReadStatement = (reader, { place }) => {
  reader.take('CONCURRENTLY');
  const ifExists = reader.ifExists();
  const names = reader.commas(() => reader.qualified());
  const table = reader.take('ON') ? reader.qualified() : null;
  reader.takeOne('CASCADE', 'RESTRICT');
  reader.expectEnd();
  return operations(
    ...names.map(
      ({ name, schema }) =>
        ({
          kind: 'dropIndex',
          place,
          name: finalName(name),
          table: table?.name ?? null,
          schema: table?.schema ?? schema,
          ifExists: ifExists ? true : null,
          options: {},
        }) as const,
    ),
  );
};

/** Behind `ALTER INDEX`: to rename one. @throws NotRead, also for that of a key */
export const alterIndex: ReadStatement = (reader, { schema }) => {
  reader.ifExists();
  const { name, schema: inSchema } = reader.qualified();
  if (!reader.take('RENAME', 'TO')) return notRead('ALTER INDEX');
  const to = finalName(reader.name());
  reader.expectEnd();
  const [key, ...more] = tablesOfIndex(schema, name, inSchema);
  if (key === undefined || more.length > 0) return notRead('an index that is not known');
  return [
    change((before) => {
      const state = before.tables.get(key);
      if (!state?.table) return before;
      const found = indexNamed(state.table, name, before.dialect);
      const indexes = state.table.indexes.map((one) => (one === found ? { ...one, name: to } : one));
      return withTable(before, key, { ...state, table: { ...state.table, indexes } });
    }),
  ];
};
