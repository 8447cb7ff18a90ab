import type { Context } from '../../schema/context';
import { type LibraryType, libraryType, type SqlType, type TypeArgument, typeFor } from '../../schema/sqlType';
import { isNativeEnum } from '../../sqlalchemy/toTable';
import { argument, enumLabels, isType, stringArgument, typeArgument } from '../../sqlalchemy/typeArguments';
import type { TypeKey } from '../../sqlalchemy/typeTable';

/**
 * A type for CREATE TABLE where the database has it already: SQLAlchemy makes PostgreSQL's types with the table, unless
 * they say `create_type=False`, which only the dialect's own class takes.
 */
export function withExistingType(type: SqlType, { dialect }: Context): SqlType {
  return dialect === 'postgresql' ? (existing(typeFor(type, dialect)) ?? type) : type;
}

/** Undefined: PostgreSQL makes nothing for it. */
function existing(type: SqlType): LibraryType | undefined {
  if (type.kind === 'custom') return undefined;
  const is = (key: TypeKey): boolean => isType(type, key);
  if (is('sqlalchemy.ARRAY')) {
    const item = existing(typeArgument(type, 'item_type'));
    return item && { ...type, arguments: { ...type.arguments, item_type: item } };
  }
  if (is('postgresql.DOMAIN')) return withoutCreate(type);
  if (!is('sqlalchemy.Enum') || argument(type, 'name') === null || !isNativeEnum(type)) return undefined;
  const name = stringArgument(type, 'name') ?? '';
  return withoutCreate(postgresEnum(name, stringArgument(type, 'schema'), enumLabels(type)));
}

function withoutCreate(type: LibraryType): LibraryType {
  return { ...type, arguments: { ...type.arguments, create_type: { kind: 'boolean', value: false } } };
}

/** An enum type of PostgreSQL with its labels. */
export function postgresEnum(name: string, schema: string | null, labels: readonly string[]): LibraryType {
  const items: TypeArgument = labels.map((value) => ({ kind: 'string', value }) as const);
  return libraryType('postgresql', 'ENUM', {
    ...(labels.length > 0 && { enums: items, labels: items }),
    ...named(name, schema),
  });
}

/** The least that names an enum type, for `.drop()`. */
export function namedEnum(name: string, schema: string | null): LibraryType {
  return libraryType('sqlalchemy', 'Enum', named(name, schema));
}

function named(name: string, schema: string | null): Readonly<Record<string, TypeArgument>> {
  const given = { name: { kind: 'string', value: name } } as const;
  return schema === null ? given : { ...given, schema: { kind: 'string', value: schema } };
}
