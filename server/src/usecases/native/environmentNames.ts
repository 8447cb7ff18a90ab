import { calledName, FROM_CONFIG, FROM_URL, type Node, nodesWithin } from '../../engine/alembic/envNodes';
import type { Statement } from '../../python/ast';

/** A reason, one sentence, and where. */
export interface ShapeRefusal {
  readonly reason: string;
  readonly from: number;
}

/** Names that an env.py is read by, and the modules that they mean what they say of. */
const HOMES: Readonly<Record<string, ReadonlySet<string>>> = {
  context: new Set(['alembic']),
  engine_from_config: new Set(['sqlalchemy', 'sqlalchemy.engine']),
  create_engine: new Set(['sqlalchemy', 'sqlalchemy.engine']),
  async_engine_from_config: new Set(['sqlalchemy.ext.asyncio', 'sqlalchemy.ext.asyncio.engine']),
  create_async_engine: new Set(['sqlalchemy.ext.asyncio', 'sqlalchemy.ext.asyncio.engine']),
  asyncio: new Set(['asyncio']),
  os: new Set(['os', 'os.path']),
  environ: new Set(['os']),
  getenv: new Set(['os']),
};

/**
 * Why names of an env.py may not mean what they say: one is imported from elsewhere or assigned, a function that runs is
 * defined twice, or a module puts all of its names over them.
 * @param functions names of env.py's functions.
 */
export function strangeName(statements: readonly Statement[], functions: ReadonlySet<string>): ShapeRefusal | null {
  const defined = new Set<string>();
  for (const node of nodesWithin(statements)) {
    if (node.kind === 'importFrom' && node.names === null) {
      return { reason: '`import *` may give the names of env.py another meaning.', from: node.from };
    }
    for (const [name, source] of boundBy(node)) {
      const isOfAlembic = Object.hasOwn(HOMES, name) && !(source !== null && HOMES[name]?.has(source) === true);
      const isFirst = node.kind === 'function' && !defined.has(name);
      if (isOfAlembic || (functions.has(name) && !isFirst)) {
        return { reason: `\`${name}\` is not what it is in Alembic’s templates.`, from: node.from };
      }
      if (node.kind === 'function') defined.add(name);
    }
  }
  return null;
}

/** How often a name gets a value in these statements. */
export function timesBound(statements: readonly Statement[], name: string): number {
  return [...nodesWithin(statements)].flatMap(boundBy).filter(([bound]) => bound === name).length;
}

/** The names that a node binds, and what an import takes them from. */
function boundBy(node: Node): readonly (readonly [string, string | null])[] {
  switch (node.kind) {
    case 'import':
      return node.names.map(({ name, binds }) => [binds.name, name]);
    case 'importFrom':
      return (node.names ?? []).map(({ name, binds }) => {
        const home = node.level > 0 || name !== binds.name ? null : node.module;
        return [binds.name, home];
      });
    case 'function':
      return [node.name.name, ...parametersOf(node)].map((name) => [name, null]);
    case 'class':
      return [[node.name.name, null]];
    case 'assign':
    case 'delete':
      return namesIn(node.targets);
    case 'annotated':
    case 'augmented':
    case 'for':
      return namesIn(node.target);
    case 'named':
      return [[node.target.name, null]];
    case 'with':
      return namesIn(node.items.map(({ target }) => target));
    default:
      return [];
  }
}

/** Those of a function that speaks to Alembic, or makes an engine: elsewhere they are its own affair. */
function parametersOf({ parameters, body }: Extract<Node, { kind: 'function' }>): readonly string[] {
  const isMeant = [...nodesWithin(body)].some((node) => node.kind === 'call' && SPEAKS.has(calledName(node)));
  return isMeant ? (parameters ?? []).map((one) => one.name.name) : [];
}

const SPEAKS = new Set([
  ...['configure', 'begin_transaction', 'run_migrations', 'connect', 'run', 'run_sync', 'getenv', 'get'],
  ...FROM_CONFIG,
  ...FROM_URL,
]);

/** Names that are assigned; of `a.b` and `a["b"]` none. */
function namesIn(targets: unknown): readonly (readonly [string, null])[] {
  const isPart = (node: Node): boolean => node.kind === 'subscript' || node.kind === 'attribute';
  const nodes = [...nodesWithin(targets)];
  const parts = new Set(nodes.filter(isPart).flatMap((part) => [...nodesWithin(part)]));
  return nodes.flatMap((node) => (node.kind === 'name' && !parts.has(node) ? [[node.name, null] as const] : []));
}
