import { fc } from '../../support/random';

/** Pieces of Python for generated operations: calls, keywords, names that need quotes and names that do not. */
export type Text = fc.Arbitrary<string>;

export const pick = (...values: readonly string[]): Text => fc.constantFrom(...values);
export const quoted = (text: Text): Text => text.map((value) => JSON.stringify(value));
/** Mostly the first kind, so that unusual things come one at a time. */
export const mostly = (usual: Text, unusual: Text, weight = 5): Text =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: unusual });
/** A keyword argument, or nothing. */
export const maybe = (name: string, value: Text, weight = 3): Text =>
  fc.oneof({ weight, arbitrary: fc.constant('') }, { weight: 1, arbitrary: value.map((text) => `${name}=${text}`) });
export const bool = pick('True', 'False');
export const flag = pick('True', 'False', 'None');

export function call(name: string, ...parts: readonly (Text | string)[]): Text {
  const texts = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...texts).map((values) => `${name}(${values.filter((value) => value !== '').join(', ')})`);
}

export const LONG = 'a_very_long_name_that_goes_on_and_on_until_it_is_far_too_long_for_any';
const ODD_NAMES = ['user', 'Order', 'my table', 'a"b', 'select', '1st', 'naïve', 'per%cent', 'x$y', 'a.b', LONG];
const USUAL_NAMES = ['account', 'orders', 't'];
/** All names of tables that are altered. */
export const TABLE_NAMES: readonly string[] = [...USUAL_NAMES, ...ODD_NAMES];
const TABLES = mostly(pick(...USUAL_NAMES), pick(...ODD_NAMES));
export const table = quoted(TABLES);
const COLUMNS = ['id', 'name', 'email', 'parent_id', 'status', 'amount'];
export const columnName = mostly(pick(...COLUMNS), pick('Mixed', 'end', 'a b', '2nd', 'x"y'), 8);
export const column = quoted(columnName);
export const schema = maybe('schema', quoted(mostly(pick('auth'), pick('My', 'a.b', 'order'))));
export const name = mostly(
  quoted(pick('the_name', 'uq_account_email', 'Ix')),
  fc.oneof(quoted(pick('order', 'a b', LONG)), pick('None', `op.f("the_final_name")`, `op.f("${LONG}")`)),
);
export const columnList = fc
  .uniqueArray(columnName, { minLength: 1, maxLength: 3 })
  .map((names) => `[${names.map((one) => JSON.stringify(one)).join(', ')}]`);
export const string = mostly(
  pick("'a'", "''", "'it''s'", `"it's"`),
  pick("'back\\\\slash'", "'100%'", "'a:b'", "'x\\ny'", "'ü'"),
  3,
);
