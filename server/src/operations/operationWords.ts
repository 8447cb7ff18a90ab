import type { SqlExpression } from '../schema/expression';
import type { Constraint, Name } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import { argument } from '../sqlalchemy/typeArguments';
import type { AlterColumn, Operation, OperationKind, OperationOf } from './operation';

/** What an operation does, in words that can be set as a label or as a sentence: `add`, `column `, {name}. */
export interface OperationWords {
  /** In its plain form, one that gets an `s`: `add`, `drop`. */
  readonly verb: string;
  readonly rest: readonly (string | { readonly name: string })[];
}

type Words = { readonly [K in OperationKind]: (operation: OperationOf<K>) => OperationWords };

const WORDS: Words = {
  addColumn: (one) => words('add', 'column ', column(one, one.column.name)),
  alterColumn: (one) => words('alter', 'column ', column(one, one.column), changes(one)),
  dropColumn: (one) => words('drop', 'column ', column(one, one.column)),
  createTable: (one) => words('create', 'table ', table(one)),
  dropTable: (one) => words('drop', 'table ', table(one)),
  renameTable: (one) => words('rename', 'table ', table(one), ' to ', { name: one.newName }),
  createIndex: (one) =>
    words('create', one.unique ? 'unique index' : 'index', ...named(one.name), ' on table ', table(one)),
  dropIndex: (one) =>
    words('drop', 'index', ...named(one.name), ...(one.table === null ? [] : onTable(one, one.table))),
  addConstraint: (one) =>
    words('add', CONSTRAINTS[one.constraint.kind], ...named(one.constraint.name), ' to table ', table(one)),
  createForeignKey: (one) =>
    words('add', 'foreign key', ...named(one.name), ' from table ', table(one), ' to ', {
      name: path(one.referredSchema, one.referredTable),
    }),
  dropConstraint: (one) =>
    words('drop', DROPPED[one.type ?? 'any'] ?? 'constraint', ...named(one.name), ...onTable(one, one.table)),
  createTableComment: (one) => words('set', 'the comment of table ', table(one)),
  dropTableComment: (one) => words('drop', 'the comment of table ', table(one)),
  bulkInsert: ({ table: { name, schema }, rows }) =>
    words('insert', `${rows.length} ${rows.length === 1 ? 'row' : 'rows'} into table `, { name: path(schema, name) }),
  execute: ({ statement }) => words('execute', ...statementWords(statement)),
  createEnum: ({ type }) => words('create', 'enum type', ...typeName(type)),
  dropEnum: ({ type }) => words('drop', 'enum type', ...typeName(type)),
  batch: (one) => words('alter', 'table ', table(one), ' in a batch'),
  autocommitBlock: () => words('leave', 'the transaction for a block'),
  opaque: ({ table: about }) =>
    about === null
      ? words('do', 'something that is not known')
      : words('do', 'something that is not known to table ', { name: path(about.schema, about.name) }),
};

/** What an operation does. */
export function operationWords(operation: Operation): OperationWords {
  // The table is by kind, which the compiler cannot follow through the lookup.
  const say = WORDS[operation.kind] as (operation: Operation) => OperationWords;
  return say(operation);
}

/** As a label: `add column users.email`. */
export function operationLabel(operation: Operation): string {
  if (operation.kind === 'opaque') return 'not known';
  const { verb, rest } = operationWords(operation);
  return `${verb} ${rest.map((part) => (typeof part === 'string' ? part : part.name)).join('')}`;
}

/** `table` or `schema.table`. */
export function path(schema: string | null, name: string): string {
  return schema === null || schema === '' ? name : `${schema}.${name}`;
}

function words(verb: string, ...rest: OperationWords['rest']): OperationWords {
  return { verb, rest };
}

interface OnTable {
  readonly table: string;
  readonly schema: string | null;
}

function table(one: OnTable): { readonly name: string } {
  return { name: path(one.schema, one.table) };
}

function column(one: OnTable, name: string): { readonly name: string } {
  return { name: `${path(one.schema, one.table)}.${name}` };
}

function onTable({ schema }: Pick<OnTable, 'schema'>, name: string): OperationWords['rest'] {
  return [' of table ', { name: path(schema, name) }];
}

function named(name: Name | null): OperationWords['rest'] {
  return name === null ? [] : [' ', { name: name.text }];
}

const CONSTRAINTS: Readonly<Record<Constraint['kind'], string>> = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  check: 'check constraint',
  exclude: 'exclude constraint',
  foreignKey: 'foreign key',
};

const DROPPED: Readonly<Record<string, string>> = {
  foreignkey: 'foreign key',
  primary: 'primary key',
  unique: 'unique constraint',
  check: 'check constraint',
};

/** `: type, not null`: what `op.alter_column` is told to change. */
function changes(one: AlterColumn): string {
  const changed = [
    ...(one.newName === null ? [] : ['name']),
    ...(one.type === null ? [] : ['type']),
    ...(one.nullable === null ? [] : [one.nullable ? 'nullable' : 'not null']),
    ...(one.serverDefault === undefined ? [] : [one.serverDefault === null ? 'no server default' : 'server default']),
    ...(one.comment === undefined ? [] : ['comment']),
    ...(one.autoincrement === null ? [] : ['autoincrement']),
  ];
  return changed.length === 0 ? '' : `: ${changed.join(', ')}`;
}

/** The name it has in the database, where it was given one. */
function typeName(type: SqlType): OperationWords['rest'] {
  const given = type.kind === 'library' ? argument(type, 'name') : null;
  const text = given !== null && 'kind' in given && given.kind === 'string' ? given.value : null;
  return text === null ? [] : [' ', { name: text }];
}

const LONGEST = 60;

/** The beginning of a plain statement; of one that is built, what it does and to which table. */
function statementWords(statement: SqlExpression): OperationWords['rest'] {
  switch (statement.kind) {
    case 'text': {
      const line = statement.sql.trim().replace(/\s+/g, ' ');
      return [{ name: line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line }];
    }
    case 'insert':
      return ['INSERT INTO ', { name: path(statement.table.schema, statement.table.name) }];
    case 'update':
      return ['UPDATE ', { name: path(statement.table.schema, statement.table.name) }];
    case 'delete':
      return ['DELETE FROM ', { name: path(statement.table.schema, statement.table.name) }];
    case 'select':
      return ['SELECT'];
    case 'createSequence':
    case 'dropSequence': {
      const { name, schema } = statement.sequence;
      return [
        statement.kind === 'createSequence' ? 'CREATE SEQUENCE ' : 'DROP SEQUENCE ',
        { name: path(schema, name) },
      ];
    }
    default:
      return ['an expression'];
  }
}
