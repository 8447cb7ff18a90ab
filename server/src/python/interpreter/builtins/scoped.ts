import type { Expression } from '../../ast';
import { layOut } from '../../layout';
import { parseChunks } from '../../parse';
import { raise } from '../exception';
import { machineOf } from '../machine';
import { pyDictOf } from '../make';
import { NamespaceDict } from '../objects/namespace';
import { ScopedFunction } from '../objects/native';
import { SuperObject } from '../objects/super';
import { forget } from '../notFollowed';
import { UserClass } from '../objects/userClass';
import type { Scope } from '../scope';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownPy } from '../value';

function locals(scope: Scope): PyValue {
  const own = scope.assigning;
  return own.kind === 'module' ? new NamespaceDict(own) : pyDictOf(own.names);
}

/** `eval(text)`: the expression, evaluated where it stands. */
function evaluateText({ positional, keywords }: CallArguments, scope: Scope, site: Site): PyValue {
  const machine = machineOf(site);
  const [source = PY_NONE] = positional;
  const expression =
    source.kind === 'string' && positional.length === 1 && keywords.size === 0 ? expressionOf(source.value) : undefined;
  if (expression === undefined) return anything(scope, site, 'It evaluates a text that is not followed.');
  // Places inside the text are none of the file's.
  const inner = Object.create(scope, { module: { value: { ...scope.module, isMain: false } } }) as Scope;
  return machine.evaluate(expression, inner);
}

function expressionOf(text: string): Expression | undefined {
  const source = text.trim();
  const { chunks, faults } = layOut(source);
  const [statement, ...rest] = parseChunks(source, chunks);
  if (faults.length > 0 || rest.length > 0 || statement?.kind !== 'expression') return undefined;
  return statement.value;
}

/** Code that is not followed may assign every name here. */
function anything(scope: Scope, site: Site, reason: string): PyValue {
  const machine = machineOf(site);
  machine.notFollowed(reason, site.place);
  forget(machine, [], scope, reason, new Set([...scope.names.keys(), ...scope.top.names.keys()]));
  for (const name of scope.top.names.keys()) scope.top.names.set(name, unknownPy(reason));
  for (const name of scope.names.keys()) scope.names.set(name, unknownPy(reason));
  scope.module.mayHold ??= reason;
  return unknownPy(reason);
}

function superOf({ positional }: CallArguments, scope: Scope): PyValue {
  const { definedIn, self } = scope.frame;
  if (positional.length > 0 && positional[0] !== definedIn)
    return unknownPy('It is super() of something that is not known.');
  if (!(definedIn instanceof UserClass) || self === undefined) return raise('RuntimeError', 'super(): no arguments');
  return new SuperObject(definedIn, self);
}

const FUNCTIONS: readonly ScopedFunction[] = [
  new ScopedFunction('globals', (_args, scope) => new NamespaceDict(scope.top)),
  new ScopedFunction('locals', (_args, scope) => locals(scope)),
  new ScopedFunction('vars', ({ positional: [object] }, scope, site) =>
    object === undefined ? locals(scope) : machineOf(site).getAttribute(object, '__dict__', site.place),
  ),
  new ScopedFunction('dir', () => unknownPy('It is a list of names that is not followed.')),
  new ScopedFunction('eval', evaluateText),
  new ScopedFunction('exec', (_args, scope, site) => anything(scope, site, 'It runs a text that is not followed.')),
  new ScopedFunction('super', superOf),
];

/** Builtins that look at the names of their caller. */
export const SCOPED_FUNCTIONS: readonly (readonly [string, PyValue])[] = FUNCTIONS.map(
  (one) => [one.name, one] as const,
);
