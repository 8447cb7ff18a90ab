import { pyBool, pyDictOf, pyList, pyStr } from '../../python/interpreter/make';
import { PY_NONE, type PyValue, unknownData } from '../../python/interpreter/value';
import type { Context, DialectName } from '../../schema/context';
import type { Column, Constraint, Index, Name, Table } from '../../schema/model';
import { primaryKeyOf } from '../../schema/lookup';
import type { Schema } from '../../schema/schema';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import { known, notKnown } from '../../sqlalchemy/notKnown';
import { reflectedType } from './reflectedType';

type Answer = (table: Table, schema: Schema, sqlalchemy: Context['sqlalchemy']) => PyValue;

/** What depends on how the database prints it. */
const PRINTED = unknownData('How the database prints it is not followed.');

/** The methods of an inspector that are about one table. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  get_columns: (table, { dialect }, sqlalchemy) =>
    pyList(table.columns.map((column) => columnDict(column, table, { dialect, sqlalchemy }))),
  get_pk_constraint: (table, { dialect }) => {
    const key = primaryKeyOf(table);
    return pyDictOf([
      ['constrained_columns', texts(key?.columns ?? [])],
      ['name', nameOf(key?.name ?? null)],
      ...comment(dialect),
    ]);
  },
  get_unique_constraints: (table, { dialect }) =>
    pyList(
      byName(
        table.constraints.filter((one) => one.kind === 'unique'),
        dialect,
      ).map((one) => pyDictOf([['column_names', texts(one.columns)], ['name', nameOf(one.name)], ...comment(dialect)])),
    ),
  get_foreign_keys: (table, { dialect }) =>
    pyList(
      byName(
        table.constraints.filter((one) => one.kind === 'foreignKey'),
        dialect,
      ).map((one) => foreignKey(one, dialect)),
    ),
  get_indexes: (table, { dialect }) => pyList([...indexDicts(table, dialect)]),
  get_check_constraints: (table, { dialect }) =>
    pyList(
      [...table.constraints, ...table.columns.flatMap(({ items }) => items)]
        .filter((one) => one.kind === 'check')
        .map(({ name }) => pyDictOf([['name', nameOf(name)], ['sqltext', PRINTED], ...comment(dialect)])),
    ),
  get_table_comment: (table, { dialect }) =>
    dialect === 'sqlite'
      ? notKnown('SQLite has no comments.')
      : pyDictOf([['text', table.comment === null ? PY_NONE : pyStr(table.comment)]]),
};

/** What an inspector's method answers about a table; undefined: that is not followed. */
export function reflected(method: string): Answer | undefined {
  return Object.hasOwn(ANSWERS, method) ? ANSWERS[method] : undefined;
}

function columnDict(
  column: Column,
  table: Table,
  { dialect, sqlalchemy }: Pick<Context, 'dialect' | 'sqlalchemy'>,
): PyValue {
  const { name, nullable, serverDefault } = column;
  const entries: (readonly [string, PyValue])[] = [
    ['name', pyStr(name)],
    ['type', reflectedType(column.type, dialect)],
    ['nullable', nullable === null ? PRINTED : pyBool(nullable)],
  ];
  const numbered = known(() => {
    const isNumbered = autoincrementColumn(table, sqlalchemy)?.name === name || serverDefault?.kind === 'identity';
    return isNumbered || serverDefault?.kind === 'expression' ? PRINTED : pyBool(false);
  });
  const hasNone = serverDefault === null && numbered.kind === 'boolean';
  entries.push(['default', hasNone || (serverDefault === null && dialect !== 'postgresql') ? PY_NONE : PRINTED]);
  if (dialect === 'sqlite') {
    const at = primaryKeyOf(table)?.columns.indexOf(name) ?? -1;
    entries.push(['primary_key', { kind: 'integer', value: BigInt(at + 1) }]);
  } else {
    entries.push(['autoincrement', numbered], ['comment', column.comment === null ? PY_NONE : pyStr(column.comment)]);
  }
  return pyDictOf(entries);
}

function foreignKey(one: Extract<Constraint, { kind: 'foreignKey' }>, dialect: DialectName): PyValue {
  const { onupdate, ondelete, deferrable, initially, match } = one.rules;
  const isPlain = [onupdate, ondelete, deferrable, initially, match].every((rule) => rule === null);
  return pyDictOf([
    ['name', nameOf(one.name)],
    ['constrained_columns', texts(one.columns)],
    // PostgreSQL leaves out a schema that is searched.
    ['referred_schema', one.referredSchema === null ? PY_NONE : unknownSchema(one.referredSchema, dialect)],
    ['referred_table', pyStr(one.referredTable)],
    ['referred_columns', texts(one.referredColumns)],
    ['options', isPlain ? pyDictOf([]) : PRINTED],
    ...comment(dialect),
  ]);
}

function unknownSchema(schema: string, dialect: DialectName): PyValue {
  return dialect === 'postgresql' && schema === 'public' ? PRINTED : pyStr(schema);
}

/** Whether SQLAlchemy lists an index of a name: those of UNIQUE, too, where the database has them by that name. */
export function listsIndex({ indexes, constraints }: Table, name: string, dialect: DialectName): boolean {
  const isIt = (one: { readonly name: Name | null }): boolean => one.name?.text === name;
  const index = indexes.find(isIt);
  if (index !== undefined) return dialect !== 'sqlite' || isSurelyListed(index);
  return (
    dialect !== 'sqlite' && constraints.some((one) => (one.kind === 'unique' || one.kind === 'exclude') && isIt(one))
  );
}

/** With those of UNIQUE, which PostgreSQL and MySQL list too. */
function* indexDicts(table: Table, dialect: DialectName): Generator<PyValue> {
  const keys = dialect === 'sqlite' ? [] : table.constraints.filter((one) => one.kind === 'unique');
  const others = table.constraints.some(({ kind }) => kind === 'exclude');
  if (others) notKnown('The index of EXCLUDE is not followed.');
  for (const one of byName([...table.indexes, ...keys], dialect)) {
    if (dialect === 'sqlite' && one.kind === 'index') isSurelyListed(one);
    yield pyDictOf(one.kind === 'index' ? indexEntries(one, dialect) : keyEntries(one, dialect));
  }
}

/** SQLAlchemy leaves out those of SQLite's that have an expression; an expression may be no more than a column. */
function isSurelyListed({ elements }: Index): boolean {
  const isPlain = elements.every(({ kind }) => kind === 'columnName');
  return isPlain || notKnown('Whether SQLAlchemy lists an index of an expression is not followed.');
}

function indexEntries(
  { name, unique, elements }: Index,
  dialect: DialectName,
): readonly (readonly [string, PyValue])[] {
  const columns = elements.map((one) => (one.kind === 'columnName' ? pyStr(one.name) : PRINTED));
  return [
    ['name', nameOf(name)],
    // SQLite's own number: `is True` is false of it.
    ['unique', dialect === 'sqlite' ? { kind: 'integer', value: unique ? 1n : 0n } : pyBool(unique)],
    ['column_names', pyList(columns)],
  ];
}

function keyEntries(
  { name, columns }: Extract<Constraint, { kind: 'unique' }>,
  dialect: DialectName,
): readonly (readonly [string, PyValue])[] {
  return [
    ['name', nameOf(name)],
    ['unique', pyBool(true)],
    ['column_names', texts(columns)],
    ...(dialect === 'postgresql' ? ([['duplicates_constraint', nameOf(name)]] as const) : []),
  ];
}

/** As the queries of PostgreSQL order them, and SQLAlchemy for SQLite's indexes. */
function byName<T extends { readonly name: Name | null }>(items: readonly T[], dialect: DialectName): readonly T[] {
  if (dialect === 'mysql') return items;
  const text = ({ name }: T): string => name?.text ?? '~';
  return items.toSorted((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}

function comment(dialect: DialectName): readonly (readonly [string, PyValue])[] {
  return dialect === 'postgresql' ? [['comment', PRINTED]] : [];
}

/** SQLite lists the constraints without a name too. */
function nameOf(name: Name | null): PyValue {
  return name === null ? PY_NONE : pyStr(name.text);
}

function texts(names: readonly string[]): PyValue {
  return pyList(names.map(pyStr));
}
