import { raise } from './exception';
import type { Machine } from './machine';
import { notKnownAfter } from './notFollowed';
import { PyGenerator } from './objects/generator';
import type { UserFunction } from './objects/function';
import { pyDictOf, pyTuple } from './make';
import { type Frame, Scope, useOf } from './scope';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownPy } from './value';

/**
 * Calls a function of the file, or of the project.
 * @throws PyRaised what it raises; TypeError for arguments it does not take.
 */
export function invoke(machine: Machine, callee: UserFunction, args: CallArguments, site: Site): PyValue {
  if (callee.isAsync) {
    machine.notFollowed(`'${callee.name}' runs asynchronously, which is not followed.`, site.place);
    return unknownPy('It is the result of an asynchronous call.');
  }
  const { parameters, body } = callee;
  if (parameters === null) {
    machine.notFollowed(`The parameters of '${callee.name}' are not understood.`, site.place);
    return unknownPy('It is the result of a function that is not understood.');
  }
  const use = useOf(callee.key, parameters, body);
  const makeScope = (frame: Frame): Scope => new Scope('function', callee.scope.module, frame, callee.scope, use);
  const bound = bindParameters(callee, args);
  const self = args.positional[0];
  const frameOf = (onYield?: (value: PyValue) => PyValue): Frame => ({
    ...(onYield && { onYield }),
    ...(!('kind' in body) && { body }),
    ...(callee.definedIn && { definedIn: callee.definedIn }),
    ...(self && { self }),
  });
  const execute = (onYield?: (value: PyValue) => PyValue): PyValue => {
    const frame = frameOf(onYield);
    const scope = makeScope(frame);
    for (const [name, value] of bound) scope.names.set(name, value);
    if ('kind' in body) return machine.evaluate(body, scope);
    const completion = machine.within(() => machine.run(body, scope));
    if (frame.perhapsReturned !== undefined) {
      notKnownAfter(machine, callee, scope, frame.perhapsReturned);
      return unknownPy(frame.perhapsReturned);
    }
    return typeof completion === 'object' ? completion.returned : PY_NONE;
  };
  if (use.yields) return new PyGenerator(callee.name, callee, execute);
  return execute();
}

/** What the parameters hold when the function begins. */
function bindParameters(callee: UserFunction, args: CallArguments): Map<string, PyValue> {
  const parameters = callee.parameters ?? [];
  const bound = new Map<string, PyValue>();
  const places = parameters.filter(({ kind }) => kind === 'positional');
  const star = parameters.find(({ kind }) => kind === 'star');
  const doubleStar = parameters.find(({ kind }) => kind === 'doubleStar');
  for (const [index, value] of args.positional.slice(0, places.length).entries()) {
    const parameter = places[index];
    if (parameter) bound.set(parameter.name.name, value);
  }
  const rest = args.positional.slice(places.length);
  if (star) bound.set(star.name.name, pyTuple(rest));
  else if (rest.length > 0) {
    raise(
      'TypeError',
      `${callee.name}() takes ${places.length} positional arguments but ${args.positional.length} were given`,
    );
  }
  const others: (readonly [string, PyValue])[] = [];
  for (const [name, value] of args.keywords) {
    const named = parameters.some(
      (one) => one.name.name === name && (one.kind === 'positional' || one.kind === 'keywordOnly'),
    );
    if (!named) {
      if (doubleStar === undefined) raise('TypeError', `${callee.name}() got an unexpected keyword argument '${name}'`);
      others.push([name, value]);
    } else if (bound.has(name)) raise('TypeError', `${callee.name}() got multiple values for argument '${name}'`);
    else bound.set(name, value);
  }
  if (doubleStar) bound.set(doubleStar.name.name, pyDictOf(others));
  for (const { kind, name } of parameters) {
    if (bound.has(name.name) || kind === 'star' || kind === 'doubleStar') continue;
    const value = callee.defaults.get(name.name);
    if (value === undefined) raise('TypeError', `${callee.name}() missing 1 required argument: '${name.name}'`);
    bound.set(name.name, value);
  }
  return bound;
}
