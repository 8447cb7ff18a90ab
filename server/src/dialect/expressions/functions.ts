import type { SqlType } from '../../schema/sqlType';
import { libraryType } from '../../schema/sqlType';
import { notKnown } from './notKnown';
import { INTEGER, NUMERIC, STRING } from './typeRules';
import type { ElementType } from './typeFamily';

/** A function that `sqlalchemy.func` knows: found in any case of letters, written in its own. */
interface KnownFunction {
  readonly name: string;
  /** How it is written; `ansi`: without parentheses while it has no arguments. */
  readonly text: string;
  readonly ansi: boolean;
  /** `arguments`: that of the first argument with a type. */
  readonly type: SqlType | 'arguments' | null;
}

const DATETIME = libraryType('sqlalchemy', 'DateTime');

const ANSI: Readonly<Record<string, SqlType>> = {
  current_date: libraryType('sqlalchemy', 'Date'),
  current_time: libraryType('sqlalchemy', 'Time'),
  current_timestamp: DATETIME,
  current_user: STRING,
  localtime: DATETIME,
  localtimestamp: DATETIME,
  session_user: STRING,
  user: STRING,
};

const PLAIN: Readonly<Record<string, KnownFunction['type']>> = {
  coalesce: 'arguments',
  max: 'arguments',
  min: 'arguments',
  sum: 'arguments',
  now: DATETIME,
  concat: STRING,
  char_length: INTEGER,
  random: null,
  count: INTEGER,
  rank: INTEGER,
  dense_rank: INTEGER,
  percent_rank: NUMERIC,
  cume_dist: NUMERIC,
};

const KNOWN: ReadonlyMap<string, KnownFunction> = new Map([
  ...Object.entries(ANSI).map(([name, type]): [string, KnownFunction] => [
    name,
    { name, text: name.toUpperCase(), ansi: true, type },
  ]),
  ['sysdate', { name: 'sysdate', text: 'sysdate', ansi: true, type: DATETIME }],
  ...Object.entries(PLAIN).map(([name, type]): [string, KnownFunction] => [
    name,
    { name, text: name, ansi: false, type },
  ]),
]);

/** Functions with rules of their own, or with rules that depend on what the project imported before. */
const NOT_FOLLOWED = new Set(
  (
    'cast extract next_value ansifunction returntypefromargs returntypefromoptionalargs array_agg orderedsetagg mode ' +
    'percentile_cont percentile_disc cube rollup grouping_sets aggregate_strings to_tsvector to_tsquery plainto_tsquery ' +
    'phraseto_tsquery websearch_to_tsquery ts_headline hstore defined delete slice akeys avals hstore_to_array ' +
    'hstore_to_matrix'
  ).split(' '),
);

/**
 * What `sqlalchemy.func` knows of a function; undefined: a name like any other.
 * @throws NotKnownError for one whose rules are not written here
 */
export function knownFunction(path: readonly string[]): KnownFunction | undefined {
  const [name] = path;
  if (path.length !== 1 || name === undefined) return undefined;
  const lower = name.toLowerCase();
  if (NOT_FOLLOWED.has(lower)) notKnown(`How SQLAlchemy writes the function ${name}() is not followed.`);
  return KNOWN.get(lower);
}

/** How many arguments functions of `sqlalchemy.func` take at most and at least, where they are particular. */
const ARITIES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  count: [0, 1],
  char_length: [1, 1],
};

/** @throws NotKnownError for a call that Python refuses */
export function checkArity(path: readonly string[], count: number): void {
  const [least, most] = (path.length === 1 ? ARITIES[path[0]?.toLowerCase() ?? ''] : undefined) ?? [0, Infinity];
  if (count < least || count > most) notKnown(`SQLAlchemy's ${path.join('.')}() does not take ${count} arguments.`);
}

/** The type of a call. */
export function functionType(
  path: readonly string[],
  given: SqlType | null,
  types: readonly ElementType[],
): ElementType {
  if (given !== null) return given;
  const type = knownFunction(path)?.type ?? null;
  return type === 'arguments' ? (types.find((candidate) => candidate !== null) ?? null) : type;
}
