import type { Expression } from '../../python/ast';
import type { VersionTable } from '../../dialect/versionTable';
import {
  type Call,
  calledName,
  FROM_CONFIG,
  FROM_URL,
  isBoundOtherwise,
  isContextConfig,
  isName,
  isSection,
  isText,
  isUrlOption,
  type Node,
  nodesOf,
  versionTable,
} from './envNodes';

/** Arguments of theirs that do not decide which database is opened, or which of its schemas is looked at. */
const ENGINE_OPTIONS = new Set(['prefix', 'poolclass', 'future', 'echo', 'pool_pre_ping']);
/** Methods after which the configuration's URL, the connection or the schema looked at may be another. */
const DISTURBING = new Set([
  'set_main_option',
  'set_section_option',
  'execute',
  'exec_driver_sql',
  'execution_options',
  'listen',
  'listens_for',
  'set',
  'update',
  'exec',
  'eval',
  'setattr',
  // A relative file is then another.
  'chdir',
  'fchdir',
]);

/**
 * Whether an env.py surely opens the database that `sqlalchemy.url` of the configuration names, and where it keeps the
 * versions. Only what `alembic init` writes, and what leaves it as it is, is believed: anything else may open another one.
 * @returns null when only running it can tell.
 */
export function envDatabase(text: string): VersionTable | null {
  const nodes = nodesOf(text);
  if (nodes.some(isDisturbing) || !importsAreTrue(nodes)) return null;

  const calls = nodes.filter((node): node is Call => node.kind === 'call');
  const engines = calls.filter((call) => FROM_CONFIG.has(calledName(call)) || FROM_URL.has(calledName(call)));
  if (engines.length === 0 || !engines.every(takesTheUrl)) return null;
  if (!calls.filter((call) => opens(call)).every((call) => opensOneOf(call, engines, nodes))) return null;

  return versionTable(nodes);
}

function isDisturbing(node: Node): boolean {
  switch (node.kind) {
    case 'unknown':
      return true;
    case 'call':
      return DISTURBING.has(calledName(node));
    // `configuration["sqlalchemy.url"] = url`, `config.config_ini_section = name`
    case 'assign':
      return node.targets.some(changesAnObject);
    case 'augmented':
    case 'annotated':
      return changesAnObject(node.target);
    case 'delete':
      return true;
    case 'attribute':
      return node.name.name === 'file_config';
    case 'importFrom':
      return node.names === null;
    default:
      return false;
  }
}

function changesAnObject({ kind }: Expression): boolean {
  return kind === 'attribute' || kind === 'subscript';
}

/** The names this reading rests on mean what they do in Alembic and SQLAlchemy. */
function importsAreTrue(nodes: readonly Node[]): boolean {
  const trusted = new Set([...FROM_CONFIG, ...FROM_URL, 'context']);
  let context = false;
  for (const node of nodes) {
    if (node.kind === 'function' && trusted.has(node.name.name)) return false;
    if (node.kind === 'assign' && node.targets.some((target) => target.kind === 'name' && trusted.has(target.name))) {
      return false;
    }
    if (
      node.kind === 'assign' &&
      node.targets.some((target) => isName(target, 'config')) &&
      !isContextConfig(node.value)
    ) {
      return false;
    }
    if (node.kind !== 'importFrom') continue;
    for (const { name, binds } of node.names ?? []) {
      if (!trusted.has(binds.name) && binds.name !== 'config') continue;
      const origin = binds.name === 'context' ? node.module === 'alembic' : /^sqlalchemy(\.|$)/.test(node.module);
      if (!origin || node.level > 0 || name !== binds.name) return false;
      if (name === 'context') context = true;
    }
  }
  return context;
}

/** `engine_from_config(config.get_section(...), prefix="sqlalchemy.")`, `create_engine(config.get_main_option("sqlalchemy.url"))` */
function takesTheUrl(call: Call): boolean {
  const [first, ...rest] = call.arguments;
  if (first?.kind !== 'positional' || !rest.every(({ name }) => name !== undefined && ENGINE_OPTIONS.has(name.name))) {
    return false;
  }
  if (FROM_URL.has(calledName(call))) return isUrlOption(first.value);
  const prefix = rest.find(({ name }) => name?.name === 'prefix');
  return isSection(first.value) && (prefix === undefined || isText(prefix.value, 'sqlalchemy.'));
}

function opens(call: Call): boolean {
  return ['connect', 'begin', 'raw_connection'].includes(calledName(call));
}

/** `connectable.connect()` where every value of `connectable` is one of the engines. */
function opensOneOf({ callee }: Call, engines: readonly Call[], nodes: readonly Node[]): boolean {
  if (callee.kind !== 'attribute') return false;
  const made = (value: Expression): boolean => engines.some((engine) => engine === value);
  if (callee.object.kind !== 'name') return made(callee.object);
  const { name } = callee.object;
  const values = nodes.flatMap((node) =>
    node.kind === 'assign' && node.targets.some((target) => isName(target, name)) ? [node.value] : [],
  );
  return values.length > 0 && values.every(made) && !isBoundOtherwise(name, nodes);
}
