import type { PyValue, Site } from '../python/interpreter/value';
import { HostObject, unknownPy } from '../python/interpreter/value';
import type { Context, DialectName } from '../schema/context';
import { FuncObject } from './func';
import { MEMBERS } from './members';
import { MODULES } from './moduleTable';
import type { ModuleRow } from './moduleTable';
import { ExceptionClassObject, LibraryFunction, NotFollowed, notFollowed } from './notKnown';
import { TypeClass } from './typeObject';
import type { TypeHook } from './typeObject';
import { TYPE_CLASSES } from './typeTable';
import type { TypeKey } from './typeTable';

/** What the layers above bring to the library. */
export interface LibraryOptions {
  /** `Enum(...).create(bind)` and `.drop(bind)`. Without it their result is not known. */
  readonly onType?: TypeHook;
  /** `sa.inspect(value)`, `Inspector.from_engine(value)`. Without it their result is not known. */
  readonly inspect?: (value: PyValue, site: Site) => PyValue;
  /** `Session`, `sessionmaker`, `scoped_session` of the ORM. Without it they are not followed. */
  readonly session?: (name: SessionName) => PyValue;
}

/** What makes sessions of the ORM. */
export type SessionName = 'Session' | 'sessionmaker' | 'scoped_session';

const SESSIONS: Readonly<Record<string, SessionName>> = {
  'orm:Session': 'Session',
  'orm:sessionmaker': 'sessionmaker',
  'orm:scoped_session': 'scoped_session',
};

/**
 * A module of SQLAlchemy by its absolute name; undefined when it is none, or one that is not followed. The same object
 * each time for the same context and options.
 */
export function sqlalchemyModule(name: string, context: Context, options: LibraryOptions = {}): PyValue | undefined {
  let libraries = known.get(context);
  if (libraries === undefined) known.set(context, (libraries = new Map<unknown, Library>()));
  const key = options.onType ?? options.inspect ?? null;
  let library = libraries.get(key);
  if (library === undefined) libraries.set(key, (library = new Library(options, context.dialect)));
  return library.module(name);
}

const known = new WeakMap<Context, Map<unknown, Library>>();

class Library {
  readonly #modules = new Map<string, ModuleObject>();
  readonly #types = new Map<string, TypeClass>();
  readonly #exceptions = new Map<string, PyValue>();
  readonly #members = new Map<string, PyValue>();

  constructor(
    readonly options: LibraryOptions,
    readonly dialect: DialectName,
  ) {}

  module(name: string): PyValue | undefined {
    const row = MODULES[name] ?? SQLMODEL[name];
    if (row === undefined) return undefined;
    let module = this.#modules.get(name);
    if (module === undefined) this.#modules.set(name, (module = new ModuleObject(name, row, this)));
    return module;
  }

  type(key: string): TypeClass | undefined {
    if (!isTypeKey(key)) return undefined;
    let type = this.#types.get(key);
    if (type === undefined) this.#types.set(key, (type = new TypeClass(key, this.options.onType, this.dialect)));
    return type;
  }

  exception(name: string): PyValue {
    let exception = this.#exceptions.get(name);
    if (exception === undefined) this.#exceptions.set(name, (exception = new ExceptionClassObject(name)));
    return exception;
  }

  /** @param key `text`, `postgresql:insert` */
  member(key: string): PyValue {
    let member = this.#members.get(key);
    if (member === undefined) this.#members.set(key, (member = this.#makeMember(key)));
    return member;
  }

  #makeMember(key: string): PyValue {
    const { inspect, session } = this.options;
    const sessionName = SESSIONS[key];
    if (sessionName !== undefined)
      return session?.(sessionName) ?? new NotFollowed(`sqlalchemy.orm.${sessionName}`, false);
    if (inspect !== undefined && key === 'inspect') return inspection('inspect', inspect);
    if (inspect !== undefined && key === 'Inspector') return new InspectorClass(inspect);
    if (key.startsWith('function:')) return new FuncObject([key.slice('function:'.length)]);
    return MEMBERS[key]?.() ?? new NotFollowed(key.replace(':', '.'), isData(key));
  }
}

/** Of SQLModel the type that Alembic writes into revisions of its projects, and what it hands on from SQLAlchemy. */
const SQLMODEL: Readonly<Record<string, ModuleRow>> = {
  sqlmodel: {
    complete: false,
    types:
      'ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB DATE DATETIME DECIMAL DOUBLE DOUBLE_PRECISION Date ' +
      'DateTime Double Enum FLOAT Float INT=sqlalchemy.INTEGER INTEGER Integer Interval JSON LargeBinary NCHAR NUMERIC ' +
      'NVARCHAR Numeric PickleType REAL SMALLINT SmallInteger String TEXT TIME TIMESTAMP Text Time UUID Unicode ' +
      'UnicodeText Uuid VARBINARY VARCHAR',
    modules: 'sql',
    members:
      'AutoString=sqlmodel:AutoString CheckConstraint Column Computed DefaultClause FetchedValue ForeignKey ' +
      'ForeignKeyConstraint Identity Index MetaData PrimaryKeyConstraint Sequence Table UniqueConstraint bindparam ' +
      'SQLModel=sqlmodel:SQLModel column delete exists false func insert inspect join literal literal_column null outerjoin table text true update',
    exceptions: '',
    others: '',
  },
  'sqlmodel.sql': { complete: false, types: '', modules: 'sqltypes', members: '', exceptions: '', others: '' },
  'sqlmodel.sql.sqltypes': {
    complete: false,
    types: '',
    modules: '',
    members: 'AutoString=sqlmodel:AutoString',
    exceptions: '',
    others: '',
  },
};

/** Modules in which everything makes data. */
const DATA_MODULE = /^sqlalchemy\.(?:types|sql|dialects|exc)\b/;

/** Of the ORM: parts of mapped classes and of queries. */
const ORM_DATA = new Set(
  (
    'Mapped aliased backref column_property composite contains_eager defaultload defer deferred foreign joinedload lazyload ' +
    'load_only mapped_column noload outerjoin raiseload relationship remote selectinload subqueryload synonym undefer'
  )
    .split(' ')
    .map((name) => `sqlalchemy.orm.${name}`),
);

/** What deals with databases, not with data that describes them. */
const LIVE = /engine|connection|inspect|pool|transaction|result|url|table$|metadata|sequence$|event|row/i;

function isData(key: string): boolean {
  return !LIVE.test(key);
}

function isTypeKey(key: string): key is TypeKey {
  return key in TYPE_CLASSES;
}

function inspection(name: string, inspect: NonNullable<LibraryOptions['inspect']>): LibraryFunction {
  return new LibraryFunction(name, ({ positional: [value] }, site) => inspect(value ?? { kind: 'none' }, site), true);
}

class InspectorClass extends HostObject {
  readonly typeName = 'type';

  constructor(readonly inspect: NonNullable<LibraryOptions['inspect']>) {
    super();
  }

  override getAttribute(name: string): PyValue {
    return name === 'from_engine' ? inspection(name, this.inspect) : unknownPy(notFollowed(`Inspector.${name}`));
  }
}

/** What a name of a module stands for, as the tables write it. */
type Standing =
  { readonly kind: 'type' | 'member' | 'module' | 'exception'; readonly key: string } | { readonly kind: 'other' };

/** By module: every run has module objects of its own, the tables behind them never change. */
const STANDINGS = new Map<string, ReadonlyMap<string, Standing>>();

function standings(name: string, row: ModuleRow): ReadonlyMap<string, Standing> {
  return new Map<string, Standing>([
    ...pairs(row.others).map(([one]) => [one, { kind: 'other' }] as const),
    ...pairs(row.modules).map(([one, key]) => [one, { kind: 'module', key: key ?? `${name}.${one}` }] as const),
    ...pairs(row.exceptions).map(([one, key]) => [one, { kind: 'exception', key: key ?? one }] as const),
    ...pairs(row.members).map(([one, key]) => [one, { kind: 'member', key: key ?? one }] as const),
    ...pairs(row.types).map(([one, key]) => [one, { kind: 'type', key: key ?? `sqlalchemy.${one}` }] as const),
  ]);
}

class ModuleObject extends HostObject {
  readonly typeName = 'module';
  readonly #names: ReadonlyMap<string, Standing>;

  constructor(
    readonly name: string,
    readonly row: ModuleRow,
    readonly library: Library,
  ) {
    super();
    let names = STANDINGS.get(name);
    if (names === undefined) STANDINGS.set(name, (names = standings(name, row)));
    this.#names = names;
  }

  override getAttribute(name: string): PyValue | undefined {
    const path = `${this.name}.${name}`;
    if (name === '__name__') return { kind: 'string', value: this.name };
    const standing = this.#names.get(name);
    const found = standing === undefined || standing.kind === 'other' ? undefined : this.#found(standing);
    if (found !== undefined) return found;
    // A module that was imported by its own name is an attribute from then on.
    const module = this.library.module(path);
    if (module !== undefined) return module;
    if (standing?.kind === 'module') return unknownPy(notFollowed(path));
    if (standing !== undefined || !this.row.complete || name.startsWith('_'))
      return new NotFollowed(path, DATA_MODULE.test(this.name) || ORM_DATA.has(path));
    return undefined;
  }

  #found(standing: Exclude<Standing, { kind: 'other' }>): PyValue | undefined {
    switch (standing.kind) {
      case 'type':
        return this.library.type(standing.key);
      case 'member':
        return this.library.member(standing.key);
      case 'module':
        return this.library.module(standing.key);
      case 'exception':
        return this.library.exception(standing.key);
    }
  }
}

function pairs(text: string): readonly (readonly [name: string, key: string | undefined])[] {
  if (text === '') return [];
  return text.split(' ').map((entry) => {
    const [name = '', key] = entry.split('=');
    return [name, key];
  });
}
