import type { SqlExpression, TableReference } from '../schema/expression';
import type { Literal } from '../common/literal';
import type {
  Column,
  Computed,
  Constraint,
  DialectOptions,
  Identity,
  Index,
  IndexElement,
  Name,
  ReferenceRules,
  ServerDefault,
} from '../schema/model';
import type { SqlType } from '../schema/sqlType';

/** Where an operation stands in the revision file: UTF-16 offsets of the call (of the file's own, when a helper of
 * another file makes it). */
export interface Place {
  readonly from: number;
  readonly to: number;
}

interface Base {
  readonly place: Place;
}

export interface AddColumn extends Base {
  readonly kind: 'addColumn';
  readonly table: string;
  readonly schema: string | null;
  readonly column: Column;
  readonly ifNotExists: boolean | null;
  readonly inlineReferences: boolean | null;
  readonly inlinePrimaryKey: boolean | null;
  /** In a batch: where it goes. */
  readonly insertBefore: string | null;
  readonly insertAfter: string | null;
}

/** `undefined`: not said (Alembic's `False`). */
export interface AlterColumn extends Base {
  readonly kind: 'alterColumn';
  readonly table: string;
  readonly schema: string | null;
  readonly column: string;
  readonly nullable: boolean | null;
  readonly comment: string | null | undefined;
  readonly serverDefault: ServerDefault | null | undefined;
  readonly newName: string | null;
  readonly type: SqlType | null;
  readonly existingType: SqlType | null;
  /** The type, or without one the existing type, is given as a class (`sa.DateTime`): Alembic looks at it only when it is made. */
  readonly isTypeClass?: boolean;
  readonly existingServerDefault: ServerDefault | Computed | Identity | null | undefined;
  readonly existingNullable: boolean | null;
  readonly existingComment: string | null;
  readonly autoincrement: boolean | null;
  readonly existingAutoincrement: boolean | null;
  readonly options: DialectOptions;
  readonly insertBefore: string | null;
  readonly insertAfter: string | null;
}

export interface DropColumn extends Base {
  readonly kind: 'dropColumn';
  readonly table: string;
  readonly schema: string | null;
  readonly column: string;
  readonly ifExists: boolean | null;
  readonly existingType: SqlType | null;
  readonly options: DialectOptions;
}

export interface CreateTable extends Base {
  readonly kind: 'createTable';
  readonly table: string;
  readonly schema: string | null;
  /** In the order written. */
  readonly items: readonly (Column | Constraint | Index)[];
  readonly ifNotExists: boolean | null;
  readonly comment: string | null;
  readonly prefixes: readonly string[];
  readonly options: DialectOptions;
}

export interface DropTable extends Base {
  readonly kind: 'dropTable';
  readonly table: string;
  readonly schema: string | null;
  readonly ifExists: boolean | null;
  readonly options: DialectOptions;
}

export interface RenameTable extends Base {
  readonly kind: 'renameTable';
  readonly table: string;
  readonly newName: string;
  readonly schema: string | null;
}

export interface CreateIndex extends Base {
  readonly kind: 'createIndex';
  readonly name: Name | null;
  readonly table: string;
  readonly schema: string | null;
  readonly elements: readonly IndexElement[];
  readonly unique: boolean;
  readonly ifNotExists: boolean | null;
  readonly options: DialectOptions;
}

export interface DropIndex extends Base {
  readonly kind: 'dropIndex';
  readonly name: Name;
  /** Null: not said. */
  readonly table: string | null;
  readonly schema: string | null;
  readonly ifExists: boolean | null;
  readonly options: DialectOptions;
}

/** `create_primary_key`, `create_unique_constraint`, `create_check_constraint`, `create_exclude_constraint`. */
export interface AddConstraint extends Base {
  readonly kind: 'addConstraint';
  readonly table: string;
  readonly schema: string | null;
  readonly constraint: Exclude<Constraint, { kind: 'foreignKey' }>;
}

export interface CreateForeignKey extends Base {
  readonly kind: 'createForeignKey';
  readonly name: Name | null;
  readonly table: string;
  readonly referredTable: string;
  readonly columns: readonly string[];
  readonly referredColumns: readonly string[];
  readonly schema: string | null;
  readonly referredSchema: string | null;
  readonly rules: ReferenceRules;
  readonly options: DialectOptions;
}

export interface DropConstraint extends Base {
  readonly kind: 'dropConstraint';
  readonly name: Name | null;
  readonly table: string;
  readonly schema: string | null;
  readonly type: 'foreignkey' | 'primary' | 'unique' | 'check' | null;
  readonly ifExists: boolean | null;
}

export interface CreateTableComment extends Base {
  readonly kind: 'createTableComment';
  readonly table: string;
  readonly schema: string | null;
  readonly comment: string | null;
  readonly existingComment: string | null;
}

export interface DropTableComment extends Base {
  readonly kind: 'dropTableComment';
  readonly table: string;
  readonly schema: string | null;
  readonly existingComment: string | null;
}

export interface BulkInsert extends Base {
  readonly kind: 'bulkInsert';
  readonly table: TableReference;
  readonly rows: readonly (readonly (readonly [column: string, value: Literal | SqlExpression])[])[];
  readonly multiinsert: boolean;
}

/** `op.execute`, `conn.execute` whose result is not used. A plain string stands as `text`. */
export interface Execute extends Base {
  readonly kind: 'execute';
  readonly statement: SqlExpression;
}

/** `Enum(...).create(bind)`, `.drop(bind)`. */
export interface CreateEnum extends Base {
  readonly kind: 'createEnum';
  readonly type: SqlType;
  readonly checkFirst: boolean;
}

export interface DropEnum extends Base {
  readonly kind: 'dropEnum';
  readonly type: SqlType;
  readonly checkFirst: boolean;
}

/** `with op.batch_alter_table(...)`: the dialect decides on the whole block. */
export interface Batch extends Base {
  readonly kind: 'batch';
  readonly table: string;
  readonly schema: string | null;
  readonly recreate: 'auto' | 'always' | 'never';
  readonly partialReordering: readonly (readonly string[])[];
  /** The table as `copy_from` gives it. */
  readonly copyFrom: readonly (Column | Constraint | Index)[] | null;
  readonly tableItems: readonly (Constraint | Index)[];
  readonly tableOptions: DialectOptions;
  readonly namingConvention: Readonly<Record<string, string>> | null;
  readonly children: readonly Operation[];
}

/** `with op.get_context().autocommit_block()`. */
export interface AutocommitBlock extends Base {
  readonly kind: 'autocommitBlock';
  readonly children: readonly Operation[];
}

/** What could not be followed: it may have done anything to what it touches. */
export interface Opaque extends Base {
  readonly kind: 'opaque';
  /** One sentence for the user. */
  readonly reason: string;
  /** The table it is about, where that much is known. */
  readonly table: { readonly name: string; readonly schema: string | null } | null;
  /** The statement that is sent, where all that is not known of it are its values: what it makes of a schema is known. */
  readonly statement?: SqlExpression;
  /** All it can have done to a schema: any of these, any number of times. Absent: anything. */
  readonly may?: readonly Operation[];
  /** What follows it may not have run: so many operations, or all of them. */
  readonly mayEnd?: number | true;
}

/** One step of a migration: readonly plain data that names no dialect. */
export type Operation =
  | AddColumn
  | AlterColumn
  | DropColumn
  | CreateTable
  | DropTable
  | RenameTable
  | CreateIndex
  | DropIndex
  | AddConstraint
  | CreateForeignKey
  | DropConstraint
  | CreateTableComment
  | DropTableComment
  | BulkInsert
  | Execute
  | CreateEnum
  | DropEnum
  | Batch
  | AutocommitBlock
  | Opaque;

export type OperationKind = Operation['kind'];
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;
