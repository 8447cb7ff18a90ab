import type { Argument, Expression, Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import type { VersionTable } from '../../dialect/versionTable';

// What the readings of an env.py have in common: its nodes, and the calls that matter.

/** Whatever stands in a Python file. */
export type Node = Statement | Expression;
export type Call = Extract<Expression, { kind: 'call' }>;

/** Names of `sqlalchemy` and `sqlalchemy.ext.asyncio` that make an engine. */
export const FROM_CONFIG: ReadonlySet<string> = new Set(['engine_from_config', 'async_engine_from_config']);
/** Names of the two that make one from a URL. */
export const FROM_URL: ReadonlySet<string> = new Set(['create_engine', 'create_async_engine']);

/** Every statement and expression of an env.py. */
export function nodesOf(text: string): readonly Node[] {
  return [...nodesWithin(parseChunks(text, layOut(text).chunks))];
}

/** Every statement and expression, at any depth. */
export function* nodesWithin(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) yield* nodesWithin(item);
    return;
  }
  // The tree is plain data, and everything in it that has a place in the text is a node (python/ast.ts).
  if ('kind' in value && 'from' in value) yield value as Node;
  for (const part of Object.values(value) as readonly unknown[]) yield* nodesWithin(part);
}

/** `config.get_section(config.config_ini_section)`, with an empty default or none. */
export function isSection(value: Expression): boolean {
  if (value.kind !== 'call' || !isConfigMethod(value, 'get_section')) return false;
  const [section, fallback, ...rest] = value.arguments;
  if (section?.kind !== 'positional' || rest.length > 0) return false;
  if (fallback !== undefined && !(fallback.value.kind === 'dict' && fallback.value.entries.length === 0)) return false;
  const name = section.value;
  return name.kind === 'attribute' && name.name.name === 'config_ini_section' && isConfig(name.object);
}

/** `config.get_main_option('sqlalchemy.url')`. */
export function isUrlOption(value: Expression): boolean {
  if (value.kind !== 'call' || !isConfigMethod(value, 'get_main_option')) return false;
  const [option] = value.arguments;
  return value.arguments.length === 1 && option !== undefined && isText(option.value, 'sqlalchemy.url');
}

/** A parameter, an import, the target of a loop: not a plain assignment. */
export function isBoundOtherwise(name: string, nodes: readonly Node[]): boolean {
  return nodes.some((node) => {
    switch (node.kind) {
      case 'function':
        return node.parameters === null || node.parameters.some((parameter) => parameter.name.name === name);
      case 'import':
      case 'importFrom':
        return (node.names ?? []).some(({ binds }) => binds.name === name);
      case 'for':
        return [...nodesWithin(node.target)].some((target) => isName(target, name));
      case 'with':
        return node.items.some(({ target }) => [...nodesWithin(target)].some((part) => isName(part, name)));
      case 'assign':
        return node.targets.some(
          (target) => target.kind !== 'name' && [...nodesWithin(target)].some((part) => isName(part, name)),
        );
      case 'named':
        return node.target.name === name;
      default:
        return false;
    }
  });
}

/** Where all calls of `context.configure()` say the versions are kept; null where that is not plain to see. */
export function versionTable(nodes: readonly Node[]): VersionTable | null {
  const calls = nodes.filter((node): node is Call => node.kind === 'call');
  const tables = calls.filter((call) => isMethod(call, 'context', 'configure')).map(versionTableOf);
  const [table] = tables;
  if (table === undefined || table === null) return null;
  return tables.every((one) => one?.name === table.name && one.schema === table.schema) ? table : null;
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

/** The argument that is given by a name. */
function argument(call: Call, name: string): Argument | undefined {
  return call.arguments.find((one) => one.name?.name === name);
}

/** The last name of what is called: `create_engine` of `sa.create_engine(…)`; empty where it has none. */
export function calledName({ callee }: Call): string {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'attribute' ? callee.name.name : '';
}

function isMethod({ callee }: Call, object: string, method: string): boolean {
  return callee.kind === 'attribute' && callee.name.name === method && isName(callee.object, object);
}

/** A method of Alembic's configuration. */
export function isConfigMethod({ callee }: Call, method: string): boolean {
  return callee.kind === 'attribute' && callee.name.name === method && isConfig(callee.object);
}

/** `config`, which is assigned `context.config` alone (`isDisturbed`), or that itself. */
export function isConfig(value: Expression): boolean {
  return isName(value, 'config') || isContextConfig(value);
}

/** `context.config`. */
export function isContextConfig(value: Expression): boolean {
  return value.kind === 'attribute' && value.name.name === 'config' && isName(value.object, 'context');
}

/** A plain name. */
export function isName(node: Node, name: string): boolean {
  return node.kind === 'name' && node.name === name;
}

/** A plain text. */
export function isText(value: Expression, text: string): boolean {
  return textOf(value) === text;
}

/** The text of a plain string; null for anything else. */
export function textOf(value: Expression): string | null {
  return value.kind === 'string' && !value.bytes ? value.value : null;
}
