import { lose, seen } from './lost';
import { mentionedNames, walk } from './names';
import { useOf, whenFound } from './scope';
import { UserFunction } from './objects/function';
import { OwnObject } from './objects/own';
import { UserClass } from './objects/userClass';
import { type PyValue, unknownPy } from './value';

/**
 * Something unknown gets hold of values: lists, dicts, sets and objects they reach are not known any more, nor what
 * functions among them may assign.
 */
export function loseReached(values: Iterable<PyValue>, reason: string): void {
  const stack = [...values];
  const visited = new Set<PyValue>();
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (visited.has(value) || seen(value).kind === 'unknown') continue;
    switch (value.kind) {
      case 'tuple':
        visited.add(value);
        stack.push(...value.items);
        break;
      case 'list':
      case 'set':
        visited.add(value);
        stack.push(...value.items);
        if (value.kind === 'list' || !value.frozen) lose(value, reason);
        break;
      case 'dict':
        visited.add(value);
        for (const entry of value.entries) stack.push(entry.key, entry.value);
        lose(value, reason);
        break;
      case 'host':
        visited.add(value);
        if (!(value instanceof OwnObject)) break;
        stack.push(...value.children());
        if (value instanceof UserFunction) stack.push(...reachedBy(value, reason));
        if (value instanceof UserClass) loseChangedAttributes(value, reason);
        if (value.changeable) lose(value, reason);
        break;
      default:
        break;
    }
  }
}

/** What a function can reach by name; the names it may assign outside itself are not known any more. */
function reachedBy(callee: UserFunction, reason: string): PyValue[] {
  const { scope, body, key, parameters } = callee;
  const use = useOf(key, parameters ?? [], body);
  const reached: PyValue[] = [];
  const { mentioned, globals, nonlocals } = outsideOf(body, scope.module.text);
  for (const name of mentioned) {
    if (use.locals.has(name)) continue;
    const later = (found: PyValue): void => {
      loseReached([found], reason);
    };
    if (whenFound(scope, name, later)) continue;
    const value = scope.peek(name);
    if (value !== undefined) reached.push(value);
  }
  const assigned = (names: Iterable<string>, inTop: boolean): void => {
    for (const name of names) {
      const owner = inTop ? scope.top : ownerOf(scope, name);
      if (owner.names.has(name)) owner.names.set(name, unknownPy(reason));
    }
  };
  assigned(globals, true);
  assigned(nonlocals, false);
  return reached;
}

/** What the body of a function, with the functions in it, has to do with names that are not its own. */
interface Outside {
  readonly mentioned: ReadonlySet<string>;
  /** Declared `global` or `nonlocal`. */
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
}

const OUTSIDE = new WeakMap<object, Outside>();

function outsideOf(body: object, text: string): Outside {
  let outside = OUTSIDE.get(body);
  if (outside === undefined) {
    const globals = new Set<string>();
    const nonlocals = new Set<string>();
    walk(body, (node) => {
      if (node.kind !== 'global' && node.kind !== 'nonlocal') return true;
      for (const { name } of node.names) (node.kind === 'global' ? globals : nonlocals).add(name);
      return true;
    });
    OUTSIDE.set(body, (outside = { mentioned: mentionedNames(body, text), globals, nonlocals }));
  }
  return outside;
}

function ownerOf(scope: UserFunction['scope'], name: string): UserFunction['scope'] {
  for (let around: UserFunction['scope'] | undefined = scope; around !== undefined; around = around.outer) {
    if (around.kind === 'function' && around.names.has(name)) return around;
  }
  return scope;
}

/** Attributes of a class that are plain values may be given others. */
function loseChangedAttributes(cls: UserClass, reason: string): void {
  for (const [name, value] of cls.namespace) {
    if (value.kind !== 'host' && !name.startsWith('__')) cls.namespace.set(name, unknownPy(reason));
  }
}
