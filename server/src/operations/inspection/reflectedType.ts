import { type PyValue, unknownData } from '../../python/interpreter/value';
import type { DialectName } from '../../schema/context';
import { libraryType, type SqlType, typeFor, type TypeModule } from '../../schema/sqlType';
import { TypeObject } from '../../sqlalchemy/typeObject';

/** What PostgreSQL's reflection makes of SQLAlchemy's classes, and which arguments come back. */
const POSTGRESQL: Readonly<Record<string, readonly [TypeModule, string, readonly string[]]>> = {
  ...same('INTEGER BIGINT SMALLINT BOOLEAN DATE TEXT'),
  Integer: ['sqlalchemy', 'INTEGER', []],
  BigInteger: ['sqlalchemy', 'BIGINT', []],
  SmallInteger: ['sqlalchemy', 'SMALLINT', []],
  Boolean: ['sqlalchemy', 'BOOLEAN', []],
  Date: ['sqlalchemy', 'DATE', []],
  Text: ['sqlalchemy', 'TEXT', []],
  UnicodeText: ['sqlalchemy', 'TEXT', []],
  String: ['sqlalchemy', 'VARCHAR', ['length']],
  Unicode: ['sqlalchemy', 'VARCHAR', ['length']],
  VARCHAR: ['sqlalchemy', 'VARCHAR', ['length']],
  JSONB: ['postgresql', 'JSONB', []],
};

function same(names: string): Readonly<Record<string, readonly [TypeModule, string, readonly string[]]>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, ['sqlalchemy', name, []] as const]));
}

/** The type that reflection finds, where it is surely known. */
export function reflectedType(type: SqlType, dialect: DialectName): PyValue {
  const own = typeFor(type, dialect);
  const row = dialect === 'postgresql' && own.kind === 'library' ? POSTGRESQL[own.name] : undefined;
  if (own.kind !== 'library' || row === undefined) return NOT_FOLLOWED;
  const [module, name, arguments_] = row;
  const isPlain = Object.keys(own.arguments).every((key) => arguments_.includes(key));
  return isPlain ? new TypeObject(libraryType(module, name, own.arguments), undefined) : NOT_FOLLOWED;
}

const NOT_FOLLOWED = unknownData('What type the database says a column has is not followed.');
