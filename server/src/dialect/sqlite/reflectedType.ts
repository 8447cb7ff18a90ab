import { libraryType, type LibraryType } from '../../schema/sqlType';
import { refuse } from '../../sqlalchemy/refusal';

/** What a type takes in parentheses, by SQLAlchemy's parameter; none: SQLAlchemy warns and leaves it out. */
const LENGTH = ['length'] as const;
const PRECISION = ['precision', 'scale'] as const;

/** The types that SQLAlchemy knows by name in a table of SQLite (`ischema_names`). */
const KNOWN: Readonly<Record<string, readonly [name: string, parameters: readonly string[]]>> = {
  BIGINT: ['BIGINT', []],
  BLOB: ['BLOB', LENGTH],
  BOOL: ['BOOLEAN', []],
  BOOLEAN: ['BOOLEAN', []],
  CHAR: ['CHAR', LENGTH],
  DATE: ['DATE', []],
  DATE_CHAR: ['DATE', []],
  DATETIME: ['DATETIME', []],
  DATETIME_CHAR: ['DATETIME', []],
  DOUBLE: ['DOUBLE', []],
  DECIMAL: ['DECIMAL', PRECISION],
  FLOAT: ['FLOAT', []],
  INT: ['INTEGER', []],
  INTEGER: ['INTEGER', []],
  JSON: ['JSON', []],
  NUMERIC: ['NUMERIC', PRECISION],
  REAL: ['REAL', []],
  SMALLINT: ['SMALLINT', []],
  TEXT: ['TEXT', LENGTH],
  TIME: ['TIME', []],
  TIME_CHAR: ['TIME', []],
  TIMESTAMP: ['TIMESTAMP', []],
  VARCHAR: ['VARCHAR', LENGTH],
  NVARCHAR: ['NVARCHAR', LENGTH],
  NCHAR: ['NCHAR', LENGTH],
};

/** SQLite's rules of affinity, in their order, for every other name (https://www.sqlite.org/datatype3.html, 3.1). */
const BY_AFFINITY: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/INT/, 'INTEGER'],
  [/CHAR|CLOB|TEXT/, 'TEXT'],
  [/BLOB/, 'NullType'],
  [/REAL|FLOA|DOUB/, 'REAL'],
  [/(?:)/, 'NUMERIC'],
];

/**
 * The type that SQLAlchemy finds in a column of SQLite: names it does not know become the type of their affinity, and what
 * stands behind the parentheses (a collation) is lost.
 * @param text as DDL writes the type. @throws Refusal
 */
export function reflectedType(text: string): LibraryType {
  const [, name = '', given] = /^([\w ]+?)\s*(?:\(([^)]*)\))?(?: COLLATE .*)?$/.exec(text.toUpperCase()) ?? [];
  if (name === '') return refuse(`What SQLAlchemy finds in a column of the type \`${text}\` is not known.`);
  const [found, parameters] = KNOWN[name] ?? byAffinity(name);
  if (found === 'NullType') refuse(`SQLAlchemy finds no type in a column of the type \`${text}\`.`);
  const numbers = given?.match(/\d+/g) ?? [];
  // More than the type takes: SQLAlchemy does without any.
  const taken = numbers.length > parameters.length ? [] : numbers;
  const values = taken.map((digits, index) => [parameters[index] ?? '', integer(digits)] as const);
  return libraryType(found === 'JSON' ? 'sqlite' : 'sqlalchemy', found, Object.fromEntries(values));
}

function byAffinity(name: string): readonly [name: string, parameters: readonly string[]] {
  const [, found = 'NUMERIC'] = BY_AFFINITY.find(([pattern]) => pattern.test(name)) ?? [];
  return KNOWN[found] ?? [found, []];
}

function integer(digits: string): { readonly kind: 'integer'; readonly value: bigint } {
  return { kind: 'integer', value: BigInt(digits) };
}
