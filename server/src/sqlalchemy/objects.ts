import type { PyValue, Site } from '../python/interpreter/value';
import { HostObject, unknownData, unknownPy } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import type { Computed, Constraint, ForeignKey, Identity, Index, ServerDefault } from '../schema/model';
import type { SequenceReference, SqlType } from '../schema/sqlType';
import { notFollowed } from './notKnown';

/** An object of SQLAlchemy. What it has and we do not model is unknown, never missing. */
export abstract class LibraryObject extends HostObject {
  override getAttribute(name: string, site: Site): PyValue | undefined {
    const reason = notFollowed(`${this.typeName}.${name}`);
    return this.member(name, site) ?? (this.isData ? unknownData(reason) : unknownPy(reason));
  }

  /** None of its methods has an effect on anything else. */
  protected readonly isData: boolean = true;

  override setAttribute(_name: string, _value: PyValue): boolean {
    return false;
  }

  /** The members that are modelled. */
  protected member(_name: string, _site: Site): PyValue | undefined {
    return undefined;
  }
}

/** A type, or a class of types, which stands for its type made without arguments. */
export abstract class TypeValue extends LibraryObject {
  /** Undefined: the class cannot be made without arguments. */
  abstract readonly data: SqlType | undefined;

  protected override readonly isData = false;
}

/** What can stand in an expression. */
export abstract class Expressive extends LibraryObject {
  /** Undefined: it cannot be used as one. */
  abstract readonly expression: SqlExpression | undefined;
  /** The type, where it is known without compiling. */
  readonly type: SqlType | null = null;

  override truth(): boolean | undefined {
    return undefined;
  }
}

/** Something of Core. */
export abstract class ExpressionObject extends Expressive {
  abstract readonly data: SqlExpression;

  get expression(): SqlExpression | undefined {
    return this.data;
  }
}

/** `desc('name')`: outside of a select the name is written as it stands. */
export class OrderedLabel extends LibraryObject {
  readonly typeName = 'UnaryExpression';

  /** @param data what it is outside of a select. */
  constructor(readonly data: SqlExpression) {
    super();
  }
}

export class SequenceObject extends LibraryObject {
  readonly typeName = 'Sequence';

  constructor(readonly data: SequenceReference) {
    super();
  }

  protected override readonly isData = false;

  protected override member(name: string): PyValue | undefined {
    if (name === 'name') return { kind: 'string', value: this.data.name };
    return undefined;
  }
}

/** `Computed`, `Identity`, `FetchedValue`, `DefaultClause`: what an item of a column says of its server default. */
export class ServerDefaultObject extends LibraryObject {
  constructor(
    override readonly typeName: string,
    readonly data: ServerDefault | Computed | Identity,
  ) {
    super();
  }
}

/** `PrimaryKeyConstraint(...)` and its like, `ForeignKey(...)`. */
export class ConstraintObject extends LibraryObject {
  constructor(
    override readonly typeName: string,
    readonly data: Constraint | ForeignKey,
  ) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    if (name === 'name') return this.data.name === null ? { kind: 'none' } : nameValue(this.data.name.text);
    return undefined;
  }
}

export class IndexObject extends LibraryObject {
  readonly typeName = 'Index';

  constructor(readonly data: Index) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    if (name === 'name') return this.data.name === null ? { kind: 'none' } : nameValue(this.data.name.text);
    return undefined;
  }
}

function nameValue(text: string): PyValue {
  return { kind: 'string', value: text };
}
