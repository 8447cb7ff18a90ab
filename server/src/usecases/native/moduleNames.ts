import { type Node, nodesWithin } from '../../engine/alembic/envNodes';
import type { Expression, FunctionDefinition, Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import type { ProjectModule } from '../projectModules';
import { timesBound } from './environmentNames';

/** A module of a project, taken apart. */
export interface ReadModule {
  /** Empty: env.py itself. */
  readonly name: string;
  readonly path: string;
  readonly statements: readonly Statement[];
}

/** What the one statement that binds a name of a module says it is. */
export type Bound =
  | { readonly kind: 'value'; readonly name: string; readonly value: Expression; readonly module: ReadModule }
  | { readonly kind: 'function'; readonly definition: FunctionDefinition; readonly module: ReadModule }
  | {
      readonly kind: 'class';
      readonly definition: Extract<Statement, { kind: 'class' }>;
      readonly module: ReadModule;
    }
  /** Of a package that is not the project's. */
  | { readonly kind: 'outside'; readonly name: string; readonly from: string };

/** Imports that lead from one to the next; more are a circle. */
const DEEPEST = 8;

/** Looks names of modules up, by what stands at the top of them. */
export class ModuleNames {
  readonly #modules = new Map<string, ReadModule | undefined>();

  constructor(private readonly readModule: (name: string) => ProjectModule | undefined) {}

  /** What a name is; undefined: it is bound more than once, or not at the top. */
  find(name: string, module: ReadModule, depth = 0): Bound | undefined {
    if (depth > DEEPEST || timesBound(topOf(module.statements), name) !== 1) return undefined;
    if ([...nodesWithin(module.statements)].some((node) => mayBind(node, name))) return undefined;
    for (const statement of module.statements) {
      switch (statement.kind) {
        case 'assign':
          if (statement.targets.length !== 1 || !isNamed(statement.targets[0], name)) break;
          return { kind: 'value', name, value: statement.value, module };
        case 'annotated':
          if (!isNamed(statement.target, name) || statement.value === undefined) break;
          return { kind: 'value', name, value: statement.value, module };
        case 'function':
          if (statement.name.name === name) return { kind: 'function', definition: statement, module };
          break;
        case 'class':
          if (statement.name.name === name) return { kind: 'class', definition: statement, module };
          break;
        case 'importFrom': {
          const imported = statement.names?.find(({ binds }) => binds.name === name);
          if (imported === undefined) break;
          return this.#imported(imported.name, statement.level, statement.module, module, depth);
        }
        default:
      }
    }
    return undefined;
  }

  #imported(name: string, level: number, from: string, module: ReadModule, depth: number): Bound | undefined {
    const home = level === 0 ? from : absolute(from, level, module);
    if (home === null) return undefined;
    const found = this.#module(home);
    if (found !== undefined) return this.find(name, found, depth + 1);
    // A module of the project's own that cannot be read is not known.
    return level === 0 && this.readModule(home.split('.')[0] ?? '') === undefined
      ? { kind: 'outside', name, from: home }
      : undefined;
  }

  #module(name: string): ReadModule | undefined {
    if (!this.#modules.has(name)) {
      const read = this.readModule(name);
      const module = read && { name, path: read.path, statements: parseChunks(read.text, layOut(read.text).chunks) };
      this.#modules.set(name, module);
    }
    return this.#modules.get(name);
  }
}

/** `global NAME` in a function, and `import *`, which may have any name. */
function mayBind(node: Node, name: string): boolean {
  if (node.kind === 'global') return node.names.some((one) => one.name === name);
  return node.kind === 'importFrom' && node.names === null;
}

/** Statements without the bodies of functions and classes: what is bound there is bound there alone. */
function topOf(statements: readonly Statement[]): readonly Statement[] {
  return statements.map((one) =>
    one.kind === 'function'
      ? { ...one, parameters: [], body: [], decorators: [] }
      : one.kind === 'class'
        ? { ...one, body: [], decorators: [] }
        : one,
  );
}

function isNamed(target: Expression | undefined, name: string): boolean {
  return target?.kind === 'name' && target.name === name;
}

/** `from .config import x` of `app.core.database`; null: above the package. */
function absolute(from: string, level: number, { name, path }: ReadModule): string | null {
  const parts = name.split('.');
  const up = /(?:^|[\\/])__init__\.py$/.test(path) ? level - 1 : level;
  if (name === '' || up > parts.length) return null;
  return [...parts.slice(0, parts.length - up), from].filter((part) => part !== '').join('.');
}
