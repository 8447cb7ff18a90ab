import { constraintNamed, tableAt, tableKey } from '../../schema/lookup';
import type { ForeignKey, ForeignKeyConstraint } from '../../schema/model';
import { type Schema, withTable } from '../../schema/schema';
import type { PlainOperation } from '../applyPlain';
import type { AlterColumn } from '../operation';
import { columnDefinition, defaultOf, inTable } from './sqlColumns';
import { finalName, tableConstraint } from './sqlConstraints';
import { change, NOTHING, operations, type ReadStatement, type SqlEffect, type SqlScope, UNALTERED } from './sqlEffect';
import { notRead, type SqlName, type SqlReader } from './sqlReader';
import { dropReferences } from './sqlReferences';
import { sqlType } from './sqlTypes';

/** One action of ALTER TABLE: its first words, and what follows them. */
type Action = readonly [
  words: string,
  read: (reader: SqlReader, table: SqlName, scope: SqlScope) => readonly SqlEffect[],
];

/** Behind `ALTER TABLE`. @throws NotRead */
export const alterTable: ReadStatement = (reader, scope) => {
  const ifExists = reader.ifExists();
  reader.take('ONLY');
  const table = reader.qualified();
  reader.take('*');
  // Without doubt, only a table that is there is changed.
  if (ifExists && scope.schema.doubt === null && tableAt(scope.schema, table.name, table.schema) === null)
    return NOTHING;
  const effects = reader.commas(() => action(reader, table, scope)).flat();
  reader.expectEnd();
  return effects;
};

function action(reader: SqlReader, table: SqlName, scope: SqlScope): readonly SqlEffect[] {
  for (const [words, read] of ACTIONS) {
    if (reader.take(...words.split(' '))) return read(reader, table, scope);
  }
  return notRead(reader.next?.text ?? '');
}

/** What a schema holds nothing of: owners, statistics, triggers, row security, replication. */
const idle: Action[1] = (reader) => {
  if (!reader.isDone && !reader.is(',')) reader.until(() => false);
  return NOTHING;
};

/** The first that fits counts. */
const ACTIONS: readonly Action[] = [
  ['ADD COLUMN', addColumn],
  ['ADD', (reader, table, scope) => addConstraint(reader, table, scope) ?? addColumn(reader, table, scope)],
  ['DROP CONSTRAINT', dropConstraint],
  ['DROP PRIMARY KEY', () => notRead('DROP PRIMARY KEY')],
  ['DROP FOREIGN KEY', (reader, table, scope) => drop(reader.name(), table, scope, 'foreignkey')],
  ['DROP INDEX', (reader, table, scope) => dropIndex(reader.name(), table, scope)],
  ['DROP KEY', (reader, table, scope) => dropIndex(reader.name(), table, scope)],
  ['DROP COLUMN', dropColumn],
  ['DROP', dropColumn],
  ['ALTER COLUMN', alterColumn],
  ['ALTER', alterColumn],
  ['RENAME CONSTRAINT', renameConstraint],
  ['RENAME TO', (reader, table, scope) => renameTable(reader, table, scope)],
  ['RENAME INDEX', () => notRead('RENAME INDEX')],
  ['RENAME COLUMN', renameColumn],
  ['RENAME', renameColumn],
  ['OWNER TO', idle],
  ['VALIDATE CONSTRAINT', idle],
  ['ENABLE', idle],
  ['DISABLE', idle],
  ['FORCE ROW', idle],
  ['NO FORCE', idle],
  ['REPLICA IDENTITY', idle],
  ['CLUSTER ON', idle],
  ['SET WITHOUT CLUSTER', idle],
];

function alteration(table: SqlName, scope: SqlScope, column: string, changed: Partial<AlterColumn>): PlainOperation {
  return { ...UNALTERED, place: scope.place, table: table.name, schema: table.schema, column, ...changed };
}

function addColumn(reader: SqlReader, table: SqlName, scope: SqlScope): readonly SqlEffect[] {
  const ifNotExists = reader.ifNotExists();
  const { place, schema } = scope;
  if (reader.is('(')) return notRead('columns in parentheses');
  const read = columnDefinition(reader, scope);
  if (reader.is('FIRST') || reader.is('AFTER')) notRead('the place of a column');
  const keys = read.constraints.flatMap((one) => (one.kind === 'primaryKey' ? one.columns : []));
  const column = inTable(read, keys, table, reader);
  const state = tableAt(schema, table.name, table.schema);
  const isThere = state?.table?.columns.some(({ name }) => name === column.name) === true;
  if (ifNotExists && read.constraints.length > 0 && state?.doubt !== null) notRead('IF NOT EXISTS');
  if (ifNotExists && read.constraints.length > 0 && isThere) return NOTHING;
  const added: PlainOperation = {
    kind: 'addColumn',
    place,
    table: table.name,
    schema: table.schema,
    column: { ...column, primaryKey: false },
    ifNotExists: ifNotExists ? true : null,
    inlineReferences: null,
    inlinePrimaryKey: null,
    insertBefore: null,
    insertAfter: null,
  };
  const [key, ...more] = read.constraints;
  const inline = reader.dialect === 'sqlite' && key?.kind === 'foreignKey' && more.length === 0 ? inlineKey(key) : null;
  if (inline !== null) {
    // SQLite adds no constraint apart.
    return operations({
      ...added,
      column: { ...added.column, items: [...column.items, inline] },
      inlineReferences: true,
    });
  }
  return operations(added, ...read.constraints.map((one) => constraintAdded(one, table, scope)));
}

/** REFERENCES as it stands in a column; null where that cannot be told from a point in a name. */
function inlineKey({
  referredSchema,
  referredTable,
  referredColumns,
  rules,
  options,
}: ForeignKeyConstraint): ForeignKey | null {
  const path = [referredSchema, referredTable, ...referredColumns].filter((one) => one !== null);
  if (referredColumns.length !== 1 || path.some((one) => one.includes('.'))) return null;
  return { kind: 'foreignKeyItem', target: path.join('.'), name: null, rules, options };
}

function constraintAdded(
  constraint: NonNullable<ReturnType<typeof tableConstraint>>,
  table: SqlName,
  { place }: SqlScope,
): PlainOperation {
  const where = { place, table: table.name, schema: table.schema };
  if (constraint.kind !== 'foreignKey') return { kind: 'addConstraint', ...where, constraint };
  const { name, columns, referredSchema, referredTable, referredColumns, rules, options } = constraint;
  return {
    kind: 'createForeignKey',
    ...where,
    name,
    columns,
    referredSchema,
    referredTable,
    referredColumns,
    rules,
    options,
  };
}

/** Null: what follows `ADD` is no constraint. */
function addConstraint(reader: SqlReader, table: SqlName, scope: SqlScope): readonly SqlEffect[] | null {
  if (!/^(?:CONSTRAINT|PRIMARY|UNIQUE|FOREIGN|CHECK|EXCLUDE)$/.test(reader.next?.text ?? '')) {
    return reader.is('INDEX') || reader.is('KEY') ? notRead('ADD INDEX') : null;
  }
  const constraint = tableConstraint(reader, scope);
  return constraint === null ? null : operations(constraintAdded(constraint, table, scope));
}

function drop(
  name: string,
  table: SqlName,
  { place }: SqlScope,
  type: 'foreignkey' | null,
  ifExists = false,
): readonly SqlEffect[] {
  return operations({
    kind: 'dropConstraint',
    place,
    name: finalName(name),
    table: table.name,
    schema: table.schema,
    type,
    ifExists: ifExists ? true : null,
  });
}

function dropConstraint(reader: SqlReader, table: SqlName, scope: SqlScope): readonly SqlEffect[] {
  const ifExists = reader.ifExists();
  const name = reader.name();
  const cascade = reader.takeOne('CASCADE', 'RESTRICT') === 'CASCADE';
  const dropped = drop(name, table, scope, null, ifExists);
  if (!cascade) return dropped;
  return [change((schema) => withoutDependents(schema, table, name)), ...dropped];
}

/** `CASCADE` of a key: the foreign keys of other tables that need it go with it. */
function withoutDependents(schema: Schema, table: SqlName, name: string): Schema {
  const key = tableKey(schema, table.name, table.schema);
  const own = key === null ? undefined : schema.tables.get(key)?.table;
  const constraint = own ? constraintNamed(own, name, schema.dialect) : null;
  if (constraint?.kind !== 'primaryKey' && constraint?.kind !== 'unique') return schema;
  const columns = [...constraint.columns].sort().join();
  return dropReferences(schema, key, ({ referredColumns }) => [...referredColumns].sort().join() === columns);
}

function dropIndex(name: string, table: SqlName, { place }: SqlScope): readonly SqlEffect[] {
  const { name: tableName, schema } = table;
  return operations({
    kind: 'dropIndex',
    place,
    name: finalName(name),
    table: tableName,
    schema,
    ifExists: null,
    options: {},
  });
}

function dropColumn(reader: SqlReader, table: SqlName, { place }: SqlScope): readonly SqlEffect[] {
  const ifExists = reader.ifExists();
  const column = reader.name();
  const cascade = reader.takeOne('CASCADE', 'RESTRICT') === 'CASCADE';
  const dropped: PlainOperation = {
    kind: 'dropColumn',
    place,
    table: table.name,
    schema: table.schema,
    column,
    ifExists: ifExists ? true : null,
    existingType: null,
    options: {},
  };
  if (!cascade) return operations(dropped);
  const references = change((schema) =>
    dropReferences(schema, tableKey(schema, table.name, table.schema), ({ referredColumns }) =>
      referredColumns.includes(column),
    ),
  );
  return [references, ...operations(dropped)];
}

function alterColumn(reader: SqlReader, table: SqlName, scope: SqlScope): readonly SqlEffect[] {
  if (reader.is('CONSTRAINT') || reader.is('INDEX')) notRead('ALTER CONSTRAINT');
  const column = reader.name();
  const altered = (changed: Partial<AlterColumn>): readonly SqlEffect[] =>
    operations(alteration(table, scope, column, changed));
  if (reader.take('SET', 'NOT', 'NULL')) return altered({ nullable: false });
  if (reader.take('DROP', 'NOT', 'NULL')) return altered({ nullable: true });
  if (reader.take('DROP', 'DEFAULT')) return altered({ serverDefault: null });
  if (reader.take('SET', 'DEFAULT')) return altered({ serverDefault: defaultOf(reader) });
  if (reader.take('SET', 'STATISTICS') || reader.take('SET', 'STORAGE') || reader.take('SET', 'COMPRESSION')) {
    return idle(reader, table, scope);
  }
  if (!reader.take('SET', 'DATA', 'TYPE') && !reader.take('TYPE')) return notRead(reader.next?.text ?? '');
  const { type, isSerial } = sqlType(reader, scope.schema);
  if (isSerial || reader.is('COLLATE')) notRead('the new type of a column');
  if (reader.take('USING')) reader.until(() => false);
  return altered({ type });
}

function renameColumn(reader: SqlReader, table: SqlName, scope: SqlScope): readonly SqlEffect[] {
  const column = reader.name();
  reader.expect('TO');
  return operations(alteration(table, scope, column, { newName: reader.name() }));
}

function renameTable(reader: SqlReader, table: SqlName, { place }: SqlScope): readonly SqlEffect[] {
  const { name: newName, schema } = reader.qualified();
  if (schema !== null && schema !== table.schema) notRead('RENAME TO another schema');
  return operations({ kind: 'renameTable', place, table: table.name, schema: table.schema, newName });
}

function renameConstraint(reader: SqlReader, table: SqlName): readonly SqlEffect[] {
  const from = reader.name();
  reader.expect('TO');
  const to = finalName(reader.name());
  return [
    change((schema, { revision }) => {
      const key = tableKey(schema, table.name, table.schema);
      const state = key === null ? undefined : schema.tables.get(key);
      if (key === null || !state?.table) return schema;
      const found = constraintNamed(state.table, from, schema.dialect);
      if (found === null) {
        const reason = `A constraint \`${from}\` is renamed that is not known.`;
        return withTable(schema, key, { ...state, doubt: state.doubt ?? { reason, revision } });
      }
      const constraints = state.table.constraints.map((one) => (one === found ? { ...one, name: to } : one));
      return withTable(schema, key, { ...state, table: { ...state.table, constraints } });
    }),
  ];
}
