import type { Expression, Parameter, Statement } from '../ast';
import { boundNames } from '../bindings';

/** How a function uses names. */
export interface NameUse {
  readonly locals: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  /** It is a generator. */
  readonly yields: boolean;
}

type Node = Statement | Expression;

function isNode(value: object): value is Node {
  return 'kind' in value && 'from' in value;
}

/**
 * Visits what is inside a part of the tree, the part itself first; `visit` answers false to leave out what is inside
 * the node.
 */
export function walk(part: object, visit: (node: Node) => boolean): void {
  const stack: object[] = [part];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isNode(next) && !visit(next)) continue;
    const first = stack.length;
    for (const value of Object.values(next))
      if (typeof value === 'object' && value !== null) stack.push(value as object);
    reverseFrom(stack, first);
  }
}

function reverseFrom(items: object[], first: number): void {
  for (let low = first, high = items.length - 1; low < high; low++, high--) {
    const [a, b] = [items[low], items[high]];
    if (a !== undefined && b !== undefined) [items[low], items[high]] = [b, a];
  }
}

/** Keeps what is found out about a part of a tree, which never changes: modules are read for many revisions. */
export function keptByPart<T>(find: (part: object, text: string) => T): (part: object, text: string) => T {
  const known = new WeakMap<object, { readonly found: T }>();
  return (part, text) => {
    let entry = known.get(part);
    if (entry === undefined) known.set(part, (entry = { found: find(part, text) }));
    return entry.found;
  };
}

/** Collects the names a function binds and whether it yields; what functions inside it do is theirs. */
export function namesOf(parameters: readonly Parameter[], body: readonly Statement[] | Expression): NameUse {
  const locals = new Set(parameters.map(({ name }) => name.name));
  const globals = new Set<string>();
  const nonlocals = new Set<string>();
  let yields = false;
  const statements = Array.isArray(body) ? (body as readonly Statement[]) : [];
  // What was not understood may bind any of its names, or none.
  const doubtful = new Set<object>();
  walk(body, (node) => {
    if (node.kind === 'unknown') for (const name of node.names) doubtful.add(name);
    return true;
  });
  for (const name of boundNames(statements)) if (!doubtful.has(name)) locals.add(name.name);
  walk(body, (node) => {
    switch (node.kind) {
      case 'global':
      case 'nonlocal':
        for (const { name } of node.names) (node.kind === 'global' ? globals : nonlocals).add(name);
        return true;
      case 'named':
        locals.add(node.target.name);
        return true;
      case 'yield':
        yields = true;
        return true;
      case 'lambda':
      case 'function':
      case 'class':
        return false;
      default:
        return true;
    }
  });
  for (const name of [...globals, ...nonlocals]) locals.delete(name);
  return { locals, globals, nonlocals, yields };
}

/** Every name that stands in a part of the tree, functions inside it included. `text`: that of the file. */
export const mentionedNames = keptByPart((part, text): ReadonlySet<string> => {
  const names = new Set<string>();
  walk(part, (node) => {
    if (node.kind === 'name') names.add(node.name);
    else if (node.kind === 'unknown') {
      for (const [word] of text.slice(node.from, node.to).matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) names.add(word);
    }
    return true;
  });
  return names;
});
