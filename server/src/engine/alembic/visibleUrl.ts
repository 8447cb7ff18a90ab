import type { Expression } from '../../python/ast';
import { isDisturbed } from './disturbedConfig';
import {
  type Call,
  calledName,
  FROM_CONFIG,
  FROM_URL,
  isConfigMethod,
  isSection,
  isText,
  isUrlOption,
  type Node,
  nodesOf,
  textOf,
} from './envNodes';
import { VisibleText } from './visibleText';

/** Where an env.py takes the URL from, as far as that can be seen without running it. */
export type VisibleUrl =
  | { readonly kind: 'url'; readonly url: string }
  /** From `sqlalchemy.url` of the configuration. */
  | { readonly kind: 'configuration' }
  | { readonly kind: 'unknown' };

/** A URL, `configuration`, null for `None`, undefined for what cannot be known. */
type Source = { readonly url: string } | 'configuration' | null | undefined;

const UNKNOWN: VisibleUrl = { kind: 'unknown' };

/**
 * Reads where an env.py takes its URL from: `os.environ[...]`, `os.getenv(...)`, texts put together from them, given to
 * `create_engine`, to `config.set_main_option("sqlalchemy.url", ...)` or to a section's `"sqlalchemy.url"`.
 * A likely answer, not a sure one: conditions are not followed. `unknown` as soon as one of several ways is not known.
 */
export function visibleUrl(text: string, environment: Readonly<Record<string, string | undefined>>): VisibleUrl {
  const nodes = nodesOf(text);
  const texts = new VisibleText(nodes, environment);
  return visibleUrlOf(nodes, texts);
}

/**
 * The same of the nodes of an env.py.
 * @param allRun whether every one of them surely runs: what is set to `None` is an error then.
 */
export function visibleUrlOf(nodes: readonly Node[], texts: VisibleText, allRun = false): VisibleUrl {
  const calls = nodes.filter((node): node is Call => node.kind === 'call');
  const engines = calls
    .filter((call) => FROM_CONFIG.has(calledName(call)) || FROM_URL.has(calledName(call)))
    .map((call) => engineSource(call, texts));
  if (isDisturbed(nodes, texts)) return UNKNOWN;
  if (engines.length === 0 || engines.includes(undefined) || engines.includes(null)) return UNKNOWN;
  const overrides = [...optionsSet(calls, texts), ...itemsSet(nodes, texts)];
  if (overrides.includes(undefined) || (allRun && overrides.includes(null))) return UNKNOWN;
  // A variable that is not set overrides nothing: such lines stand behind an `if`.
  const set = overrides.filter((source) => source !== null);
  const found = engines.flatMap((source) => (source === 'configuration' && set.length > 0 ? set : [source]));
  const [first, ...others] = new Set(found.map((source) => (typeof source === 'object' ? source?.url : source)));
  if (first === undefined || others.length > 0) return UNKNOWN;
  return first === 'configuration' ? { kind: 'configuration' } : { kind: 'url', url: first };
}

/** What an engine is made from. */
function engineSource(call: Call, texts: VisibleText): Source {
  const url = call.arguments.find(({ name }) => name?.name === 'url');
  const [first] = call.arguments;
  const positional = first?.kind === 'positional' ? first.value : undefined;
  if (FROM_URL.has(calledName(call))) return sourceOf(positional ?? url?.value, texts);
  if (url !== undefined) return sourceOf(url.value, texts);
  if (positional === undefined) return undefined;
  const section = withoutFallback(positional.kind === 'name' ? texts.valueOf(positional.name) : positional);
  if (section === undefined) return undefined;
  if (section.kind === 'dict') {
    const item = section.entries.find(({ key }) => key !== null && isText(key, 'sqlalchemy.url'));
    return item === undefined ? undefined : sourceOf(item.value, texts);
  }
  return isSection(section) ? 'configuration' : undefined;
}

/** `section or {}`: Alembic gives no section that is empty where there is a URL. */
function withoutFallback(section: Expression | undefined): Expression | undefined {
  const isEmpty = section?.kind === 'binary' && section.right.kind === 'dict' && section.right.entries.length === 0;
  return isEmpty && section.operator === 'or' ? section.left : section;
}

function sourceOf(value: Expression | undefined, texts: VisibleText): Source {
  if (value === undefined) return undefined;
  const followed = value.kind === 'name' ? (texts.valueOf(value.name) ?? value) : value;
  if (isUrlOption(followed)) return 'configuration';
  const url = texts.of(value);
  return typeof url === 'string' ? { url } : url;
}

/** `config.set_main_option("sqlalchemy.url", value)`: ConfigParser makes one `%` of two. */
function optionsSet(calls: readonly Call[], texts: VisibleText): Source[] {
  return calls.flatMap((call): Source[] => {
    const name = calledName(call);
    if (name !== 'set_main_option' && name !== 'set_section_option') return [];
    const [key, value] = (name === 'set_main_option' ? call.arguments : call.arguments.slice(1)).map((a) => a.value);
    if (!isConfigMethod(call, name) || key === undefined || value === undefined) return [undefined];
    const option = textOf(key);
    if (option === null) return [undefined];
    if (option !== 'sqlalchemy.url') return [];
    const url = texts.of(value);
    if (typeof url !== 'string') return [url];
    return [/%(?!%)/.test(url.replaceAll('%%', '')) ? undefined : { url: url.replaceAll('%%', '%') }];
  });
}

/** `section["sqlalchemy.url"] = value`. */
function itemsSet(nodes: readonly Node[], texts: VisibleText): Source[] {
  return nodes.flatMap((node): Source[] => {
    if (node.kind !== 'assign') return [];
    const isUrl = node.targets.some((target) => target.kind === 'subscript' && isText(target.index, 'sqlalchemy.url'));
    if (!isUrl) return [];
    const url = texts.of(node.value);
    return [typeof url === 'string' ? { url } : url];
  });
}
