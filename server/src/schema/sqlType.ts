import type { SqlExpression } from './expression';
import type { Literal } from '../common/literal';

/** The package of SQLAlchemy that a type class belongs to: `sqlalchemy.types`, or a dialect's own. */
export type TypeModule = 'sqlalchemy' | 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'oracle';

/** A column type, as the Python that makes it says: its class and what its constructor was given. */
export type SqlType = LibraryType | CustomType;

export interface LibraryType {
  readonly kind: 'library';
  /** Where the class is defined: `postgresql.VARCHAR` is `sqlalchemy`'s own. */
  readonly module: TypeModule;
  /** The class: `Integer`, `VARCHAR`, `JSONB`. */
  readonly name: string;
  /** By parameter name, only what was given. Positional arguments without a name of their own (labels of an Enum) stand
   * under the name of the `*` parameter. */
  readonly arguments: Readonly<Record<string, TypeArgument>>;
  /** `with_variant`: the type to use instead, by name of the dialect. */
  readonly variants: Readonly<Record<string, SqlType>>;
}

/** A type of the project or of a package that is not SQLAlchemy: nothing is known of it but its name. */
export interface CustomType {
  readonly kind: 'custom';
  /** As the file reaches it: `myapp.types.GUID`. */
  readonly name: string;
  /** One sentence for the user. */
  readonly reason: string;
  /** The type that DDL writes in its place for the dialect of the run, where that is known. Literals are not so written. */
  readonly written?: LibraryType;
  /** The words that DDL writes for it, where they are known. */
  readonly text?: string;
  /** How a file writes it, where that is plain. */
  readonly source?: TypeSource;
}

/** Something that a module has, and the literals it is called with. */
export interface TypeSource {
  readonly module: string;
  readonly name: string;
  /** As they are written, between commas. */
  readonly arguments: string;
}

export type TypeArgument = Literal | SqlType | SqlExpression | SequenceReference | readonly TypeArgument[];

/** `sa.Sequence(...)` where a type or a column names one. */
export interface SequenceReference {
  readonly kind: 'sequence';
  readonly name: string;
  readonly schema: string | null;
  readonly options: Readonly<Record<string, Literal>>;
}

export function libraryType(
  module: TypeModule,
  name: string,
  args: Readonly<Record<string, TypeArgument>> = {},
): LibraryType {
  return { kind: 'library', module, name, arguments: args, variants: {} };
}

/** The type a dialect uses (`with_variant`). */
export function typeFor(type: SqlType, dialect: string): SqlType {
  return type.kind === 'library' ? (type.variants[dialect] ?? type) : type;
}
