import type { Column, Table } from '../../schema/model';
import { enumAt, enumKey } from '../../schema/lookup';
import { type Doubt, type EnumType, type Schema, schemaKey, type TableState, withTable } from '../../schema/schema';
import type { SqlType } from '../../schema/sqlType';
import { libraryType } from '../../schema/sqlType';
import { isType, stringArgument, typeArgument } from '../../sqlalchemy/typeArguments';
import { change, NOTHING, operations, type ReadStatement, type SqlEffect } from './sqlEffect';
import { notRead, type SqlName, type SqlReader } from './sqlReader';

/** Behind `CREATE TYPE`: of all kinds a schema holds the enums. @throws NotRead */
export const createType: ReadStatement = (reader, { place }) => {
  const { name, schema } = reader.qualified();
  if (!reader.take('AS', 'ENUM')) return NOTHING;
  reader.expect('(');
  const labels = reader.is(')') ? [] : reader.commas(() => reader.string());
  reader.expect(')');
  reader.expectEnd();
  return operations({ kind: 'createEnum', place, type: enumType({ name, schema, labels }), checkFirst: false });
};

function enumType({ name, schema, labels }: EnumType): SqlType {
  const enums = labels.map((value) => ({ kind: 'string', value }) as const);
  return libraryType('postgresql', 'ENUM', {
    enums,
    labels: enums,
    name: { kind: 'string', value: name },
    ...(schema === null ? {} : { schema: { kind: 'string', value: schema } }),
  });
}

/** Behind `DROP TYPE`. @throws NotRead */
export const dropType: ReadStatement = (reader, { schema, place }) => {
  const ifExists = reader.ifExists();
  const names = reader.commas(() => reader.qualified());
  const cascade = reader.takeOne('CASCADE', 'RESTRICT') === 'CASCADE';
  reader.expectEnd();
  return names.flatMap((name): readonly SqlEffect[] => {
    // What is no enum is none of a schema's things.
    if (enumAt(schema, name.name, name.schema) === null) return NOTHING;
    const type = enumType({ ...name, labels: [] });
    const dropped = operations({ kind: 'dropEnum', place, type, checkFirst: ifExists });
    return cascade ? [change((before, { revision }) => doubtUsers(before, name, revision)), ...dropped] : dropped;
  });
};

/** `CASCADE` takes the columns with it: their tables are left in doubt. */
function doubtUsers(schema: Schema, name: SqlName, revision: string | null): Schema {
  const doubt: Doubt = { reason: `\`DROP TYPE ${name.name} CASCADE\` may have dropped columns of it.`, revision };
  return mapTables(schema, (state) => {
    const isUsed = state.table?.columns.some((column) => usesEnum(column.type, name)) === true;
    return isUsed ? { ...state, doubt: state.doubt ?? doubt } : state;
  });
}

/** Behind `ALTER TYPE`: labels and the name of an enum. @throws NotRead */
export const alterType: ReadStatement = (reader, { schema }) => {
  const type = reader.qualified();
  if (reader.take('OWNER', 'TO')) return NOTHING;
  const state = enumAt(schema, type.name, type.schema);
  // Without doubt, what is not listed is no enum.
  if (state === null && schema.doubt === null && schema.typesDoubt === null) return NOTHING;
  if (state?.item == null) return notRead('a type that is not known');
  const next = alteredEnum(reader, state.item);
  reader.expectEnd();
  return [change((before) => withEnum(before, type, next))];
};

function alteredEnum(reader: SqlReader, type: EnumType): EnumType {
  if (reader.take('RENAME', 'TO')) return { ...type, name: reader.name() };
  if (reader.take('RENAME', 'VALUE')) {
    const from = reader.string();
    reader.expect('TO');
    const to = reader.string();
    if (!type.labels.includes(from)) notRead(`a label \`${from}\` that is not there`);
    return { ...type, labels: type.labels.map((label) => (label === from ? to : label)) };
  }
  reader.expect('ADD', 'VALUE');
  const ifNotExists = reader.ifNotExists();
  const added = reader.string();
  const side = reader.takeOne('BEFORE', 'AFTER');
  const neighbour = side === null ? null : reader.string();
  if (type.labels.includes(added)) return ifNotExists ? type : notRead(`a label \`${added}\` that is there already`);
  if (neighbour === null) return { ...type, labels: [...type.labels, added] };
  const at = type.labels.indexOf(neighbour);
  if (at < 0) return notRead(`a label \`${neighbour}\` that is not there`);
  return { ...type, labels: type.labels.toSpliced(side === 'AFTER' ? at + 1 : at, 0, added) };
}

/** An enum changed, with the columns that have its type. */
function withEnum(schema: Schema, name: SqlName, next: EnumType): Schema {
  const key = enumKey(schema, name.name, name.schema);
  const state = key === null ? undefined : schema.enums.get(key);
  if (key === null || state === undefined) return schema;
  const enums = schema.enums.delete(key).set(schemaKey(next.name, next.schema), { ...state, item: next });
  return mapTables({ ...schema, enums }, (one) => {
    const { table } = one;
    if (table?.columns.some((column) => usesEnum(column.type, name)) !== true) return one;
    return { ...one, table: withColumns(table, (type) => renewed(type, name, next)) };
  });
}

function withColumns(table: Table, map: (type: SqlType) => SqlType): Table {
  const columns = table.columns.map((column): Column => ({ ...column, type: map(column.type) }));
  return { ...table, columns };
}

function mapTables(schema: Schema, map: (state: TableState) => TableState): Schema {
  let changed = schema;
  for (const [key, state] of schema.tables) {
    const next = map(state);
    if (next !== state) changed = withTable(changed, key, next);
  }
  return changed;
}

/** Whether a column's type is an enum of the database, or an array of one. */
function usesEnum(type: SqlType, name: SqlName): boolean {
  if (isType(type, 'sqlalchemy.ARRAY')) return usesEnum(typeArgument(type, 'item_type'), name);
  if (!isType(type, 'sqlalchemy.Enum') || stringArgument(type, 'name') !== name.name) return false;
  const schema = stringArgument(type, 'schema');
  return name.schema === null || schema === null || schema === name.schema;
}

function renewed(type: SqlType, name: SqlName, next: EnumType): SqlType {
  if (type.kind === 'custom') return type;
  const given = type.arguments;
  const isArray: boolean = isType(type, 'sqlalchemy.ARRAY');
  if (isArray) {
    return { ...type, arguments: { ...given, item_type: renewed(typeArgument(type, 'item_type'), name, next) } };
  }
  if (!usesEnum(type, name)) return type;
  const labels = next.labels.map((value) => ({ kind: 'string', value }) as const);
  return { ...type, arguments: { ...given, enums: labels, labels, name: { kind: 'string', value: next.name } } };
}
