import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { LibraryType, TypeArgument } from '../schema/sqlType';
import { libraryType } from '../schema/sqlType';
import { need, toTypeArgument } from './convert';
import { sharedBase } from './declarative';
import { known } from './notKnown';
import { TypeValue } from './objects';
import { parameters } from './parameters';
import { TypeObject } from './typeObject';

/** The length SQLModel gives a column of MySQL that has none (sqlmodel/sql/sqltypes.py). */
const MYSQL_LENGTH: TypeArgument = { kind: 'integer', value: 255n };

/** SQLModel's `AutoString`: SQLAlchemy's String, save that MySQL gets a length. */
export class AutoStringClass extends TypeValue {
  readonly typeName = 'type';

  get data(): LibraryType {
    return autoString({});
  }

  protected override member(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: 'AutoString' } : undefined;
  }

  override call(args: CallArguments): PyValue {
    return known(() => {
      const { given } = bindArguments('AutoString', parameters('length? collation?'), args);
      const kept: Record<string, TypeArgument> = {};
      for (const [name, value] of given) kept[name] = need(value, toTypeArgument(value), `\`${name}\``);
      return new TypeObject(autoString(kept), undefined);
    });
  }
}

function autoString(given: Readonly<Record<string, TypeArgument>>): LibraryType {
  const type = libraryType('sqlalchemy', 'String', given);
  const { length } = given;
  if (length !== undefined && !('kind' in length && length.kind === 'none')) return type;
  return { ...type, variants: { mysql: libraryType('sqlalchemy', 'String', { ...given, length: MYSQL_LENGTH }) } };
}

/** `SQLModel`, which has a metadata for all its models. */
export function sqlModelClass(): PyValue {
  return sharedBase('SQLModel');
}
