import type { Argument, Expression, Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import type { VersionTable } from '../../dialect/versionTable';

type Node = Statement | Expression;
type Call = Extract<Expression, { kind: 'call' }>;

/** Names of `sqlalchemy` and `sqlalchemy.ext.asyncio` that make an engine. */
const FROM_CONFIG = new Set(['engine_from_config', 'async_engine_from_config']);
const FROM_URL = new Set(['create_engine', 'create_async_engine']);
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
]);

/**
 * Whether an env.py surely opens the database that `sqlalchemy.url` of the configuration names, and where it keeps the
 * versions. Only what `alembic init` writes, and what leaves it as it is, is believed: anything else may open another one.
 * @returns null when only running it can tell.
 */
export function envDatabase(text: string): VersionTable | null {
  const nodes = [...everyNode(parseChunks(text, layOut(text).chunks))];
  if (nodes.some(isDisturbing) || !importsAreTrue(nodes)) return null;

  const calls = nodes.filter((node): node is Call => node.kind === 'call');
  const engines = calls.filter((call) => FROM_CONFIG.has(calledName(call)) || FROM_URL.has(calledName(call)));
  if (engines.length === 0 || !engines.every(takesTheUrl)) return null;
  if (!calls.filter((call) => opens(call)).every((call) => opensOneOf(call, engines, nodes))) return null;

  const configured = calls.filter((call) => isMethod(call, 'context', 'configure'));
  const tables = configured.map(versionTableOf);
  const [table] = tables;
  if (table === undefined || table === null) return null;
  return tables.every((one) => one?.name === table.name && one.schema === table.schema) ? table : null;
}

/** Every statement and expression, at any depth. */
function* everyNode(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) yield* everyNode(item);
    return;
  }
  // The tree is plain data, and everything in it that has a place in the text is a node (python/ast.ts).
  if ('kind' in value && 'from' in value) yield value as Node;
  for (const part of Object.values(value) as readonly unknown[]) yield* everyNode(part);
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

/** `config.get_section(config.config_ini_section)`, with an empty default or none. */
function isSection(value: Expression): boolean {
  if (value.kind !== 'call' || !isConfigMethod(value, 'get_section')) return false;
  const [section, fallback, ...rest] = value.arguments;
  if (section?.kind !== 'positional' || rest.length > 0) return false;
  if (fallback !== undefined && !(fallback.value.kind === 'dict' && fallback.value.entries.length === 0)) return false;
  const name = section.value;
  return name.kind === 'attribute' && name.name.name === 'config_ini_section' && isConfig(name.object);
}

function isUrlOption(value: Expression): boolean {
  if (value.kind !== 'call' || !isConfigMethod(value, 'get_main_option')) return false;
  const [option] = value.arguments;
  return value.arguments.length === 1 && option !== undefined && isText(option.value, 'sqlalchemy.url');
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

/** A parameter, an import, the target of a loop: not a plain assignment. */
function isBoundOtherwise(name: string, nodes: readonly Node[]): boolean {
  return nodes.some((node) => {
    switch (node.kind) {
      case 'function':
        return node.parameters === null || node.parameters.some((parameter) => parameter.name.name === name);
      case 'import':
      case 'importFrom':
        return (node.names ?? []).some(({ binds }) => binds.name === name);
      case 'for':
        return [...everyNode(node.target)].some((target) => isName(target, name));
      case 'with':
        return node.items.some(({ target }) => [...everyNode(target)].some((part) => isName(part, name)));
      case 'assign':
        return node.targets.some(
          (target) => target.kind !== 'name' && [...everyNode(target)].some((part) => isName(part, name)),
        );
      case 'named':
        return node.target.name === name;
      default:
        return false;
    }
  });
}

/** Null where an argument is not a plain text. */
function versionTableOf(call: Call): VersionTable | null {
  if (call.arguments.some(({ kind }) => kind === 'doubleStar' || kind === 'star')) return null;
  const name = argument(call, 'version_table');
  const schema = argument(call, 'version_table_schema');
  const nameText = name === undefined ? 'alembic_version' : textOf(name.value);
  const schemaText = schema === undefined || schema.value.kind === 'none' ? null : textOf(schema.value);
  if (nameText === null || (schemaText === null && schema !== undefined && schema.value.kind !== 'none')) return null;
  return { name: nameText, schema: schemaText };
}

function argument(call: Call, name: string): Argument | undefined {
  return call.arguments.find((one) => one.name?.name === name);
}

function calledName({ callee }: Call): string {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'attribute' ? callee.name.name : '';
}

function isMethod({ callee }: Call, object: string, method: string): boolean {
  return callee.kind === 'attribute' && callee.name.name === method && isName(callee.object, object);
}

function isConfigMethod({ callee }: Call, method: string): boolean {
  return callee.kind === 'attribute' && callee.name.name === method && isConfig(callee.object);
}

/** `config`, whose assignments `importsAreTrue` has looked at, or `context.config`. */
function isConfig(value: Expression): boolean {
  return isName(value, 'config') || isContextConfig(value);
}

function isContextConfig(value: Expression): boolean {
  return value.kind === 'attribute' && value.name.name === 'config' && isName(value.object, 'context');
}

function isName(node: Node, name: string): boolean {
  return node.kind === 'name' && node.name === name;
}

function isText(value: Expression, text: string): boolean {
  return textOf(value) === text;
}

function textOf(value: Expression): string | null {
  return value.kind === 'string' && !value.bytes ? value.value : null;
}
