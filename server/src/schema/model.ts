import type { SqlExpression } from './expression';
import type { Literal } from '../common/literal';
import type { SequenceReference, SqlType } from './sqlType';

/**
 * A name as SQLAlchemy holds it. `final`: it came through `op.f()`, so that no naming convention changes it. `quote`:
 * `quoted_name(..., quote=...)` or `quote=` of the item; null leaves it to the rules.
 */
export interface Name {
  readonly text: string;
  readonly final: boolean;
  /** The database made it up, because the file gives none (`users_pkey`). */
  readonly assigned?: boolean;
}

/** Keyword arguments for one dialect (`postgresql_using='gin'`), by their full name. */
export type DialectOptions = Readonly<Record<string, OptionValue>>;
export type OptionValue =
  | Literal
  | SqlExpression
  | SqlType
  | readonly OptionValue[]
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [string, OptionValue])[] };

export type ServerDefault =
  /** A Python string: becomes a quoted literal. */
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'expression'; readonly expression: SqlExpression }
  | Computed
  | Identity
  | { readonly kind: 'fetched' };

export interface Computed {
  readonly kind: 'computed';
  readonly expression: SqlExpression;
  /** Null: not said. */
  readonly persisted: boolean | null;
}

export interface Identity {
  readonly kind: 'identity';
  readonly always: boolean | null;
  readonly onNull: boolean | null;
  readonly sequence: SequenceOptions;
}

/** In the order of SQLAlchemy's parameters; absent: not said. */
export interface SequenceOptions {
  readonly start?: bigint;
  readonly increment?: bigint;
  readonly minvalue?: bigint;
  readonly maxvalue?: bigint;
  readonly nominvalue?: boolean;
  readonly nomaxvalue?: boolean;
  readonly cycle?: boolean;
  readonly cache?: bigint;
  readonly order?: boolean;
  /** SQLAlchemy 2.1 and the dialects' own. */
  readonly data_type?: SqlType;
}

/** `default=`: what Python or a sequence fills in. */
export type ColumnDefault =
  | { readonly kind: 'value'; readonly value: Literal }
  | { readonly kind: 'expression'; readonly expression: SqlExpression }
  | SequenceReference
  /** A function of the project; `isUnsure`: or a value that is not known, which does not change DDL. */
  | { readonly kind: 'callable'; readonly isUnsure?: boolean };

/** `sa.Column(...)` as it is written; what it puts into its table is not taken apart (`sqlalchemy/toTable.ts`). */
export interface Column {
  readonly kind: 'column';
  readonly name: string;
  /** `quote=`: null leaves it to the rules. */
  readonly quote: boolean | null;
  /** `NullType` when none was given; a foreign key gives its own then, which DDL never needs. */
  readonly type: SqlType;
  readonly primaryKey: boolean;
  /** Null: not said. */
  readonly nullable: boolean | null;
  readonly autoincrement: boolean | 'auto' | 'ignore_fk';
  readonly unique: boolean;
  readonly index: boolean;
  readonly default: ColumnDefault | null;
  /** `onupdate=` was given: what it is does not matter to DDL. */
  readonly hasOnUpdate?: boolean;
  readonly serverDefault: ServerDefault | null;
  /** In the order written: `ForeignKey`, `CheckConstraint`, other constraints. */
  readonly items: readonly (ForeignKey | Constraint)[];
  readonly comment: string | null;
  readonly system: boolean;
  readonly options: DialectOptions;
}

/** `sa.ForeignKey(...)` inside a column. */
export interface ForeignKey {
  readonly kind: 'foreignKeyItem';
  /** `table.column` or `schema.table.column`. */
  readonly target: string;
  readonly name: Name | null;
  readonly rules: ReferenceRules;
  readonly options: DialectOptions;
}

export interface ReferenceRules {
  readonly onupdate: string | null;
  readonly ondelete: string | null;
  readonly deferrable: boolean | null;
  readonly initially: string | null;
  readonly match: string | null;
  readonly useAlter: boolean;
}

interface ConstraintBase {
  readonly name: Name | null;
  readonly deferrable: boolean | null;
  readonly initially: string | null;
  readonly options: DialectOptions;
}

export interface PrimaryKeyConstraint extends ConstraintBase {
  readonly kind: 'primaryKey';
  readonly columns: readonly string[];
}

export interface UniqueConstraint extends ConstraintBase {
  readonly kind: 'unique';
  readonly columns: readonly string[];
}

export interface ForeignKeyConstraint extends Pick<ConstraintBase, 'name' | 'options'> {
  readonly kind: 'foreignKey';
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  readonly rules: ReferenceRules;
  /** Of SQLite: it stands within its column, where reflection finds neither its name nor its rules. */
  readonly isInline?: true;
}

export interface CheckConstraint extends ConstraintBase {
  readonly kind: 'check';
  readonly condition: SqlExpression;
  /** Belongs to a column's type (`Boolean(create_constraint=True)`). */
  readonly typeBound: boolean;
}

export interface ExcludeConstraint extends ConstraintBase {
  readonly kind: 'exclude';
  readonly elements: readonly { readonly expression: IndexElement; readonly operator: string }[];
  readonly using: string;
  readonly where: SqlExpression | null;
  /** Operator class by element. */
  readonly ops: Readonly<Record<string, string>>;
}

export type Constraint =
  PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint | CheckConstraint | ExcludeConstraint;

/** A column by name, or an expression. */
export type IndexElement = { readonly kind: 'columnName'; readonly name: string } | SqlExpression;

export interface Index {
  readonly kind: 'index';
  readonly name: Name | null;
  readonly elements: readonly IndexElement[];
  readonly unique: boolean;
  readonly options: DialectOptions;
}

/** A table as it stands in a database: columns and everything they brought taken apart. */
export interface Table {
  readonly name: string;
  readonly schema: string | null;
  readonly columns: readonly Column[];
  /** In the order DDL writes them, the primary key first. */
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly comment: string | null;
  readonly prefixes: readonly string[];
  readonly options: DialectOptions;
  /**
   * PostgreSQL: it is a partition of this table, for `bound` (`FOR VALUES ...`). Constraints and indexes that the other
   * table gives it are not listed again.
   */
  readonly partitionOf?: { readonly table: string; readonly schema: string | null; readonly bound: string };
}

/** `MetaData(naming_convention=...)`: templates by kind (`ix`, `uq`, `ck`, `fk`, `pk`). */
export type NamingConvention = Readonly<Record<string, string>>;
