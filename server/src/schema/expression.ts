import type { Literal } from '../common/literal';
import type { Column, Constraint, Index } from './model';
import type { LibraryType, SequenceReference, SqlType } from './sqlType';

/** A table or subquery that a Core expression names. */
export interface TableReference {
  readonly name: string;
  readonly schema: string | null;
  /** By key, in order; null where the table was made without columns. */
  readonly columns: readonly { readonly name: string; readonly type: SqlType | null }[];
  readonly alias: string | null;
  /**
   * `sa.Table(...)`: what it was given, in the order written; defaults and the primary key change what INSERT writes. Absent:
   * `sa.table(...)`.
   */
  readonly declared?: readonly (Column | Constraint | Index)[];
}

/**
 * SQLAlchemy Core as data: what the file built, not yet compiled. Parentheses are not in it: the compiler sets them where
 * SQLAlchemy does.
 */
export type SqlExpression =
  /** `sa.text(sql)`; `binds`: what `bindparams()` gave, by name. */
  | {
      readonly kind: 'text';
      readonly sql: string;
      readonly binds: Readonly<Record<string, { readonly value: Literal | null; readonly type: SqlType | null }>>;
    }
  | { readonly kind: 'literalColumn'; readonly sql: string; readonly type: SqlType | null }
  | {
      readonly kind: 'columnReference';
      readonly name: string;
      readonly table: TableReference | null;
      readonly type: SqlType | null;
    }
  | { readonly kind: 'bind'; readonly value: Literal; readonly type: SqlType | null; readonly key: string | null }
  | { readonly kind: 'null' | 'true' | 'false' }
  | {
      readonly kind: 'function';
      /** With its package: `func.pg_catalog.now()` is `['pg_catalog', 'now']`. Letters as written. */
      readonly path: readonly string[];
      readonly arguments: readonly SqlExpression[];
      readonly type: SqlType | null;
    }
  /** Python's or SQLAlchemy's name of the operator: `+`, `==`, `in_`, `like`, `op('->>')` (then `custom`). */
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly custom: boolean;
      readonly left: SqlExpression;
      readonly right: SqlExpression;
      /** `escape=`, `autoescape=` of like. */
      readonly modifiers: Readonly<Record<string, Literal>>;
      /** What an item of JSON is read as: `as_string()` and its like. Absent: JSON. */
      readonly itemType?: LibraryType;
    }
  /** `not_`, `-`, `asc`, `desc`, `nulls_first`, `nulls_last`, `distinct`, `exists`. */
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: SqlExpression }
  /** `and_`, `or_`, a tuple, or a list between commas. */
  | {
      readonly kind: 'list';
      readonly joiner: 'and' | 'or' | 'tuple' | 'comma';
      readonly items: readonly SqlExpression[];
    }
  | {
      readonly kind: 'between';
      readonly operand: SqlExpression;
      readonly low: SqlExpression;
      readonly high: SqlExpression;
      readonly negated: boolean;
    }
  | { readonly kind: 'cast' | 'typeCoerce'; readonly operand: SqlExpression; readonly type: SqlType }
  | {
      readonly kind: 'case';
      readonly value: SqlExpression | null;
      readonly whens: readonly { readonly when: SqlExpression; readonly then: SqlExpression }[];
      readonly otherwise: SqlExpression | null;
    }
  | { readonly kind: 'label'; readonly name: string; readonly operand: SqlExpression }
  | { readonly kind: 'extract'; readonly field: string; readonly operand: SqlExpression }
  | { readonly kind: 'collate'; readonly operand: SqlExpression; readonly collation: string }
  | { readonly kind: 'scalarSubquery'; readonly select: Select }
  | SqlStatement;

export type SqlStatement = Select | Insert | Update | Delete | SequenceStatement;

/** `sa.schema.CreateSequence(...)`, `DropSequence(...)`. */
export interface SequenceStatement {
  readonly kind: 'createSequence' | 'dropSequence';
  readonly sequence: SequenceReference;
  /** IF NOT EXISTS, IF EXISTS. */
  readonly isChecked: boolean;
}

export type FromItem =
  | { readonly kind: 'table'; readonly table: TableReference }
  | {
      readonly kind: 'join';
      readonly left: FromItem;
      readonly right: FromItem;
      readonly on: SqlExpression;
      readonly isOuter: boolean;
      readonly isFull: boolean;
    }
  | { readonly kind: 'subquery'; readonly select: Select; readonly alias: string | null };

export interface Select {
  readonly kind: 'select';
  readonly columns: readonly SqlExpression[];
  /** Said by `select_from`; the others follow from the columns. */
  readonly from: readonly FromItem[];
  readonly where: readonly SqlExpression[];
  readonly groupBy: readonly SqlExpression[];
  readonly having: readonly SqlExpression[];
  readonly orderBy: readonly SqlExpression[];
  readonly limit: SqlExpression | null;
  readonly offset: SqlExpression | null;
  readonly distinct: boolean;
}

export interface Insert {
  readonly kind: 'insert';
  readonly table: TableReference;
  /** Rows by column key; several: a multiple VALUES. Null: none said. */
  readonly rows: readonly (readonly (readonly [column: string, value: SqlExpression])[])[] | null;
  /** `.values([...])`: a list of rows, be it of one. */
  readonly isMany?: boolean;
  /** `.inline()`, and the statements of `bulk_insert`: the primary key is not asked for. */
  readonly isInline?: boolean;
  readonly fromSelect: { readonly columns: readonly string[]; readonly select: Select } | null;
  readonly returning: readonly SqlExpression[];
  /** PostgreSQL and SQLite: `ON CONFLICT`. */
  readonly onConflict: OnConflict | null;
}

export interface OnConflict {
  readonly constraint: string | null;
  readonly elements: readonly SqlExpression[];
  readonly where: SqlExpression | null;
  /** Null: DO NOTHING. */
  readonly set: readonly (readonly [column: string, value: SqlExpression])[] | null;
  readonly setWhere: SqlExpression | null;
}

export interface Update {
  readonly kind: 'update';
  readonly table: TableReference;
  readonly values: readonly (readonly [column: string, value: SqlExpression])[];
  readonly where: readonly SqlExpression[];
  readonly returning: readonly SqlExpression[];
}

export interface Delete {
  readonly kind: 'delete';
  readonly table: TableReference;
  readonly where: readonly SqlExpression[];
  readonly returning: readonly SqlExpression[];
}
