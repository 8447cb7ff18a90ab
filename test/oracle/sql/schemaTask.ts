import { err, ok, type Result } from '../../../server/src/common/result';
import type { Context } from '../../../server/src/schema/context';
import type { Column, Constraint, ForeignKeyConstraint, Name, Table } from '../../../server/src/schema/model';
import type { Schema } from '../../../server/src/schema/schema';
import { tableSql } from '../../../server/src/usecases/schema/tableSql';

/** A table as schemaRun.py makes it. */
interface TaskTable {
  readonly schema: string | null;
  readonly name: string;
  readonly statements: readonly string[];
  readonly foreignKeys: readonly (readonly unknown[])[];
}

/** What a revision is said to do (schemaRun.py). */
export interface TaskRevision {
  readonly id: string;
  readonly file: string;
  readonly engine: string | null;
  readonly tables: Readonly<Record<string, TaskTable | null>>;
  readonly doubted: readonly string[];
  readonly doubtedNames: readonly (readonly [string | null, string])[];
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly sureEnums: readonly string[];
  readonly isAll: boolean;
}

/** Why tables are not compared, by the reason. */
export type Unwritten = Map<string, number>;

/** What there is to compare after a revision that made one schema of another. */
export function taskRevision(
  revision: Pick<TaskRevision, 'id' | 'file' | 'engine'>,
  before: Schema,
  after: Schema,
  context: Context,
  unwritten: Unwritten,
): TaskRevision {
  const tables: Record<string, TaskTable | null> = {};
  for (const key of before.tables.keys()) if (!after.tables.has(key)) tables[key] = null;
  const doubted: string[] = [];
  const doubtedNames: (readonly [string | null, string])[] = [];
  for (const [key, { table, doubt }] of after.tables) {
    const [first = '', second] = key.split('\0');
    if (doubt !== null || table === null) {
      doubted.push(key);
      doubtedNames.push(second === undefined ? [null, first] : [usual(first, context), second]);
    }
    if (table === null || before.tables.get(key)?.table === table) continue;
    const written = taskTable(table, context);
    if (written.ok) tables[key] = written.value;
    else {
      doubted.push(key);
      doubtedNames.push([usual(table.schema, context), table.name]);
      tables[key] = { schema: usual(table.schema, context), name: table.name, statements: [], foreignKeys: [] };
      unwritten.set(written.error, (unwritten.get(written.error) ?? 0) + 1);
    }
  }
  const enums = [...after.enums.values()].flatMap(({ item, doubt }) =>
    item === null ? [] : [{ name: `${prefix(item.schema)}${item.name}`, labels: item.labels, isSure: doubt === null }],
  );
  return {
    ...revision,
    tables,
    doubted,
    doubtedNames,
    enums: Object.fromEntries(enums.map(({ name, labels }) => [name, labels])),
    sureEnums: enums.flatMap(({ name, isSure }) => (isSure ? [name] : [])),
    isAll: after.doubt === null,
  };
}

function prefix(schema: string | null): string {
  return schema === null || schema === 'public' ? '' : `${schema}.`;
}

function usual(schema: string | null, { dialect }: Context): string | null {
  return schema === '' || schema === (dialect === 'postgresql' ? 'public' : 'main') ? null : schema;
}

/** Every name as the table has it, also those that the database made up. */
function taskTable(table: Table, context: Context): Result<TaskTable, string> {
  const isPostgres = context.dialect === 'postgresql';
  const keys = table.constraints.filter((one): one is ForeignKeyConstraint => one.kind === 'foreignKey');
  const kept = isPostgres ? table.constraints.filter((one) => one.kind !== 'foreignKey') : table.constraints;
  const schema = usual(table.schema, context);
  const written = tableSql(
    {
      ...table,
      columns: isPostgres ? table.columns.map((one) => withoutSerial(one, keys)) : table.columns,
      constraints: kept.map((one): Constraint => ({ ...one, name: given(one.name) })),
      indexes: table.indexes.map((one) => ({ ...one, name: given(one.name) })),
    },
    context,
  );
  if (!written.ok) return err(written.error);
  const foreignKeys = isPostgres ? keys.map((one) => foreignKeyRow(one)) : [];
  return ok({ schema, name: table.name, statements: written.value, foreignKeys });
}

/** A column that refers to another numbers no rows by itself, also where its foreign key is compared apart. */
function withoutSerial(column: Column, keys: readonly ForeignKeyConstraint[]): Column {
  const isReference = keys.some(({ columns }) => columns.includes(column.name));
  return isReference && column.autoincrement === 'auto' ? { ...column, autoincrement: false } : column;
}

function given(name: Name | null): Name | null {
  return name === null ? null : { text: name.text, final: true };
}

const ACTIONS: Readonly<Record<string, string>> = {
  'NO ACTION': 'a',
  RESTRICT: 'r',
  CASCADE: 'c',
  'SET NULL': 'n',
  'SET DEFAULT': 'd',
};

/** As catalogue.py reads it. */
function foreignKeyRow({ name, columns, rules, ...target }: ForeignKeyConstraint): readonly unknown[] {
  const action = (text: string | null): string => ACTIONS[text?.toUpperCase() ?? 'NO ACTION'] ?? '?';
  const isDeferred = rules.initially?.toUpperCase() === 'DEFERRED';
  return [
    name?.text ?? null,
    columns,
    target.referredSchema ?? 'public',
    target.referredTable,
    target.referredColumns,
    action(rules.ondelete),
    action(rules.onupdate),
    rules.deferrable ?? isDeferred,
    isDeferred,
    rules.match?.toUpperCase() === 'FULL' ? 'f' : 's',
  ];
}
