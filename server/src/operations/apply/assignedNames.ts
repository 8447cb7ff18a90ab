import type { ForeignKeyConstraint, Constraint, Index, IndexElement, Name, Table } from '../../schema/model';
import { sameName } from '../../schema/lookup';
import { type Schema, schemaKey } from '../../schema/schema';
import { mentions } from './mentions';

/** PostgreSQL's NAMEDATALEN - 1, in bytes. */
const LONGEST = 63;

/**
 * The name that a database makes up for a constraint that has none; null where it makes none up, or where it is not known.
 * @param key of the table. @param table with what it holds so far. @param columns those of the table, for CHECKs.
 */
export function assignedName(schema: Schema, key: string, table: Table, constraint: Constraint): Name | null {
  const text =
    schema.dialect === 'postgresql'
      ? postgresqlName(schema, key, table, constraint)
      : schema.dialect === 'mysql'
        ? mysqlName(table, constraint)
        : null;
  return text === null ? null : { text, final: true, assigned: true };
}

function postgresqlName(schema: Schema, key: string, table: Table, constraint: Constraint): string | null {
  const choose = (addition: string | null, label: string, isRelation: boolean): string =>
    chooseName(table.name, addition, label, (name) => isTaken(schema, key, table, name, isRelation));
  switch (constraint.kind) {
    case 'primaryKey':
      return choose(null, 'pkey', true);
    case 'unique':
      return choose(joined([...constraint.columns, ...included(constraint)]), 'key', true);
    case 'exclude':
      return choose(joined(elementNames(constraint.elements.map(({ expression }) => expression))), 'excl', true);
    case 'foreignKey':
      return choose(joined(constraint.columns), 'fkey', false);
    case 'check': {
      const named = table.columns.map(({ name: column }) => ({
        column,
        mention: mentions(constraint.condition, { table: table.name, column, dialect: 'postgresql' }),
      }));
      if (named.some(({ mention }) => mention === 'unsure')) return null;
      const [only, ...others] = named.filter(({ mention }) => mention === 'yes');
      return choose(only === undefined || others.length > 0 ? null : only.column, 'check', false);
    }
  }
}

/** The columns of INCLUDE take part in the name. */
function included({ options }: Constraint): readonly string[] {
  const value = options.postgresql_include;
  if (value === undefined) return [];
  const items = 'kind' in value ? ('items' in value ? value.items : []) : value;
  return items.flatMap((item) => ('kind' in item && item.kind === 'string' ? item.value : []));
}

/** What PostgreSQL calls the elements of an index (ChooseIndexColumnNames): numbered where a name is there already. */
function elementNames(elements: readonly IndexElement[]): readonly string[] {
  const names: string[] = [];
  for (const element of elements) {
    const plain =
      element.kind === 'columnName' || element.kind === 'columnReference'
        ? element.name
        : element.kind === 'function'
          ? (element.path.at(-1)?.toLowerCase() ?? 'expr')
          : 'expr';
    let name = plain;
    for (let number = 1; names.includes(name); number += 1) name = `${plain}${number}`;
    names.push(name);
  }
  return names;
}

/** Column names in a row, no longer than a name can be (ChooseForeignKeyConstraintNameAddition). */
function joined(columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    text = text === '' ? column : `${text}_${column}`;
    if (bytes(text) > LONGEST) break;
  }
  return text;
}

function chooseName(table: string, addition: string | null, label: string, taken: (name: string) => boolean): string {
  for (let pass = 0; ; pass += 1) {
    const name = objectName(table, addition, pass === 0 ? label : `${label}${pass}`);
    if (!taken(name)) return name;
  }
}

/** `table_addition_label`, of which the longer of the first two is shortened as far as needed (makeObjectName). */
function objectName(table: string, addition: string | null, label: string): string {
  let room = LONGEST - bytes(label) - 1 - (addition === null ? 0 : 1);
  let [first, second] = [bytes(table), addition === null ? 0 : bytes(addition)];
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  room = first;
  return [clip(table, room), ...(addition === null ? [] : [clip(addition, second)]), label].join('_');
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** As many whole letters as fit. */
function clip(text: string, room: number): string {
  let used = 0;
  let clipped = '';
  for (const letter of text) {
    used += bytes(letter);
    if (used > room) break;
    clipped += letter;
  }
  return clipped;
}

/** Whether a name is taken in the table's schema: among constraints, and for those with an index among relations, too. */
function isTaken(schema: Schema, key: string, table: Table, name: string, isRelation: boolean): boolean {
  if (table.constraints.some((one) => one.name?.text === name)) return true;
  const full = schemaKey(name, table.schema);
  const uses = (schema.names.get(full) ?? []).filter((use) => use.table !== key);
  if (uses.some(({ of }) => of !== 'index')) return true;
  if (!isRelation) return false;
  return (
    uses.length > 0 ||
    name === table.name ||
    table.indexes.some((one) => one.name?.text === name) ||
    schema.tables.has(full) ||
    schema.sequences.has(full)
  );
}

/** The name of the sequence that SERIAL and IDENTITY make. */
export function sequenceName(schema: Schema, key: string, table: Table, column: string): string {
  return chooseName(table.name, column, 'seq', (name) => isTaken(schema, key, table, name, true));
}

function mysqlName(table: Table, constraint: Constraint): string | null {
  switch (constraint.kind) {
    case 'primaryKey':
      return 'PRIMARY';
    case 'unique':
      return mysqlIndexName(table, constraint.columns[0] ?? '');
    case 'foreignKey':
      return `${table.name}_ibfk_${highest(table, '_ibfk_') + 1}`;
    case 'check':
      return `${table.name}_chk_${highest(table, '_chk_') + 1}`;
    case 'exclude':
      return null;
  }
}

function highest(table: Table, infix: string): number {
  const prefix = table.name + infix;
  const numbers = table.constraints.flatMap(({ name }) =>
    name?.text.startsWith(prefix) === true ? Number(name.text.slice(prefix.length)) || 0 : [],
  );
  return Math.max(0, ...numbers);
}

/** The first column's name, or with a number where an index is called so (make_unique_key_name). */
function mysqlIndexName(table: Table, column: string): string {
  const names = [
    ...table.indexes.flatMap(({ name }) => name?.text ?? []),
    ...table.constraints.flatMap(({ kind, name }) => (kind === 'unique' ? (name?.text ?? []) : [])),
  ];
  const isFree = (name: string): boolean => !names.some((one) => sameName('mysql', one, name));
  if (isFree(column) && column.toLowerCase() !== 'primary') return column;
  for (let number = 2; ; number += 1) {
    const name = `${column}_${number}`;
    if (isFree(name)) return name;
  }
}

/**
 * The index that MySQL makes for a foreign key when none begins with its columns; null: there is one.
 * @param given the name that the file gives the key.
 */
export function mysqlForeignKeyIndex(table: Table, key: ForeignKeyConstraint, given: string | null): Index | null {
  const begins = (columns: readonly (string | null)[]): boolean =>
    key.columns.every((column, at) => {
      const one = columns[at];
      return one !== undefined && one !== null && sameName('mysql', one, column);
    });
  const columnNames = (elements: readonly IndexElement[]): readonly (string | null)[] =>
    elements.map((element) => (element.kind === 'columnName' ? element.name : null));
  const isServed =
    table.indexes.some(({ elements }) => begins(columnNames(elements))) ||
    table.constraints.some((one) => (one.kind === 'unique' || one.kind === 'primaryKey') && begins(one.columns));
  if (isServed) return null;
  return {
    kind: 'index',
    name: { text: given ?? mysqlIndexName(table, key.columns[0] ?? ''), final: true, assigned: true },
    elements: key.columns.map((name) => ({ kind: 'columnName', name })),
    unique: false,
    options: {},
  };
}
