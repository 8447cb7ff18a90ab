import { groupBy } from '../../../common/collections';
import { sqlTokens } from '../../../operations/sqlEffects/sqlTokens';
import { SqlReader } from '../../../operations/sqlEffects/sqlReader';
import { sqlType } from '../../../operations/sqlEffects/sqlTypes';
import { primaryKeyOf, tableAt } from '../../../schema/lookup';
import type { Column, Constraint, Table } from '../../../schema/model';
import { emptySchema, type Schema } from '../../../schema/schema';
import type { SqlType } from '../../../schema/sqlType';
import type { ColumnRow, ReferenceRow } from './catalogue';
import { printedDefault } from './printedDefault';

/** A table as SQLite's pragmas list it: without CHECKs, names of constraints, collations and what generates a column. */
export function listedTable(
  name: string,
  rows: readonly ColumnRow[],
  references: readonly ReferenceRow[],
  schema: Schema,
): Table {
  const keys = rows.filter(({ key }) => key > 0).toSorted((a, b) => a.key - b.key);
  const key: readonly Constraint[] =
    keys.length === 0
      ? []
      : [{ kind: 'primaryKey', name: null, columns: keys.map((row) => row.name), ...PLAIN, options: {} }];
  return {
    name,
    schema: null,
    columns: rows.map(listedColumn),
    constraints: [...key, ...[...groupBy(references, ({ id }) => id).values()].map((one) => listedKey(one, schema))],
    indexes: [],
    comment: null,
    prefixes: [],
    options: {},
  };
}

const PLAIN = { deferrable: null, initially: null } as const;

function listedColumn(row: ColumnRow): Column {
  return {
    kind: 'column',
    name: row.name,
    quote: null,
    type: listedType(row.type),
    primaryKey: row.key > 0,
    nullable: row.required === 0,
    autoincrement: 'auto',
    unique: false,
    index: false,
    default: null,
    serverDefault: row.default === null ? null : printedDefault(row.default),
    items: [],
    comment: null,
    system: false,
    options: {},
  };
}

function listedType(text: string): SqlType {
  const words: SqlType = {
    kind: 'custom',
    name: text,
    reason: `SQLAlchemy has no class for the type \`${text}\`.`,
    text,
  };
  const tokens = sqlTokens(text, 'sqlite');
  if (tokens === null) return words;
  const reader = new SqlReader(text, tokens, 'sqlite');
  const read = reader.attempt(() => sqlType(reader, emptySchema('sqlite')));
  return read === null || !reader.isDone ? words : read.type;
}

function listedKey(rows: readonly ReferenceRow[], schema: Schema): Constraint {
  const [first] = rows;
  const referredTable = first?.referred ?? '';
  const target = tableAt(schema, referredTable, null)?.table;
  const key = target ? (primaryKeyOf(target)?.columns ?? []) : [];
  const action = (text: string | undefined): string | null =>
    text === undefined || text === 'NO ACTION' ? null : text;
  return {
    kind: 'foreignKey',
    name: null,
    columns: rows.map(({ column }) => column),
    referredSchema: null,
    referredTable,
    referredColumns: rows.map(({ referredColumn }, at) => referredColumn ?? key[at] ?? ''),
    rules: {
      onupdate: action(first?.onUpdate),
      ondelete: action(first?.onDelete),
      ...PLAIN,
      match: null,
      useAlter: false,
    },
    options: {},
  };
}
