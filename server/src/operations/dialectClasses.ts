import { HostObject, type PyValue, type Site } from '../python/interpreter/value';
import type { DialectName } from '../schema/context';
import { DialectObject } from './connection';

/** Classes of dialects by the modules that define them. */
const CLASSES: Readonly<Record<string, { readonly name: string; readonly dialect: DialectName }>> = {
  'sqlalchemy.dialects.postgresql.base': { name: 'PGDialect', dialect: 'postgresql' },
  'sqlalchemy.dialects.sqlite.base': { name: 'SQLiteDialect', dialect: 'sqlite' },
  'sqlalchemy.dialects.mysql.base': { name: 'MySQLDialect', dialect: 'mysql' },
};

/** `MySQLDialect`, of which a connection's dialect may be an instance. */
class DialectClass extends HostObject {
  readonly typeName = 'type';

  constructor(private readonly dialect: DialectName) {
    super();
  }

  override isInstance(value: PyValue): boolean | undefined {
    return value instanceof DialectObject ? value.name === this.dialect : undefined;
  }
}

/** A module of SQLAlchemy's in which the class of a dialect is found. */
class DialectModule extends HostObject {
  readonly typeName = 'module';

  constructor(
    private readonly plain: PyValue,
    private readonly own: (typeof CLASSES)[string],
  ) {
    super();
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    if (name === this.own.name) return new DialectClass(this.own.dialect);
    return this.plain.kind === 'host' ? this.plain.getAttribute(name, site) : this.plain;
  }
}

/** A module of SQLAlchemy's, with the class of its dialect where it defines one. */
export function withDialectClass(name: string, module: PyValue | undefined): PyValue | undefined {
  const own = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  return own === undefined || module === undefined ? module : new DialectModule(module, own);
}
