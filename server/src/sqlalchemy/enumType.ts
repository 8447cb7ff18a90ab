import type { Literal } from '../common/literal';
import { raise } from '../python/interpreter/exception';
import type { PyValue, Site } from '../python/interpreter/value';
import type { TypeArgument } from '../schema/sqlType';
import { allOf, need, toFlag } from './convert';
import { toText } from './names';
import { notKnown } from './notKnown';

/**
 * What an Enum was given, and what follows from it: `enums` and `labels`, both the labels that go to the database, and the
 * `name` a Python enum class gives (sqlalchemy.sql.sqltypes.Enum).
 */
export function enumArguments(
  values: readonly PyValue[],
  given: ReadonlyMap<string, PyValue>,
  others: ReadonlyMap<string, PyValue>,
  site: Site,
): Record<string, TypeArgument> {
  const option = (name: string): PyValue | undefined => given.get(name) ?? others.get(name);
  const [only] = values;
  const members = only !== undefined && values.length === 1 ? enumMembers(only, site) : undefined;
  if (only === undefined || members === undefined) {
    const labels = values.map((value): Literal => ({ kind: 'string', value: need(value, toText(value), 'a label') }));
    checkLength(labels, option('length'));
    return labels.length === 0 ? {} : { enums: labels, labels };
  }
  if (option('omit_aliases') !== undefined && !toFlag(option('omit_aliases'), '`omit_aliases`')) {
    notKnown('Labels of aliases of a Python enum class are not followed.');
  }
  const callable = option('values_callable');
  const chosen = callable === undefined || callable.kind === 'none' ? members : chosenValues(callable, only, site);
  const labels = chosen.map((value): Literal => ({ kind: 'string', value }));
  checkLength(labels, option('length'));
  const name = site.interpreter.getAttribute(only, '__name__', site.place);
  const className = need(name, toText(name), 'the name of the enum class');
  return {
    enums: labels,
    labels,
    ...(option('name') === undefined && { name: { kind: 'string', value: className.toLowerCase() } }),
  };
}

/** @throws PyRaised `ValueError` for a length that the longest label does not fit in; letters count as in Python. */
function checkLength(labels: readonly Literal[], length: PyValue | undefined): void {
  if (length?.kind !== 'integer') return;
  const longest = Math.max(0, ...labels.map((label) => (label.kind === 'string' ? [...label.value].length : 0)));
  if (length.value < BigInt(longest)) {
    raise('ValueError', 'When provided, length must be larger or equal than the length of the longest enum value.');
  }
}

/** The names of the members of a Python enum class; undefined when the value is none. */
function enumMembers(value: PyValue, site: Site): readonly string[] | undefined {
  if (value.kind === 'unknown') notKnown(value.reason);
  if (value.kind !== 'host' || value.literal?.() !== undefined) return undefined;
  const members =
    site.interpreter.iterate(value, site.place) ?? notKnown('The members of the enum class are not known.');
  return need(
    value,
    allOf(members, (member) => {
      const literal = member.kind === 'host' ? member.literal?.() : undefined;
      return literal?.kind === 'enumMember' ? literal.name : undefined;
    }),
    'the enum class',
  );
}

function chosenValues(callable: PyValue, enumClass: PyValue, site: Site): readonly string[] {
  const args = { positional: [enumClass], keywords: new Map<string, PyValue>() };
  const result = site.interpreter.call(callable, args, site.place);
  if (result.kind === 'unknown') notKnown(result.reason);
  const items = site.interpreter.iterate(result, site.place) ?? notKnown('The labels of the enum class are not known.');
  return need(
    result,
    allOf(items, (item) => {
      const literal = item.kind === 'host' ? item.literal?.() : undefined;
      // A str mixin: the member is a string, its value.
      if (literal?.kind === 'enumMember' && literal.value.kind === 'string') return literal.value.value;
      return toText(item);
    }),
    'what `values_callable` answers',
  );
}
