import type { Names } from './deferred';
import { noteChange } from './journal';
import { lose, seen } from './lost';
import { mentionedNames, walk } from './names';
import { type Scope, useOf, whenFound } from './scope';
import { UserFunction } from './objects/function';
import { OwnObject } from './objects/own';
import { UserClass } from './objects/userClass';
import { type PyValue, unknownPy } from './value';

/**
 * Something unknown gets hold of values: lists, dicts, sets and objects they reach are not known any more, nor what
 * functions among them may assign.
 * @param escaped what something unknown has for good: these values are part of it from here on.
 */
export function loseReached(values: Iterable<PyValue>, reason: string, escaped?: Escaped): void {
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
        if (!(value instanceof OwnObject) || escaped?.includes(value)) break;
        stack.push(...value.children());
        if (value instanceof UserFunction) stack.push(...reachedBy(value, reason, escaped));
        if (value instanceof UserClass) loseChangedAttributes(value, reason);
        if (value.changeable) lose(value, reason);
        break;
      default:
        break;
    }
  }
}

/**
 * What something unknown has got hold of for good: whenever it runs again it may change what that reaches then. What it
 * reached once is lost once; from there on what is new to it is watched.
 */
export class Escaped {
  readonly #reached = new Set<OwnObject>();
  /** What came within reach since, and what it may assign since: those of modules stay for the next file. */
  readonly #new: New = { byFile: [], byModules: [] };

  /** @param isReading whether it is part of the reading of a module. */
  constructor(private readonly isReading: () => boolean) {}

  /** Forgets what came within reach through the file before. */
  restart(): void {
    this.#new.byFile = [];
  }

  /** Something unknown gets values for good, and runs. */
  lose(values: readonly PyValue[], reason: string): void {
    const { byFile, byModules } = this.#new;
    this.#new.byFile = [];
    if (this.isReading()) this.#new.byModules = [];
    loseReached(values, reason, this);
    for (const act of [...byModules, ...byFile]) act(reason);
  }

  /** Whether an object is reached already; it is, from here on. */
  includes(object: OwnObject): boolean {
    if (this.#reached.has(object)) return true;
    this.#reached.add(object);
    noteChange(() => this.#reached.delete(object));
    return false;
  }

  /** An attribute of an object was set. */
  changed(object: PyValue): void {
    if (!(object instanceof OwnObject) || !this.#reached.has(object)) return;
    this.#reached.delete(object);
    noteChange(() => this.#reached.add(object));
    this.#later((reason) => {
      loseReached([object], reason, this);
    });
  }

  bound(names: Names, name: string, value: PyValue, isAssigned: boolean): void {
    if (value.kind === 'unknown') return;
    this.#later((reason) => {
      if (isAssigned && names.has(name)) names.set(name, unknownPy(reason));
      loseReached([value], reason, this);
    });
  }

  #later(act: (reason: string) => void): void {
    (this.isReading() ? this.#new.byModules : this.#new.byFile).push(act);
  }
}

interface New {
  byFile: ((reason: string) => void)[];
  byModules: ((reason: string) => void)[];
}

/** What a function can reach by name; the names it may assign outside itself are not known any more. */
function reachedBy(callee: UserFunction, reason: string, escaped: Escaped | undefined): PyValue[] {
  const { scope, body, key, parameters } = callee;
  const use = useOf(key, parameters ?? [], body);
  const reached: PyValue[] = [];
  const { mentioned, globals, nonlocals } = outsideOf(body, scope.module.text);
  for (const name of mentioned) {
    if (use.locals.has(name)) continue;
    if (escaped) bindingOf(scope, name).watch(name, escaped, false);
    const later = (found: PyValue): void => {
      loseReached([found], reason, escaped);
    };
    if (whenFound(scope, name, later)) continue;
    const value = scope.peek(name);
    if (value !== undefined) reached.push(value);
  }
  const assigned = (names: Iterable<string>, inTop: boolean): void => {
    for (const name of names) {
      const owner = inTop ? scope.top : ownerOf(scope, name);
      if (owner.names.has(name)) owner.names.set(name, unknownPy(reason));
      if (escaped) owner.names.watch(name, escaped, true);
    }
  };
  assigned(globals, true);
  assigned(nonlocals, false);
  return reached;
}

/** Where a name is bound that a function in the scope mentions. */
function bindingOf(scope: Scope, name: string): Names {
  for (let around = scope; ; around = around.outer) {
    if (around.outer === undefined || around.names.has(name)) return around.names;
    if (around.kind === 'function' && around.use.locals.has(name)) return around.names;
  }
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
    if (value.kind === 'host' || name.startsWith('__')) continue;
    cls.namespace.set(name, unknownPy(reason));
    noteChange(() => cls.namespace.set(name, value));
  }
}
