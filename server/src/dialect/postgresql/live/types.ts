import { sqlTokens } from '../../../operations/sqlEffects/sqlTokens';
import { SqlReader } from '../../../operations/sqlEffects/sqlReader';
import { sqlType } from '../../../operations/sqlEffects/sqlTypes';
import { type EnumType, emptySchema } from '../../../schema/schema';
import { libraryType, type LibraryType, type SqlType } from '../../../schema/sqlType';
import { isType } from '../../../sqlalchemy/typeArguments';
import type { ColumnRow, EnumRow } from './catalogue';

/** Enum types by their object id. */
export type EnumsByOid = ReadonlyMap<number, EnumType>;

/** @param usual the schema where names without one lead. */
export function enumsByOid(rows: readonly EnumRow[], usual: string | null): EnumsByOid {
  return new Map(
    rows.map(({ oid, schema, name, labels }) => [oid, { name, schema: schema === usual ? null : schema, labels }]),
  );
}

/** What a column's type hangs on. */
type TypeFacts = Pick<
  ColumnRow,
  'type' | 'typeKind' | 'typeOid' | 'isArray' | 'dimensions' | 'collation' | 'collationSchema'
>;

/** The types of columns: there are few of them, and each is read once. */
export class ColumnTypes {
  readonly #known = new Map<string, SqlType>();

  constructor(private readonly enums: EnumsByOid) {}

  of(row: TypeFacts): SqlType {
    const { type, typeKind, typeOid, isArray, dimensions, collation, collationSchema } = row;
    const key = [type, typeKind, typeOid, isArray, dimensions, collation, collationSchema].join('\0');
    const known = this.#known.get(key) ?? columnType(row, this.enums);
    this.#known.set(key, known);
    return known;
  }
}

/** The type of a column, as SQLAlchemy's class where it has one, else in PostgreSQL's own words. */
function columnType(row: TypeFacts, enums: EnumsByOid): SqlType {
  const { type, typeKind, typeOid, isArray, dimensions, collation, collationSchema } = row;
  const listed = enums.get(typeOid);
  const known = listed === undefined ? namedType(type, typeKind) : enumType(listed);
  const whole = listed !== undefined && isArray ? arrayOf(known) : known;
  const deep = isArray && dimensions > 1 ? withDimensions(whole, dimensions) : whole;
  return collation === null ? deep : collated(deep, type, collation, collationSchema);
}

function enumType({ name, schema, labels }: EnumType): LibraryType {
  const items = labels.map((value) => ({ kind: 'string', value }) as const);
  return libraryType('postgresql', 'ENUM', {
    enums: items,
    labels: items,
    name: { kind: 'string', value: name },
    create_type: { kind: 'boolean', value: false },
    ...(schema === null ? {} : { schema: { kind: 'string', value: schema } as const }),
  });
}

/** Domains and composite types have no class of their own, nor has what is only told from others by its quotes: `"char"`. */
function namedType(text: string, kind: string): SqlType {
  if (kind === 'd' || kind === 'c' || kind === 'e' || text.includes('"')) return ownWords(text);
  const interval = /^interval(?: ([a-z ]+?))?(?:\((\d)\))?((?:\[\])*)$/.exec(text);
  if (interval?.[1] !== undefined) return intervalOf(interval[1], interval[2], interval[3] === '[]');
  const tokens = sqlTokens(text, 'postgresql');
  if (tokens === null) return ownWords(text);
  const reader = new SqlReader(text, tokens, 'postgresql');
  const read = reader.attempt(() => sqlType(reader, emptySchema('postgresql')));
  return read === null || read.isSerial || !reader.isDone ? ownWords(text) : read.type;
}

function intervalOf(fields: string, precision: string | undefined, isArray: boolean): SqlType {
  const type = libraryType('postgresql', 'INTERVAL', {
    fields: { kind: 'string', value: fields.toUpperCase() },
    ...(precision === undefined ? {} : { precision: { kind: 'integer', value: BigInt(precision) } as const }),
  });
  return isArray ? arrayOf(type) : type;
}

function arrayOf(item: SqlType): LibraryType {
  return libraryType('postgresql', 'ARRAY', { item_type: item });
}

function withDimensions(type: SqlType, dimensions: number): SqlType {
  if (type.kind !== 'library' || type.name !== 'ARRAY') return type;
  return {
    ...type,
    arguments: { ...type.arguments, dimensions: { kind: 'integer', value: BigInt(dimensions) } },
  };
}

function collated(type: SqlType, text: string, collation: string, schema: string | null): SqlType {
  // SQLAlchemy's classes take a name alone.
  if (isType(type, 'sqlalchemy.String') && schema === 'pg_catalog') {
    return { ...type, arguments: { ...type.arguments, collation: { kind: 'string', value: collation } } };
  }
  return ownWords(`${text} COLLATE ${quoted(schema ?? 'pg_catalog')}.${quoted(collation)}`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function ownWords(text: string): SqlType {
  return { kind: 'custom', name: text, reason: `SQLAlchemy has no class for the type \`${text}\`.`, text };
}
