import type { Table } from '../../schema/model';
import { typeFor, type LibraryType, type SqlType } from '../../schema/sqlType';
import type { Ddl } from '../ddl';
import { refuse } from '../../sqlalchemy/refusal';
import type { RunMemo } from '../statement';
import { attachedTypes, isPostgresqlsOwn } from '../../sqlalchemy/namedTypes';
import { isNativeEnum } from '../../sqlalchemy/toTable';
import {
  argument,
  booleanArgument,
  enumLabels,
  isType,
  stringArgument,
  typeArgument,
} from '../../sqlalchemy/typeArguments';
import { typeName } from './types';

/**
 * CREATE TYPE for the types of a table's columns, each once a run (SQLAlchemy's `NamedType._on_table_create`; nobody looks
 * whether it exists). Types that say `create_type=False` are left out, by SQLAlchemy 2.0 also
 * those that belong to a MetaData.
 */
export function typesOfTable(ddl: Ddl, table: Table, memo: RunMemo): readonly string[] {
  return newTypes(ddl, table, memo).map((type) => createTypeText(ddl, type));
}

/** DROP TYPE for those that the run has not made; they count as made then, too (`NamedType._on_table_drop`). */
export function typesOfDroppedTable(ddl: Ddl, table: Table, memo: RunMemo): readonly string[] {
  return newTypes(ddl, table, memo).map(dropTypeText);
}

/** The types of a table's columns that are not in the memo; they are put there. */
function newTypes(ddl: Ddl, table: Table, memo: RunMemo): readonly LibraryType[] {
  return table.columns
    .flatMap((column) => attachedTypes(column.type))
    .flatMap((type) => {
      if (!isPostgresqlsOwn(type) && !isNativeEnum(type)) return [];
      if (ddl.context.sqlalchemy === '2.0' && argument(type, 'metadata') !== null) return [];
      if (isPostgresqlsOwn(type) && !booleanArgument(type, 'create_type', true)) return [];
      const kind = isType(type, 'postgresql.DOMAIN') ? 'domain ' : '';
      const key = `${kind}${stringArgument(type, 'schema') ?? ''}.${stringArgument(type, 'name') ?? ''}`;
      if (memo.createdTypes.has(key)) return [];
      memo.createdTypes.add(key);
      return [type];
    });
}

/** `Enum(...).create(bind)`. */
export function createNamedType(ddl: Ddl, type: SqlType, checkFirst: boolean): readonly string[] {
  return namedTypeStatement(ddl, type, checkFirst, (own) => createTypeText(ddl, own));
}

/** `Enum(...).drop(bind)`. */
export function dropNamedType(ddl: Ddl, type: SqlType, checkFirst: boolean): readonly string[] {
  return namedTypeStatement(ddl, type, checkFirst, dropTypeText);
}

function dropTypeText(type: LibraryType): string {
  return `DROP ${isType(type, 'postgresql.DOMAIN') ? 'DOMAIN' : 'TYPE'} ${typeName(type)}`;
}

function namedTypeStatement(
  ddl: Ddl,
  type: SqlType,
  checkFirst: boolean,
  text: (type: LibraryType) => string,
): readonly string[] {
  const own = typeFor(type, 'postgresql');
  if (own.kind === 'custom') return refuse(own.reason);
  if (!isPostgresqlsOwn(own) && !isNativeEnum(own)) return [];
  if (ddl.context.mode === 'online' && checkFirst) {
    return refuse('Whether the type exists is looked up in the database first (`checkfirst`).');
  }
  return [text(own)];
}

function createTypeText(ddl: Ddl, type: LibraryType): string {
  if (isType(type, 'postgresql.DOMAIN')) return createDomainText(ddl, type);
  return `CREATE TYPE ${typeName(type)} AS ENUM (${enumLabels(type)
    .map((label) => ddl.string(label))
    .join(', ')})`;
}

function createDomainText(ddl: Ddl, type: LibraryType): string {
  const collation = stringArgument(type, 'collation');
  const name = stringArgument(type, 'constraint_name');
  const value = argument(type, 'default');
  const check = sqlArgument(type, 'check');
  const options = [
    collation === null ? [] : `COLLATE ${ddl.quote(collation)}`,
    value === null ? [] : `DEFAULT ${defaultOf(ddl, type)}`,
    name === null ? [] : `CONSTRAINT ${ddl.name({ text: name, final: false }, 'constraint')}`,
    booleanArgument(type, 'not_null', false) ? 'NOT NULL' : [],
    check === null ? [] : `CHECK (${ddl.expression(check)})`,
  ].flat();
  return `CREATE DOMAIN ${typeName(type)} AS ${ddl.type(typeArgument(type, 'data_type'))} ${options.join(' ')}`;
}

function defaultOf(ddl: Ddl, type: LibraryType): string {
  const value = argument(type, 'default');
  if (value !== null && 'kind' in value && value.kind === 'string') return ddl.string(value.value);
  const sql = sqlArgument(type, 'default');
  return sql === null ? 'NULL' : ddl.expression(sql, true);
}

/** SQL given to a type: `text()`, or a string that is taken for it. */
function sqlArgument(type: LibraryType, name: string) {
  const value = argument(type, name);
  if (value === null) return null;
  if ('kind' in value && value.kind === 'string') return { kind: 'text', sql: value.value, binds: {} } as const;
  if ('kind' in value && value.kind === 'text') return value;
  return refuse(`\`${name}\` of a DOMAIN is not followed.`);
}
