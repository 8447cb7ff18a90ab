import { Map as ImmutableMap } from 'immutable';
import type { DialectName } from './context';
import type { Column, Constraint, Index, ReferenceRules, Table } from './model';
import { type Doubt, type EnumType, type ItemState, type Schema, schemaOf, type Sequence } from './schema';
import type { SqlType } from './sqlType';

// A database of a thousand tables is sent to a language server that must not stop to read it: what nearly every column and
// constraint has is not written, and types that many columns share are written once.

/** What `schemaJson` writes. */
interface Written {
  readonly dialect: DialectName;
  readonly tables: readonly (readonly [key: string, table: object | null, doubt: Doubt | null])[];
  /** Columns have the place of theirs. */
  readonly types: readonly SqlType[];
  readonly enums: readonly [key: string, state: ItemState<EnumType>][];
  readonly sequences: readonly [key: string, state: ItemState<Sequence>][];
  readonly doubt: Doubt | null;
  readonly typesDoubt: Doubt | null;
}

const RULES = { onupdate: null, ondelete: null, deferrable: null, initially: null, match: null, useAlter: false };
const USUAL_COLUMN = {
  kind: 'column',
  quote: null,
  primaryKey: false,
  nullable: true,
  autoincrement: 'auto',
  unique: false,
  index: false,
  default: null,
  serverDefault: null,
  items: [],
  comment: null,
  system: false,
  options: {},
} as const satisfies Omit<Column, 'name' | 'type'>;
const USUAL_INDEX = { kind: 'index', unique: false, options: {} } as const satisfies Partial<Index>;
const USUAL_CONSTRAINTS = {
  primaryKey: { deferrable: null, initially: null, options: {} },
  unique: { deferrable: null, initially: null, options: {} },
  foreignKey: { referredSchema: null, rules: RULES satisfies ReferenceRules, options: {} },
  check: { deferrable: null, initially: null, typeBound: false, options: {} },
  exclude: { deferrable: null, initially: null, options: {} },
} as const satisfies { readonly [K in Constraint['kind']]: Partial<Extract<Constraint, { kind: K }>> };

/** JSON has no whole numbers of any size. */
const BIGINT = '$bigint';

/** A schema as text, to go from one process to another. What is known to be gone is not in it. */
export function schemaJson({ dialect, tables, enums, sequences, doubt, typesDoubt }: Schema): string {
  const types = new Map<SqlType, number>();
  const leanTables = Array.from(
    tables,
    ([key, state]) => [key, state.table && leanTable(state.table, types), state.doubt] as const,
  );
  const written: Written = {
    dialect,
    tables: leanTables,
    types: [...types.keys()],
    enums: [...enums],
    sequences: [...sequences],
    doubt,
    typesDoubt,
  };
  const parts = Object.entries(written).map(([name, part]) => `"${name}":${partJson(part)}`);
  return `{${parts.join(',')}}`;
}

/** A replacer is called for every value, which takes three times as long: few parts need one. */
function partJson(part: unknown): string {
  try {
    return JSON.stringify(part);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const replaced = (_key: string, value: unknown): unknown =>
      typeof value === 'bigint' ? { [BIGINT]: String(value) } : value;
    return JSON.stringify(part, replaced);
  }
}

function leanTable({ columns, constraints, indexes, ...table }: Table, types: Map<SqlType, number>): object {
  const placeOf = (type: SqlType): number => {
    const place = types.get(type) ?? types.size;
    types.set(type, place);
    return place;
  };
  return {
    ...table,
    columns: columns.map((column) => ({ ...lean(column, USUAL_COLUMN), type: placeOf(column.type) })),
    constraints: constraints.map((one) => lean(one, USUAL_CONSTRAINTS[one.kind])),
    indexes: indexes.map((one) => lean(one, USUAL_INDEX)),
  };
}

/** What of an object is not as usual. */
function lean(value: object, usual: object): object {
  const [parts, known] = [value as Record<string, unknown>, usual as Record<string, unknown>];
  const written: Record<string, unknown> = {};
  for (const key in parts) {
    const part = parts[key];
    if (part !== known[key] && !isAlike(part, known[key])) written[key] = part;
  }
  return written;
}

/** Whether both are objects, of the same plain parts. */
function isAlike(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [keys, parts] = [Object.keys(one), Object.entries(other)];
  return keys.length === parts.length && parts.every(([key, part]) => (one as Record<string, unknown>)[key] === part);
}

/** The schema that `schemaJson` wrote. */
export function schemaOfJson(text: string): Schema {
  // Our own program wrote it.
  const { dialect, tables, types, enums, sequences, doubt, typesDoubt } = revived(JSON.parse(text)) as Written;
  const states = tables.map(
    ([key, table, ofTable]) => [key, { table: table && wholeTable(table as Table, types), doubt: ofTable }] as const,
  );
  return {
    ...schemaOf(dialect, states),
    enums: ImmutableMap(enums),
    sequences: ImmutableMap(sequences),
    doubt,
    typesDoubt,
  };
}

function wholeTable(table: Table, types: readonly SqlType[]): Table {
  return {
    ...table,
    columns: table.columns.map((column) => {
      const type = types[Number(column.type)];
      return { ...USUAL_COLUMN, ...column, ...(type && { type }) };
    }),
    constraints: table.constraints.map((one) => ({ ...USUAL_CONSTRAINTS[one.kind], ...one })),
    indexes: table.indexes.map((one) => ({ ...USUAL_INDEX, ...one })),
  };
}

/** What JSON has read, with whole numbers in their places: it is changed in place, which takes a fraction of a reviver's time. */
function revived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (BIGINT in value) return BigInt(String(value[BIGINT]));
  const parts = value as Record<string, unknown>;
  for (const key in parts) {
    const part = parts[key];
    if (typeof part === 'object' && part !== null) parts[key] = revived(part);
  }
  return value;
}
