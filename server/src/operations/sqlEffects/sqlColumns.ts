import type { Column, Constraint, Name, ServerDefault } from '../../schema/model';
import type { SqlExpression } from '../../schema/expression';
import type { SqlType } from '../../schema/sqlType';
import { isType } from '../../sqlalchemy/typeArguments';
import { checkConstraint, deferral, finalName, foreignKey, onConflict } from './sqlConstraints';
import type { SqlScope } from './sqlEffect';
import { notRead, type SqlName, type SqlReader } from './sqlReader';
import type { SqlToken } from './sqlTokens';
import { sqlType } from './sqlTypes';

/** A column with the constraints that stand behind it. */
export interface ReadColumn {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
  /** `serial`, AUTO_INCREMENT, AUTOINCREMENT. */
  readonly isNumbered: boolean;
}

/** What is gathered from what stands behind a column's type. */
interface Gathered {
  nullable: boolean | null;
  serverDefault: ServerDefault | null;
  isKey: boolean;
  isNumbered: boolean;
  comment: string | null;
  items: Column['items'];
  options: Column['options'];
  readonly constraints: Constraint[];
  type: SqlType;
}

/** A column definition: `name type ...`. @throws NotRead */
export function columnDefinition(reader: SqlReader, scope: SqlScope): ReadColumn {
  if (reader.next?.kind === 'word' && RESERVED.test(reader.next.text)) notRead(reader.next.text);
  const name = reader.name();
  const { type, isSerial } = sqlType(reader, scope.schema);
  const gathered: Gathered = {
    nullable: null,
    serverDefault: null,
    isKey: false,
    isNumbered: isSerial,
    comment: null,
    items: [],
    options: {},
    constraints: [],
    type,
  };
  while (!reader.isDone && !reader.is(',') && !reader.is(')') && !reader.is('FIRST') && !reader.is('AFTER')) {
    const constraint = reader.take('CONSTRAINT') ? finalName(reader.name()) : null;
    if (!constraintOf(gathered, name, constraint, reader, scope)) notRead(reader.next?.text ?? '');
  }
  if (isSerial) {
    if (gathered.serverDefault !== null) notRead('a default of a numbered column');
    gathered.nullable = false;
  }
  const { constraints, isNumbered } = gathered;
  return { column: columnOf(name, gathered, reader), constraints, isNumbered };
}

/** What begins no column: `LIKE other`, `EXCLUDE ...`. */
const RESERVED = /^(?:LIKE|CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK|EXCLUDE|INDEX|PERIOD)$/;

/** The column of its table. @param keys the columns of the table's primary key. @throws NotRead */
export function inTable(
  { column, isNumbered }: ReadColumn,
  keys: readonly string[],
  table: SqlName,
  reader: SqlReader,
): Column {
  const { dialect } = reader;
  if (!keys.includes(column.name)) {
    if (!isNumbered) return column;
    return dialect === 'postgresql'
      ? { ...column, serverDefault: nextValue(table, column.name) }
      : notRead('AUTO_INCREMENT');
  }
  if (dialect === 'sqlite' || !isType(column.type, 'sqlalchemy.Integer')) return column;
  return { ...column, autoincrement: !isNumbered ? false : keys.length === 1 ? 'auto' : true };
}

function columnOf(name: string, gathered: Gathered, { dialect }: SqlReader): Column {
  const { type, nullable, serverDefault, isKey, comment, items, options } = gathered;
  return {
    kind: 'column',
    name,
    quote: null,
    type,
    primaryKey: isKey,
    // In SQLite a key does not keep NULL out by itself; that is what reflection says of it too.
    nullable: dialect === 'sqlite' ? (nullable ?? true) : nullable,
    autoincrement: 'auto',
    unique: false,
    index: false,
    default: null,
    serverDefault,
    items,
    comment,
    system: false,
    options,
  };
}

/** What `serial` puts there, by the name that PostgreSQL gives the sequence. */
function nextValue({ name: table, schema }: SqlName, column: string): ServerDefault {
  const sequence = `${table}_${column}_seq`;
  // Longer ones are shortened, and those that need quotes are quoted.
  if (sequence.length > 63 || !/^[a-z_][a-z0-9_]*$/.test(sequence)) return notRead('the sequence of a column');
  const sql = `nextval('${schema === null ? '' : `${schema}.`}${sequence}'::regclass)`;
  return { kind: 'expression', expression: { kind: 'text', sql, binds: {} } };
}

/** Reads one constraint of a column; false where something else follows. */
function constraintOf(
  gathered: Gathered,
  column: string,
  name: Name | null,
  reader: SqlReader,
  scope: SqlScope,
): boolean {
  if (reader.take('NOT', 'NULL')) {
    gathered.nullable = false;
    gathered.options = { ...gathered.options, ...onConflict(reader, 'sqlite_on_conflict_not_null') };
  } else if (reader.take('NULL')) gathered.nullable = true;
  else if (reader.take('DEFAULT')) gathered.serverDefault = defaultOf(reader);
  else if (reader.take('PRIMARY', 'KEY')) {
    gathered.isKey = true;
    if (reader.take('DESC')) notRead('PRIMARY KEY DESC');
    reader.take('ASC');
    const options = onConflict(reader);
    if (reader.take('AUTOINCREMENT')) gathered.isNumbered = true;
    gathered.constraints.push({ kind: 'primaryKey', name, columns: [column], ...deferral(reader), options });
  } else if (reader.take('UNIQUE')) {
    reader.take('KEY');
    const options = onConflict(reader);
    gathered.constraints.push({ kind: 'unique', name, columns: [column], ...deferral(reader), options });
  } else if (reader.is('REFERENCES')) {
    const key = foreignKey(reader, name, [column], scope);
    // MySQL reads such a key and forgets it, MariaDB does not.
    if (reader.dialect === 'mysql') notRead('a foreign key within a column');
    gathered.constraints.push(reader.dialect === 'sqlite' ? { ...key, isInline: true } : key);
  } else if (reader.take('CHECK')) gathered.items = [...gathered.items, checkConstraint(reader, name)];
  else if (reader.take('GENERATED') || reader.is('AS')) gathered.serverDefault = generated(reader);
  else if (reader.take('AUTO_INCREMENT')) gathered.isNumbered = true;
  else if (reader.take('COMMENT')) gathered.comment = reader.string();
  else if (reader.take('COLLATE')) gathered.type = collated(gathered.type, reader.qualified());
  else return false;
  return true;
}

const ENDS_DEFAULT = new Set([
  ...['CONSTRAINT', 'NOT', 'NULL', 'PRIMARY', 'UNIQUE', 'REFERENCES', 'CHECK', 'GENERATED', 'COLLATE', 'COMMENT'],
  ...['AUTO_INCREMENT', 'ON', 'FIRST', 'AFTER', 'DEFERRABLE'],
]);

function endsDefault(token: SqlToken): boolean {
  return token.kind === 'word' && ENDS_DEFAULT.has(token.text);
}

/** Behind `DEFAULT`; null for `NULL`. @throws NotRead */
export function defaultOf(reader: SqlReader): ServerDefault | null {
  const expression = reader.until(endsDefault);
  if (reader.is('ON')) notRead('ON UPDATE');
  if (expression.kind === 'text' && /^null$/i.test(expression.sql)) return null;
  return { kind: 'expression', expression };
}

function generated(reader: SqlReader): ServerDefault {
  const always = reader.take('ALWAYS');
  const byDefault = !always && reader.take('BY', 'DEFAULT');
  reader.expect('AS');
  if (reader.take('IDENTITY')) {
    // What PostgreSQL's options of sequences say is not looked at.
    if (reader.is('(')) notRead('options of an identity');
    return { kind: 'identity', always, onNull: null, sequence: {} };
  }
  if (byDefault) notRead('GENERATED BY DEFAULT');
  const expression: SqlExpression = reader.parenthesised();
  const persisted = reader.take('STORED') ? true : reader.take('VIRTUAL') ? false : null;
  return { kind: 'computed', expression, persisted };
}

function collated(type: SqlType, { name, schema }: SqlName): SqlType {
  if (type.kind === 'custom' && type.text !== undefined && schema === null) {
    const text = `${type.text} COLLATE "${name.replaceAll('"', '""')}"`.trimStart();
    return { ...type, name: text, text };
  }
  const isText = isType(type, 'sqlalchemy.String');
  if (!isText || schema !== null) return notRead('COLLATE');
  return { ...type, arguments: { ...type.arguments, collation: { kind: 'string', value: name } } };
}
