import { raise } from '../exception';
import type { CallArguments, PyValue, Site } from '../value';
import { integerOf } from '../values/number';
import { typeNameOr } from '../values/typeName';

/** A method of a plain kind of values. Undefined: its result is not known. */
export interface Method<Self extends PyValue = PyValue> {
  run(self: Self, args: CallArguments, site: Site): PyValue | undefined;
  /** It takes no arguments. */
  readonly bare?: boolean;
  /** It deals with unknown arguments itself. */
  readonly keeps?: boolean;
}

export type Methods = Readonly<Record<string, Method>>;

/** A table of methods of one kind, of which the interpreter makes sure that they get only that kind. */
export function methodsOf<Self extends PyValue>(
  isSelf: (value: PyValue) => value is Self,
  methods: Readonly<Record<string, Method<Self>>>,
): Methods {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]): [string, Method] => [
      name,
      {
        ...(method.keeps !== undefined && { keeps: method.keeps }),
        ...(method.bare !== undefined && { bare: method.bare }),
        run: (self, args, site) => (isSelf(self) ? method.run(self, args, site) : undefined),
      },
    ]),
  );
}

/**
 * The arguments by name, given by position or by name.
 * @throws PyRaised TypeError, for too many, too few and unknown ones
 */
export function take(
  { positional, keywords }: CallArguments,
  name: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, PyValue | undefined>> {
  const names = [...required, ...optional];
  const result: Record<string, PyValue | undefined> = {};
  if (positional.length > names.length) {
    raise('TypeError', `${name}() takes at most ${names.length} arguments (${positional.length} given)`);
  }
  for (const [index, value] of positional.entries()) result[names[index] ?? ''] = value;
  for (const [key, value] of keywords) {
    if (!names.includes(key)) raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
    if (result[key] !== undefined) raise('TypeError', `${name}() got multiple values for argument '${key}'`);
    result[key] = value;
  }
  for (const key of required) {
    if (result[key] === undefined) raise('TypeError', `${name}() is missing the argument '${key}'`);
  }
  return result;
}

/** The one argument. */
export function only(args: CallArguments, name: string): PyValue {
  const [first] = args.positional;
  if (first === undefined || args.positional.length > 1 || args.keywords.size > 0) {
    raise('TypeError', `${name}() takes exactly one argument`);
  }
  return first;
}

export function textArgument(value: PyValue | undefined, otherwise: string): string {
  if (value === undefined) return otherwise;
  if (value.kind !== 'string') raise('TypeError', `a str is required, not ${typeNameOr(value)}`);
  return value.value;
}

export function integerArgument(value: PyValue | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const integer = integerOf(value);
  if (integer === undefined) raise('TypeError', `'${typeNameOr(value)}' object cannot be interpreted as an integer`);
  const limit = 2n ** 50n;
  return Number(integer > limit ? limit : integer < -limit ? -limit : integer);
}
