import type { LibraryType, SqlType, TypeArgument } from '../schema/sqlType';
import { refuse } from './refusal';
import { TYPE_CLASSES, type TypeKey } from './typeTable';

/** Whether a type's class is, or derives from, one of SQLAlchemy's generic classes (or a dialect's: `postgresql.ENUM`). */
export function isType(type: SqlType, ...keys: readonly TypeKey[]): type is LibraryType {
  if (type.kind === 'custom') return false;
  const own = typeKey(type);
  return keys.some((key) => key === own || TYPE_CLASSES[own]?.bases.includes(key) === true);
}

/** Under what `TYPE_CLASSES` knows a type. */
export function typeKey(type: LibraryType): TypeKey {
  return `${type.module}.${type.name}`;
}

/** A number given to a type; null where there is none. @throws Refusal where it is something else. */
export function integerArgument(type: LibraryType, name: string): bigint | null {
  const value = argument(type, name);
  if (value === null) return null;
  return 'kind' in value && value.kind === 'integer'
    ? value.value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not a number.`);
}

/** A string given to a type; null where there is none. @throws Refusal where it is something else. */
export function stringArgument(type: LibraryType, name: string): string | null {
  const value = argument(type, name);
  if (value === null) return null;
  return 'kind' in value && value.kind === 'string'
    ? value.value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not a string.`);
}

/** A flag given to a type. @throws Refusal where it is something else. */
export function booleanArgument(type: LibraryType, name: string, unsaid: boolean): boolean {
  if (type.arguments[name] === undefined) return unsaid;
  const value = argument(type, name);
  if (value === null) return false;
  return 'kind' in value && value.kind === 'boolean' && typeof value.value === 'boolean'
    ? value.value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not \`True\` or \`False\`.`);
}

/** A type given to a type. @throws Refusal where there is none. */
export function typeArgument(type: LibraryType, name: string): SqlType {
  const value = argument(type, name);
  return value !== null && 'kind' in value && (value.kind === 'library' || value.kind === 'custom')
    ? value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not a type.`);
}

/** What was given to a type; null where nothing was, or `None`. */
export function argument(type: LibraryType, name: string): TypeArgument | null {
  const value = type.arguments[name];
  return value === undefined || ('kind' in value && value.kind === 'none') ? null : value;
}

/** The labels of an `Enum`. @throws Refusal where they are not strings. */
export function enumLabels(type: LibraryType): readonly string[] {
  const value = type.arguments.labels ?? type.arguments.enums;
  if (value === undefined) return [];
  const items =
    'kind' in value ? (value.kind === 'list' || value.kind === 'tuple') && 'items' in value && value.items : value;
  if (items === false) return refuse('The labels of an `Enum` are not known.');
  return items.map((item) =>
    'kind' in item && item.kind === 'string' ? item.value : refuse('The labels of an `Enum` are not strings.'),
  );
}
