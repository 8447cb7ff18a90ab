import { type LibraryType, libraryType, type TypeArgument } from '../../schema/sqlType';
import { parameters } from '../parameters';
import { booleanArgument, typeKey } from '../typeArguments';
import { TYPE_CLASSES, type TypeKey } from '../typeTable';

const TRUE = { kind: 'boolean', value: true } as const;
const TEXT = libraryType('sqlalchemy', 'Text');

/** What a `repr` of SQLAlchemy's names though it was not given (SQLAlchemy 2.0.54). */
const IMPLIED: Readonly<Partial<Record<TypeKey, Readonly<Record<string, TypeArgument>>>>> = {
  'postgresql.JSON': { astext_type: TEXT },
  'postgresql.JSONB': { astext_type: TEXT },
  'postgresql.HSTORE': { text_type: TEXT },
  'postgresql.BIT': { length: { kind: 'integer', value: 1n } },
  'mysql.NCHAR': { national: TRUE },
  'mysql.NVARCHAR': { national: TRUE },
  'mysql.DOUBLE': { asdecimal: TRUE },
  'mysql.REAL': { asdecimal: TRUE },
};

const NOTHING: Readonly<Record<string, TypeArgument>> = {};

/** Arguments that are written also where they were not given. */
export function impliedArguments(type: LibraryType): Readonly<Record<string, TypeArgument>> {
  const key = typeKey(type);
  // One that varies has no length of its own.
  if (key === 'postgresql.BIT' && booleanArgument(type, 'varying', false)) return NOTHING;
  return IMPLIED[key] ?? NOTHING;
}

/** Flags that are on where nothing is said. */
const ON: ReadonlySet<string> = new Set([
  'as_uuid',
  'native_uuid',
  'native',
  'native_enum',
  'create_type',
  'omit_aliases',
]);

/** Whether a type means the same without this argument. */
export function isDefaultArgument(key: TypeKey, name: string, value: TypeArgument): boolean {
  if (!('kind' in value)) return false;
  if (value.kind === 'none') return true;
  if (value.kind !== 'boolean' || typeof value.value !== 'boolean') return false;
  return value.value === isOn(key, name);
}

function isOn(key: TypeKey, name: string): boolean {
  if (name !== 'asdecimal') return ON.has(name);
  const bases = [key, ...(TYPE_CLASSES[key]?.bases ?? [])];
  return bases.includes('sqlalchemy.Numeric') && !bases.includes('sqlalchemy.Float');
}

/** In the order of `Enum.__repr__`; the others follow. */
const ENUM_ORDER = [
  'name',
  'schema',
  'metadata',
  'inherit_schema',
  'quote',
  'native_enum',
  'create_constraint',
  'length',
];

/** Where a keyword stands among the others: that of MySQL's own comes before what its class inherits. */
export function keywordOrder(key: TypeKey, name: string): number {
  const bases = [key, ...(TYPE_CLASSES[key]?.bases ?? [])];
  const isEnum = bases.includes('sqlalchemy.Enum');
  const declared = isEnum
    ? ENUM_ORDER
    : parameters(TYPE_CLASSES[key]?.parameters ?? '').map((parameter) => parameter.name);
  const order = key.startsWith('mysql.') && !isEnum ? [...OF_MYSQL, ...declared] : declared;
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

const OF_MYSQL = [
  'display_width',
  'unsigned',
  'zerofill',
  'charset',
  'collation',
  'ascii',
  'binary',
  'unicode',
  'national',
];
