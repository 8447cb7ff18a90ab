import type { SqlType } from '../../schema/sqlType';
import { refuse } from '../../sqlalchemy/refusal';
import { isType, stringArgument } from '../../sqlalchemy/typeArguments';

/**
 * The name of a type that may bring a CHECK (`Boolean`, `Enum`): Alembic takes a constraint of that name for the type's.
 * Null: it has none.
 * @throws Refusal for types whose name Alembic cannot ask for.
 */
export function schemaTypeName(type: SqlType): string | null {
  if (type.kind === 'custom') return refuse(`Whether the type \`${type.name}\` has a name is not known.`);
  const { name } = type;
  if (isType(type, 'sqlalchemy.ARRAY', 'sqlalchemy.Interval', 'sqlalchemy.PickleType')) {
    return refuse(`Alembic asks the type \`${name}\` for a name, which it has not.`);
  }
  return isType(type, 'sqlalchemy.Enum', 'sqlalchemy.Boolean') ? stringArgument(type, 'name') || null : null;
}
