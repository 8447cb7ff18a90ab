import { err, ok, type Result } from '../../common/result';
import { sequenceOptions } from '../../dialect/sequenceOptions';
import type { Statement } from '../../dialect/statement';
import { constraintAgain } from '../../operations/reverse/rebuild';
import type { Context } from '../../schema/context';
import type { Column, Constraint, ForeignKeyConstraint, Table } from '../../schema/model';
import { type Schema, schemaKey, type Sequence } from '../../schema/schema';
import { type SqlType, typeFor } from '../../schema/sqlType';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import { isType } from '../../sqlalchemy/typeArguments';
import { byKey, shownKey } from './schemaText';
import { TERMINATOR } from '../sql/eachRevision';
import { derivedTable, parentsOf, type TablesByKey } from './derivedTable';
import { numberingSql, withoutOddNumbering } from './oddNumbering';
import { commentsSql, operationsSql, quotedName, tableSql } from './tableSql';

const NOWHERE = { from: 0, to: 0 };

/**
 * What makes a database hold a schema, in an order in which it can run: types and sequences, tables, then foreign keys.
 * Every name is said, and a column that is numbered gets its own sequence, so that the same comes to be.
 * @returns in the error why that is not known, one sentence.
 */
export function schemaSql(schema: Schema, context: Context): Result<readonly Statement[], string> {
  if (schema.doubt !== null) return err(schema.doubt.reason);
  const tables: Table[] = [];
  for (const [key, { table, doubt }] of byKey(schema.tables)) {
    if (table === null || doubt !== null) return err(`${shownKey(key)}: ${doubt?.reason ?? 'It is not known.'}`);
    tables.push(table);
  }
  return context.dialect === 'postgresql'
    ? postgresSql(schema, inOrder(tables), context)
    : all(
        tables.map((table) =>
          losesAutoincrement(table) ? err(lostAutoincrement(table)) : tableSql(table, context, true),
        ),
      );
}

/** SQLAlchemy writes no AUTOINCREMENT for a key of SQLite that is a foreign key, too (SQLiteDDLCompiler). */
function losesAutoincrement({ options, constraints }: Table): boolean {
  const key = constraints.find(({ kind }) => kind === 'primaryKey');
  const columns = key?.kind === 'primaryKey' ? key.columns : [];
  const refers = constraints.some(
    (one) => one.kind === 'foreignKey' && one.columns.some((name) => columns.includes(name)),
  );
  return options.sqlite_autoincrement !== undefined && refers;
}

function lostAutoincrement({ name }: Table): string {
  return `${name}: The AUTOINCREMENT of a key that is a foreign key, too, is not written.`;
}

function postgresSql(schema: Schema, tables: readonly Table[], context: Context): Result<readonly Statement[], string> {
  const sequences = [...schema.sequences.values()].flatMap(({ item }) => item ?? []);
  const numbering = sequences.filter((one) => !isOfIdentity(one, schema));
  const byName: TablesByKey = new Map(tables.map((table) => [schemaKey(table.name, table.schema), table]));
  const places = new Set(
    [...tables, ...numbering, ...[...schema.enums.values()].flatMap(({ item }) => item ?? [])].map((one) => one.schema),
  );
  return all([
    ok(
      [...places].flatMap((place) => (place === null ? [] : `CREATE SCHEMA IF NOT EXISTS ${quote(place)}`)).map(ended),
    ),
    ok(
      byKey(schema.enums).flatMap(([, { item }]) => {
        const labels = item?.labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ');
        return item === null ? [] : ended(`CREATE TYPE ${named(item)} AS ENUM (${labels ?? ''})`);
      }),
    ),
    ok(numbering.map((one) => ended(sequenceText(one, schema)))),
    ...tables.flatMap((table) => {
      const made = derivedTable(
        withSequences(withoutReferences(withoutOddNumbering(table, sequences)), numbering),
        byName,
      );
      return [
        tableSql(inItself(made.table), context, true),
        operationsSql(
          () => repeated(made.table).map((one) => constraintAgain(one, { ...table, place: NOWHERE })),
          context,
          'online',
        ),
        operationsSql(() => made.operations, context, 'online'),
        ok(made.statements),
        ok(numberingSql(table, sequences)),
        ok(commentsSql(table)),
      ];
    }),
    // Tables that inherit are given those that are not valid as such; the keys of all tables are there.
    ...[isNotValid, isReference].map((isLater) =>
      operationsSql(
        () =>
          tables.flatMap((table) =>
            table.constraints.filter(isLater).map((one) => constraintAgain(one, { ...table, place: NOWHERE })),
          ),
        context,
        'online',
      ),
    ),
    ok(
      numbering.flatMap((one) => {
        const { ownedBy } = one;
        return ownedBy === undefined
          ? []
          : ended(
              `ALTER SEQUENCE ${named(one)} OWNED BY ${named({ ...ownedBy, name: ownedBy.table })}.${quote(ownedBy.column)}`,
            );
      }),
    ),
  ]);
}

/** Tables behind those that they are partitions of or inherit from. */
function inOrder(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((table) => [schemaKey(table.name, table.schema), table]));
  const placed = new Set<Table>();
  const place = (table: Table): void => {
    if (placed.has(table)) return;
    for (const key of parentsOf(table)) {
      const parent = byName.get(key);
      if (parent !== undefined && parent !== table) place(parent);
    }
    placed.add(table);
  };
  tables.forEach(place);
  return [...placed];
}

/**
 * A table as CREATE TABLE can say it: a new one has no rows that are not checked. A comment is written for itself, because
 * SQLAlchemy's scripts have backslashes twice, for servers that read them so.
 */
function inItself(table: Table): Table {
  const columns = table.columns.map((column): Column => ({ ...column, comment: null }));
  const again = repeated(table);
  return {
    ...table,
    comment: null,
    columns,
    constraints: table.constraints.filter((one) => !isNotValid(one) && !again.includes(one)),
  };
}

/**
 * Keys of the same columns, and what is excluded alike: of these CREATE TABLE makes one (transformIndexConstraints of PostgreSQL). One
 * that includes columns stands there, because Alembic adds none.
 */
function repeated({ constraints }: Table): readonly Constraint[] {
  const keys = constraints.flatMap((one): readonly { readonly one: Constraint; readonly says: string }[] => {
    if (one.kind === 'primaryKey' || one.kind === 'unique') return [{ one, says: one.columns.join('\0') }];
    return one.kind === 'exclude' ? [{ one, says: JSON.stringify({ ...one, name: null }) }] : [];
  });
  const kept = new Map(keys.toReversed().map(({ one, says }): [string, Constraint] => [says, one]));
  for (const { one, says } of keys) if (one.options.postgresql_include !== undefined) kept.set(says, one);
  return keys.filter(({ one, says }) => kept.get(says) !== one).map(({ one }) => one);
}

/** Of those that are not keys. */
function isNotValid(one: Constraint): boolean {
  return !isReference(one) && one.options.postgresql_not_valid !== undefined;
}

/** Without its foreign keys, and with no column numbered that a foreign key kept from it. */
function withoutReferences(table: Table): Table {
  const numbered = autoincrementColumn(table)?.name;
  const columns = table.columns.map((column): Column =>
    column.primaryKey && column.name !== numbered && column.autoincrement === 'auto'
      ? { ...column, autoincrement: false }
      : column,
  );
  return { ...table, columns, constraints: table.constraints.filter((one) => !isReference(one)) };
}

/** With the sequences that number its columns said as their defaults, in the place of SERIAL. */
function withSequences(table: Table, sequences: readonly Sequence[]): Table {
  const numbered = autoincrementColumn(table);
  const own = sequences.find(
    ({ ownedBy }) =>
      ownedBy?.table === table.name && ownedBy.schema === table.schema && ownedBy.column === numbered?.name,
  );
  if (numbered === null || own === undefined || numbered.serverDefault !== null) return table;
  const sql = `nextval('${named(own).replaceAll("'", "''")}'::regclass)`;
  const serverDefault = { kind: 'expression', expression: { kind: 'literalColumn', sql, type: null } } as const;
  const columns = table.columns.map((column): Column =>
    column === numbered ? { ...column, autoincrement: false, serverDefault } : column,
  );
  return { ...table, columns };
}

function isOfIdentity({ ownedBy }: Sequence, schema: Schema): boolean {
  return ownedBy !== undefined && ownerOf(ownedBy, schema)?.serverDefault?.kind === 'identity';
}

function ownerOf(ownedBy: NonNullable<Sequence['ownedBy']>, { tables }: Schema): Column | undefined {
  const table = tables.get(schemaKey(ownedBy.table, ownedBy.schema))?.table;
  return table?.columns.find(({ name }) => name === ownedBy.column);
}

function sequenceText(sequence: Sequence, schema: Schema): string {
  const { data_type: said, ...options } = sequence.options;
  const owner = sequence.ownedBy && ownerOf(sequence.ownedBy, schema);
  const type = said ?? (owner && typeFor(owner.type, schema.dialect));
  const rest = sequenceOptions(options);
  return `CREATE SEQUENCE ${named(sequence)}${type === undefined ? '' : numberType(type)}${rest === '' ? '' : ` ${rest}`}`;
}

/** ` AS ...` of a sequence that numbers a column of a type. */
function numberType(type: SqlType): string {
  if (isType(type, 'sqlalchemy.SmallInteger')) return ' AS smallint';
  if (isType(type, 'sqlalchemy.BigInteger')) return ' AS bigint';
  return isType(type, 'sqlalchemy.Integer') ? ' AS integer' : '';
}

function isReference(one: Constraint): one is ForeignKeyConstraint {
  return one.kind === 'foreignKey';
}

function named({ name, schema }: { readonly name: string; readonly schema: string | null }): string {
  return quotedName(name, schema);
}

function quote(name: string): string {
  return quotedName(name, null);
}

function ended(statement: string): string {
  return statement + TERMINATOR;
}

/** All of them, or the first error. */
function all(parts: readonly Result<readonly Statement[], string>[]): Result<readonly Statement[], string> {
  const statements: Statement[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    statements.push(...part.value);
  }
  return ok(statements);
}
