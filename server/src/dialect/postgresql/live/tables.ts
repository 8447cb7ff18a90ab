import type { Constraint, DialectOptions, Index, Table } from '../../../schema/model';
import type { DatabaseRow, TableRow } from './catalogue';

/** A table without what it holds. */
export function bareTable(row: TableRow, database: DatabaseRow, labelOf: (oid: number) => TableRow | undefined): Table {
  const text = (value: string) => ({ kind: 'string', value }) as const;
  const parents = row.bound === null ? (row.parents ?? []).flatMap((oid) => labelOf(oid) ?? []) : [];
  const options: DialectOptions = {
    ...(parents.length === 0 ? {} : { postgresql_inherits: parents.map(({ name }) => text(name)) }),
    ...(row.partitionKey === null ? {} : { postgresql_partition_by: text(row.partitionKey) }),
    ...(row.method === null || row.method === database.method ? {} : { postgresql_using: text(row.method) }),
    ...(row.tablespace === null ? {} : { postgresql_tablespace: text(row.tablespace) }),
  };
  return {
    name: row.name,
    schema: row.schema === database.schema ? null : row.schema,
    columns: [],
    constraints: [],
    indexes: [],
    comment: row.comment,
    prefixes: row.isUnlogged ? ['UNLOGGED'] : [],
    options,
    ...partitionOf(row, database, labelOf),
  };
}

function partitionOf(
  { bound, parents }: TableRow,
  database: DatabaseRow,
  labelOf: (oid: number) => TableRow | undefined,
): Pick<Table, 'partitionOf'> {
  const parent = bound === null ? undefined : labelOf(parents?.[0] ?? 0);
  if (bound === null || parent === undefined) return {};
  const schema = parent.schema === database.schema ? null : parent.schema;
  return { partitionOf: { table: parent.name, schema, bound } };
}

/** Why a table is not all that is said of it, one sentence; null: it is. */
export function strangenessOf(row: TableRow, labelOf: (oid: number) => TableRow | undefined): string | null {
  if (row.ofType !== null) return `Its columns are those of the type \`${row.ofType}\`, which is not followed.`;
  const parents = (row.parents ?? []).map(labelOf);
  if (parents.includes(undefined)) return 'It inherits from a table that is not read.';
  // SQLAlchemy names the tables that are inherited from without their schema.
  if (row.bound === null && parents.some((parent) => parent?.schema !== row.schema)) {
    return 'It inherits from a table of another schema, which is not followed.';
  }
  return null;
}

const RANK: Readonly<Record<Constraint['kind'], number>> = {
  primaryKey: 0,
  unique: 1,
  foreignKey: 2,
  check: 3,
  exclude: 4,
};

/** A table with what was read of it: the primary key first, the others by kind and name. */
export function filled(
  table: Table,
  columns: Table['columns'],
  constraints: readonly Constraint[],
  indexes: readonly Index[],
): Table {
  const nameOf = (one: Constraint): string => one.name?.text ?? '';
  const ordered = constraints.toSorted(
    (a, b) => RANK[a.kind] - RANK[b.kind] || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0),
  );
  return { ...table, columns, constraints: ordered, indexes };
}
