import type { Context } from '../../schema/context';
import type { Column, Constraint, Index, Table } from '../../schema/model';
import type { Schema, TableState } from '../../schema/schema';
import { byKey } from './schemaText';
import { columnSql, tableSql } from './tableSql';

/** A schema as JSON: names and definitions as SQL, by name; `doubt` where something is not sure. */
export function schemaData(schema: Schema, context: Context): object {
  return {
    doubt: schema.doubt,
    typesDoubt: schema.typesDoubt,
    tables: byKey(schema.tables).map(([key, state]) => tableData(key, state, context)),
    enums: byKey(schema.enums).map(([key, { item, doubt }]) => ({
      ...named(key),
      labels: item?.labels ?? null,
      doubt,
    })),
    sequences: byKey(schema.sequences).map(([key, { item, doubt }]) => ({
      ...named(key),
      ownedBy: item?.ownedBy ?? null,
      doubt,
    })),
  };
}

function tableData(key: string, { table, doubt }: TableState, context: Context): object {
  const name = { ...named(key), doubt };
  if (table === null) return { ...name, columns: null };
  const sql = tableSql(table, context);
  return {
    ...name,
    comment: table.comment,
    columns: table.columns.map((column) => columnData(table, column, context)),
    constraints: table.constraints.map(constraintData),
    indexes: table.indexes.map(indexData),
    ...(sql.ok ? { sql: sql.value } : { sql: null, reason: sql.error }),
  };
}

function columnData(table: Table, column: Column, context: Context): object {
  const { name, nullable, primaryKey, comment } = column;
  const sql = columnSql(table, column, context);
  return {
    name,
    nullable,
    primaryKey,
    comment,
    ...(sql.ok ? { definition: sql.value } : { definition: null, reason: sql.error }),
  };
}

function constraintData(constraint: Constraint): object {
  const base = { kind: constraint.kind, name: constraint.name?.text ?? null };
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return { ...base, columns: constraint.columns };
    case 'foreignKey': {
      const { columns, referredSchema, referredTable, referredColumns } = constraint;
      return { ...base, columns, referredSchema, referredTable, referredColumns };
    }
    default:
      return base;
  }
}

function indexData({ name, unique, elements }: Index): object {
  const columns = elements.map((element) => (element.kind === 'columnName' ? element.name : null));
  return { name: name?.text ?? null, unique, columns };
}

function named(key: string): { readonly name: string; readonly schema: string | null } {
  const [first = '', second] = key.split('\0');
  return second === undefined ? { name: first, schema: null } : { name: second, schema: first };
}
