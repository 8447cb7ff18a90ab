import type { DialectName } from './context';
import type { Column, Constraint, DialectOptions, Index, ReferenceRules, Table } from './model';
import type { Doubt, EnumType, ItemState, Schema, Sequence, TableState } from './schema';
import { type SqlType, typeFor } from './sqlType';

type DifferenceKind = `${'table' | 'column' | 'constraint' | 'index' | 'type' | 'sequence'}${
  'Added' | 'Removed' | 'Changed'}`;

/** One thing in which two schemas differ. */
export interface SchemaDifference {
  readonly kind: DifferenceKind;
  /** `schema.table`; null: it is about a type or a sequence. */
  readonly table: string | null;
  /** Column, constraint, index, type or sequence, by name or by what it is; null: the table itself. */
  readonly item: string | null;
  /** What changed of it: `type`, `nullable`, `comment`, `doubt`; null: all of it is new, or gone. */
  readonly property: string | null;
  /** As the schemas hold it; null: nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

interface CompareOptions {
  /** Whether names count that the database made up. */
  readonly assignedNames: boolean;
  /** Whether it counts that one schema is sure of a table, and the other is not. */
  readonly doubts: boolean;
}

/** In what two schemas of one dialect differ, tables by name. The order of columns, constraints and indexes does not count. */
export function schemaDifferences(
  before: Schema,
  after: Schema,
  options: CompareOptions = { assignedNames: false, doubts: true },
): readonly SchemaDifference[] {
  const tables = compareKeys(before.tables, after.tables, (one, other, key) => {
    const label = labelOf(key);
    if (one === null || other === null) return [added('table', label, null, one?.table, other?.table, one === null)];
    return tableDifferences(label, one, other, after.dialect, options);
  });
  return [
    ...tables,
    ...compareKeys(before.enums, after.enums, (one, other, key) =>
      itemDifferences('type', key, one, other, (item: EnumType) => ({ labels: item.labels })),
    ),
    ...compareKeys(before.sequences, after.sequences, (one, other, key) =>
      itemDifferences('sequence', key, one, other, (item: Sequence) => ({
        options: item.options,
        owner: item.ownedBy === undefined ? null : `${item.ownedBy.table}.${item.ownedBy.column}`,
      })),
    ),
    ...(options.doubts ? changed('table', null, null, doubtOf(before), doubtOf(after)) : []),
  ];
}

/** A difference as one line for a person: `users.email: type changed`. */
export function differenceText({ kind, table, item, property }: SchemaDifference): string {
  const [, what = '', verb = ''] = /^([a-z]+)([A-Z]\w+)$/.exec(kind) ?? [];
  const name = what === 'column' ? `${table ?? ''}.${item ?? ''}` : (item ?? table ?? 'the schema');
  const place = what === 'constraint' || what === 'index' ? ` of ${table ?? ''}` : '';
  return `${what} ${name}${place} ${verb.toLowerCase()}${property === null ? '' : `: ${property}`}`;
}

/** Whether two pieces of plain data say the same; what is undefined counts as absent. */
export function sameData(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

type What = 'table' | 'column' | 'constraint' | 'index' | 'type' | 'sequence';

function added(
  what: What,
  table: string | null,
  item: string | null,
  before: unknown,
  after: unknown,
  isNew: boolean,
): SchemaDifference {
  const kind = `${what}${isNew ? 'Added' : 'Removed'}` as const;
  return { kind, table, item, property: null, before: before ?? null, after: after ?? null };
}

/** One difference for each property that changed. */
function changed(
  what: What,
  table: string | null,
  item: string | null,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly SchemaDifference[] {
  return Object.keys({ ...before, ...after })
    .filter((property) => !sameData(before[property], after[property]))
    .map((property) => ({
      kind: `${what}Changed` as const,
      table,
      item,
      property,
      before: before[property] ?? null,
      after: after[property] ?? null,
    }));
}

function compareKeys<T>(
  before: { get(key: string): T | undefined; keys(): Iterable<string> },
  after: { get(key: string): T | undefined; keys(): Iterable<string> },
  compare: (before: T | null, after: T | null, key: string) => readonly SchemaDifference[],
): readonly SchemaDifference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return keys.flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)];
    return one === other ? [] : compare(one ?? null, other ?? null, key);
  });
}

function labelOf(key: string): string {
  return key.replace('\u0000', '.');
}

function doubtOf({ doubt }: { readonly doubt: Doubt | null }): Readonly<Record<string, unknown>> {
  return doubt === null ? {} : { doubt: doubt.reason };
}

function itemDifferences<T>(
  what: 'type' | 'sequence',
  key: string,
  before: ItemState<T> | null,
  after: ItemState<T> | null,
  properties: (item: T) => Readonly<Record<string, unknown>>,
): readonly SchemaDifference[] {
  const name = labelOf(key);
  if (before === null || after === null) return [added(what, null, name, before?.item, after?.item, before === null)];
  const of = ({ item }: ItemState<T>) => (item === null ? {} : properties(item));
  return changed(what, null, name, of(before), of(after));
}

function tableDifferences(
  label: string,
  before: TableState,
  after: TableState,
  dialect: DialectName,
  options: CompareOptions,
): readonly SchemaDifference[] {
  const doubts = options.doubts ? changed('table', label, null, doubtOf(before), doubtOf(after)) : [];
  const [one, other] = [before.table, after.table];
  if (one === null || other === null) return doubts;
  const properties = (table: Table) => ({
    comment: table.comment,
    partition: table.partitionOf ?? null,
    options: ownOptions(table.options, dialect),
  });
  return [
    ...doubts,
    ...changed('table', label, null, properties(one), properties(other)),
    ...pairs(one.columns, other.columns, ({ name }) => name).flatMap(([name, left, right]) =>
      left === null || right === null
        ? [added('column', label, name, left, right, left === null)]
        : changed('column', label, name, columnData(left, dialect), columnData(right, dialect)),
    ),
    ...itemsDifferences('constraint', label, one.constraints, other.constraints, dialect, options),
    ...itemsDifferences('index', label, one.indexes, other.indexes, dialect, options),
  ];
}

/** Items of both sides by a key; of several with one key the first with the first. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [key: string, before: T | null, after: T | null])[] {
  const grouped = new Map<string, [T[], T[]]>();
  for (const [side, items] of [before, after].entries()) {
    for (const item of items) {
      const group = grouped.get(keyOf(item)) ?? [[], []];
      group[side === 0 ? 0 : 1].push(item);
      grouped.set(keyOf(item), group);
    }
  }
  return [...grouped].flatMap(([key, [left, right]]) =>
    Array.from(
      { length: Math.max(left.length, right.length) },
      (_, at) => [key, left[at] ?? null, right[at] ?? null] as const,
    ),
  );
}

function itemsDifferences<T extends Constraint | Index>(
  what: 'constraint' | 'index',
  label: string,
  before: readonly T[],
  after: readonly T[],
  dialect: DialectName,
  { assignedNames }: CompareOptions,
): readonly SchemaDifference[] {
  const nameOf = ({ name }: T): string | null =>
    name === null || (name.assigned === true && !assignedNames) ? null : name.text;
  const data = (item: T) => itemData(item, dialect);
  const named = (items: readonly T[]) => items.filter((item) => nameOf(item) !== null);
  const unnamed = (items: readonly T[]) => items.filter((item) => nameOf(item) === null);
  return [
    ...pairs(named(before), named(after), (item) => nameOf(item) ?? '').flatMap(([name, left, right]) =>
      left === null || right === null
        ? [added(what, label, name, left, right, left === null)]
        : changed(what, label, name, data(left), data(right)),
    ),
    // Without a name they are what they say.
    ...pairs(unnamed(before), unnamed(after), (item) => textOf(data(item))).flatMap(([, left, right]) =>
      left === null || right === null
        ? [added(what, label, describe((left ?? right)?.kind ?? what), left, right, left === null)]
        : [],
    ),
  ];
}

const DESCRIBED: Readonly<Record<Constraint['kind'] | 'index', string>> = {
  primaryKey: 'primary key',
  unique: 'unique',
  foreignKey: 'foreign key',
  check: 'check',
  exclude: 'exclude',
  index: 'index',
};

function describe(kind: string): string {
  return kind in DESCRIBED ? DESCRIBED[kind as keyof typeof DESCRIBED] : kind;
}

/** What of a column is in the database. */
function columnData(column: Column, dialect: DialectName): Readonly<Record<string, unknown>> {
  return {
    type: typeData(typeFor(column.type, dialect)),
    nullable: column.nullable,
    default: column.serverDefault,
    comment: column.comment,
    // Other columns are not numbered anyhow.
    autoincrement: !column.primaryKey || column.autoincrement !== false,
    options: ownOptions(column.options, dialect),
  };
}

/** A type without why it is not known, and how a file wrote it. */
function typeData(type: SqlType): object {
  if (type.kind === 'library') return { ...type, variants: {} };
  const { source: _, ...rest } = type;
  return { ...rest, reason: '' };
}

function itemData(item: Constraint | Index, dialect: DialectName): Readonly<Record<string, unknown>> {
  const options = ownOptions(item.options, dialect);
  switch (item.kind) {
    case 'index':
      return { kind: item.kind, elements: item.elements, unique: item.unique, options };
    case 'foreignKey': {
      const { columns, referredSchema, referredTable, referredColumns, rules } = item;
      return {
        kind: item.kind,
        columns,
        referredSchema,
        referredTable,
        referredColumns,
        rules: rulesData(rules),
        options,
      };
    }
    default: {
      const { name: _, deferrable, initially, ...rest } = item;
      const content = rest.kind === 'check' ? { kind: rest.kind, condition: rest.condition } : rest;
      return { ...content, deferrable: deferrable ?? false, initially: wordOf(initially), options };
    }
  }
}

function rulesData({ onupdate, ondelete, deferrable, initially, match }: ReferenceRules): unknown {
  const [update, remove] = [wordOf(onupdate), wordOf(ondelete)];
  return {
    onupdate: update === 'NO ACTION' ? null : update,
    ondelete: remove === 'NO ACTION' ? null : remove,
    deferrable: deferrable ?? false,
    initially: wordOf(initially),
    match: wordOf(match),
  };
}

function wordOf(text: string | null): string | null {
  return text === null ? null : text.trim().toUpperCase();
}

/** Those of one dialect that say what is, not how it is made. */
function ownOptions(options: DialectOptions, dialect: DialectName): DialectOptions {
  return Object.fromEntries(
    Object.entries(options).filter(
      ([key, value]) =>
        (key.startsWith(`${dialect}_`) || (dialect === 'mysql' && key.startsWith('mariadb_'))) &&
        key !== 'postgresql_concurrently' &&
        !('kind' in value && value.kind === 'none'),
    ),
  );
}

/** JSON with keys in order, and without what is undefined. */
function textOf(data: unknown): string {
  return JSON.stringify([data], (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
