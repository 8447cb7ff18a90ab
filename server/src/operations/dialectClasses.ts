import { HostObject, type PyValue, type Site, unknownData } from '../python/interpreter/value';
import type { DialectName } from '../schema/context';
import { DialectObject } from './connection';
import type { Environment } from './environment';

interface DefinedClass {
  readonly name: string;
  readonly dialect: DialectName;
  /** It is the dialect with the driver that SQLAlchemy takes where a URL names none. */
  readonly isDefault?: true;
}

/** Classes of dialects by the modules that define them. */
const CLASSES: Readonly<Record<string, DefinedClass>> = {
  'sqlalchemy.dialects.postgresql': { name: 'dialect', dialect: 'postgresql', isDefault: true },
  'sqlalchemy.dialects.sqlite': { name: 'dialect', dialect: 'sqlite', isDefault: true },
  'sqlalchemy.dialects.mysql': { name: 'dialect', dialect: 'mysql', isDefault: true },
  'sqlalchemy.dialects.postgresql.base': { name: 'PGDialect', dialect: 'postgresql' },
  'sqlalchemy.dialects.sqlite.base': { name: 'SQLiteDialect', dialect: 'sqlite' },
  'sqlalchemy.dialects.mysql.base': { name: 'MySQLDialect', dialect: 'mysql' },
};

/** `MySQLDialect`, of which a connection's dialect may be an instance. */
class DialectClass extends HostObject {
  readonly typeName = 'type';

  constructor(
    private readonly dialect: DialectName,
    /** Whether that is known of a connection whose dialect has the name. */
    private readonly isKnown: boolean,
  ) {
    super();
  }

  override isInstance(value: PyValue): boolean | undefined {
    if (!(value instanceof DialectObject)) return undefined;
    if (value.name !== this.dialect) return false;
    return this.isKnown ? true : undefined;
  }

  /** What is made of it is not followed. */
  override call(): PyValue {
    return unknownData(`A dialect of ${this.dialect} that is made is not followed.`);
  }
}

/** A module of SQLAlchemy's as the library has it, with some members of ours. */
class ModuleWith extends HostObject {
  readonly typeName = 'module';

  constructor(
    private readonly plain: PyValue,
    private readonly own: (name: string, plain: PyValue | undefined) => PyValue | undefined,
  ) {
    super();
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    const plain = this.plain.kind === 'host' ? this.plain.getAttribute(name, site) : this.plain;
    return this.own(name, plain) ?? plain;
  }
}

const PACKAGE = 'sqlalchemy.dialects';

/** A module of SQLAlchemy's, with the class of its dialect where it has one. */
export function withDialectClass(
  name: string,
  module: PyValue | undefined,
  environment: Pick<Environment, 'hasDefaultDriver'>,
): PyValue | undefined {
  if (module === undefined) return undefined;
  const own = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  if (own === undefined && name !== PACKAGE) return module;
  const isKnown = own?.isDefault !== true || environment.hasDefaultDriver;
  return new ModuleWith(module, (member, plain) => {
    if (member === own?.name) return new DialectClass(own.dialect, isKnown);
    const inside = `${name}.${member}`;
    return Object.hasOwn(CLASSES, inside) ? withDialectClass(inside, plain, environment) : undefined;
  });
}
