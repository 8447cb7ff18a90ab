import type { DialectOptions, OptionValue } from '../schema/model';
import type { SqlExpression } from '../schema/expression';
import { refuse } from '../sqlalchemy/refusal';

/** An option; null where it is not given or `None`. */
export function option(options: DialectOptions, name: string): OptionValue | null {
  const value = options[name];
  return value === undefined || isKind(value, 'none') ? null : value;
}

/** An option that is a string. @throws Refusal where it is something else. */
export function stringOption(options: DialectOptions, name: string): string | null {
  const value = option(options, name);
  if (value === null || isKind(value, 'boolean', false)) return null;
  const text = optionText(value);
  if (text === null) refuse(`The value of \`${name}\` is not a string.`);
  return text;
}

/** An option that is `True` or `False`; other values go by their truth. */
export function booleanOption(options: DialectOptions, name: string): boolean | null {
  const value = option(options, name);
  if (value === null) return null;
  if (isOne(value) && value.kind === 'boolean' && typeof value.value === 'boolean') return value.value;
  if (isOne(value) && value.kind === 'integer') return value.value !== 0n;
  return refuse(`The value of \`${name}\` is neither \`True\` nor \`False\`.`);
}

/** An option that is a string or several; a single string counts as one where `single` says so. */
export function listOption(options: DialectOptions, name: string, single: boolean): readonly string[] {
  const value = option(options, name);
  if (value === null) return [];
  const lone = optionText(value);
  // Python goes through a string letter by letter where SQLAlchemy expects a list.
  if (lone !== null) return single ? [lone] : [...lone];
  const items = optionItems(value);
  if (items === null) refuse(`The value of \`${name}\` is not a list of names.`);
  return items.map((item) => optionText(item) ?? refuse(`The value of \`${name}\` is not a list of names.`));
}

/** An option that is a dict with strings for keys. */
export function mappingOption(options: DialectOptions, name: string): readonly (readonly [string, OptionValue])[] {
  const value = option(options, name);
  if (value === null) return [];
  if (isOne(value) && value.kind === 'mapping') return value.entries;
  if (isOne(value) && value.kind === 'dict') {
    return value.entries.map(([key, entry]) => [
      optionText(key) ?? refuse(`A key of \`${name}\` is not a string.`),
      entry,
    ]);
  }
  return refuse(`The value of \`${name}\` is not a dict.`);
}

/** An option that is SQL: an expression, or a string that SQLAlchemy takes for `text()`. */
export function expressionOption(options: DialectOptions, name: string): SqlExpression | null {
  const value = option(options, name);
  if (value === null) return null;
  const text = optionText(value);
  if (text !== null) return { kind: 'text', sql: text, binds: {} };
  if (isOne(value) && isExpression(value)) return value;
  return refuse(`The value of \`${name}\` is not an SQL expression.`);
}

/** The string that an option's value is. */
export function optionText(value: OptionValue): string | null {
  return isOne(value) && value.kind === 'string' ? value.value : null;
}

/** `str(value)` of an option that is written into the statement as it is; null where it is not known. */
export function optionString(value: OptionValue): string | null {
  if (!isOne(value)) return null;
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'integer':
      return value.value.toString();
    case 'float':
    case 'decimal':
      return value.text;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    default:
      return null;
  }
}

type One = Exclude<OptionValue, readonly OptionValue[]>;

function isOne(value: OptionValue): value is One {
  return !Array.isArray(value);
}

function isKind(value: OptionValue, kind: 'none' | 'boolean', content?: boolean): boolean {
  return (
    isOne(value) && value.kind === kind && (content === undefined || ('value' in value && value.value === content))
  );
}

function optionItems(value: OptionValue): readonly OptionValue[] | null {
  if (!isOne(value)) return value;
  return (value.kind === 'list' || value.kind === 'tuple') && 'items' in value ? value.items : null;
}

/** Kinds of `OptionValue` that are no expression. */
const NOT_EXPRESSIONS: ReadonlySet<string> = new Set(
  (
    'none boolean integer float decimal string bytes date time datetime timedelta uuid enumMember tuple dict ' +
    'library custom mapping'
  ).split(' '),
);

function isExpression(value: One): value is Extract<One, SqlExpression> {
  if (value.kind === 'list') return 'joiner' in value;
  return !NOT_EXPRESSIONS.has(value.kind);
}
