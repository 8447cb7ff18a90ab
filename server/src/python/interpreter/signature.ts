import type { CallArguments, PyValue } from './value';
import { raise } from './exception';

/** A parameter of a function of a library: one table drives parsing, completion, hover and signature help. */
export interface ParameterSpec {
  readonly name: string;
  /** `positional`: cannot be given by name; `keyword`: only by name; `star`, `doubleStar`: takes the rest. */
  readonly kind: 'positional' | 'either' | 'keyword' | 'star' | 'doubleStar';
  readonly required: boolean;
}

/** Arguments by parameter; absent where nothing was given. */
export interface BoundArguments {
  readonly given: ReadonlyMap<string, PyValue>;
  /** What `*args` took. */
  readonly rest: readonly PyValue[];
  /** What `**kwargs` took. */
  readonly others: ReadonlyMap<string, PyValue>;
}

/**
 * Binds arguments as a call in Python does.
 * @throws PyRaised `TypeError`, as Python words it in substance.
 */
export function bindArguments(name: string, parameters: readonly ParameterSpec[], args: CallArguments): BoundArguments {
  const given = new Map<string, PyValue>();
  const others = new Map<string, PyValue>();
  const places = parameters.filter(({ kind }) => kind === 'positional' || kind === 'either');
  for (const [index, value] of args.positional.slice(0, places.length).entries()) {
    const parameter = places[index];
    if (parameter !== undefined) given.set(parameter.name, value);
  }
  const rest = args.positional.slice(places.length);
  if (rest.length > 0 && !parameters.some(({ kind }) => kind === 'star')) {
    raise('TypeError', `${name}() takes ${places.length} positional arguments, ${args.positional.length} were given`);
  }
  for (const [key, value] of args.keywords) {
    const parameter = parameters.find((one) => one.name === key && (one.kind === 'either' || one.kind === 'keyword'));
    if (parameter !== undefined) {
      if (given.has(key)) raise('TypeError', `${name}() got multiple values for argument '${key}'`);
      given.set(key, value);
    } else if (parameters.some(({ kind }) => kind === 'doubleStar')) others.set(key, value);
    else raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
  }
  for (const { name: parameter, required } of parameters) {
    if (required && !given.has(parameter)) raise('TypeError', `${name}() misses the argument '${parameter}'`);
  }
  return { given, rest, others };
}
