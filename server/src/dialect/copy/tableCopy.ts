import type { AddColumn, AlterColumn, Batch, DropColumn } from '../../operations/operation';
import type { Column, Constraint, Index, PrimaryKeyConstraint, Table } from '../../schema/model';
import type { SqlType } from '../../schema/sqlType';
import { holdsNamedTypes } from '../../sqlalchemy/namedTypes';
import { refuse } from '../../sqlalchemy/refusal';
import { affinityOf } from '../expressions/typeFamily';
import { type Before, existingPairs, hintsOf, ordered } from './order';
import { schemaTypeName } from './schemaType';

/** A column of the table to come. Its key is the name it had, or is added under: a new name does not change it. */
export interface CopiedColumn {
  readonly column: Column;
  /** The types that its values are cast to on the way, innermost first; null: the old table does not have it. */
  readonly casts: readonly SqlType[] | null;
  /** Its type no longer brings the CHECK of its own: where there is one, it comes as a constraint. */
  readonly isTypeSilent: boolean;
  /** Nobody said whether it may be NULL: a primary key that is added makes it NOT NULL. */
  readonly isNullabilityUnsaid: boolean;
}

/** The table that a batch begins with. */
export interface CopySource {
  readonly table: Table;
  /** Read from the database, not given as `copy_from`. */
  readonly isReflected: boolean;
  /** Columns that do not say `nullable`. */
  readonly nullabilityUnsaid: ReadonlySet<string>;
}

/**
 * What the operations of a batch make of a table that is copied (`ApplyBatchImpl` of Alembic's operations/batch.py). All
 * methods throw `Refusal` where Alembic raises.
 */
export class TableCopy {
  readonly #columns = new Map<string, CopiedColumn>();
  readonly #named = new Map<string, Constraint>();
  #unnamed: Constraint[] = [];
  /** The column whose CHECK within it has a name. */
  readonly #inColumns = new Map<string, string>();
  readonly #indexes = new Map<string, Index>();
  readonly #newIndexes = new Map<string, Index>();
  #existing: readonly string[];
  #hints: readonly Before[] = [];
  #primaryKey: PrimaryKeyConstraint | null;

  constructor(
    source: CopySource,
    private readonly batch: Batch,
    private readonly dialect: string,
  ) {
    const { table, isReflected } = source;
    for (const column of table.columns) {
      // What flags brought is among the constraints; indexes of flags are lost.
      const copied = { ...column, unique: false, index: false };
      const isNullabilityUnsaid = source.nullabilityUnsaid.has(column.name);
      this.#columns.set(column.name, { column: copied, casts: [], isTypeSilent: isReflected, isNullabilityUnsaid });
      for (const item of isReflected ? [] : column.items) {
        if (item.kind === 'check' && item.name !== null) this.#inColumns.set(item.name.text, column.name);
      }
    }
    this.#existing = table.columns.map(({ name }) => name);
    this.#primaryKey = table.constraints.find((one) => one.kind === 'primaryKey') ?? null;
    for (const constraint of table.constraints) {
      if (constraint.kind === 'check' && (constraint.typeBound || (isReflected && constraint.name === null))) continue;
      if (constraint.name === null) this.#unnamed.push(constraint);
      else if (this.#named.has(constraint.name.text)) {
        refuse(
          `Several constraints have the name \`${constraint.name.text}\`: which one the copy has is left to chance.`,
        );
      } else this.#named.set(constraint.name.text, constraint);
    }
    for (const index of table.indexes) if (index.name !== null) this.#indexes.set(index.name.text, index);
  }

  get columns(): ReadonlyMap<string, CopiedColumn> {
    const { partialReordering } = this.batch;
    if (partialReordering.length === 0 && this.#hints.length === 0) return this.#columns;
    const pairs =
      partialReordering.length > 0 ? partialReordering.flatMap(existingPairs) : existingPairs(this.#existing);
    const names = ordered([...this.#columns.keys()], [...pairs, ...this.#hints]);
    return new Map(names.map((name) => [name, this.#column(name)]));
  }

  /** Named ones first; the order among those that were there is that of a set. */
  get constraints(): readonly Constraint[] {
    return [...this.#named.values(), ...this.#unnamed];
  }

  /** Indexes that were there; their order is that of a set. */
  get indexes(): readonly Index[] {
    return [...this.#indexes.values()];
  }

  get newIndexes(): readonly Index[] {
    return [...this.#newIndexes.values()];
  }

  #column(key: string): CopiedColumn {
    return this.#columns.get(key) ?? refuse(`The table \`${this.batch.table}\` has no column \`${key}\`.`);
  }

  addColumn({ insertBefore, insertAfter, column: given }: AddColumn, column: Column): void {
    const isReordered = this.batch.partialReordering.length > 0;
    const hints = hintsOf(column.name, { insertBefore, insertAfter }, this.#existing, this.#hints, isReordered);
    this.#hints = [...this.#hints, ...hints];
    this.#refuseInnerTypes(column.name, column.type);
    this.#columns.set(column.name, {
      column,
      casts: null,
      isTypeSilent: true,
      isNullabilityUnsaid: given.nullable === null,
    });
  }

  dropColumn({ column: key, existingType }: DropColumn): void {
    this.#column(key);
    this.#columns.delete(key);
    this.#replacePrimaryKey((columns) => columns.filter((name) => name !== key));
    if (!this.#existing.includes(key)) refuse(`The column \`${key}\` is new in the batch that drops it.`);
    this.#existing = this.#existing.filter((name) => name !== key);
    if (existingType !== null) this.#dropTypeCheck(existingType);
  }

  alterColumn(operation: AlterColumn): void {
    const { column: key, newName, type, nullable, serverDefault, autoincrement, comment } = operation;
    let copied = this.#column(key);
    if (newName !== null && newName !== key) {
      copied = { ...copied, column: { ...copied.column, name: newName, quote: null } };
      if (operation.existingType !== null && operation.isTypeClass !== true) {
        const { existingType } = operation;
        const own = existingType.kind === 'library' ? existingType.variants[this.dialect] : undefined;
        this.#dropTypeCheck(own ?? existingType);
      }
    }
    if (type !== null) {
      this.#refuseInnerTypes(key, copied.column.type, type);
      copied = {
        ...copied,
        column: { ...copied.column, type },
        casts: this.#casts(key, copied, type),
        isTypeSilent: true,
      };
    }
    let { column } = copied;
    if (nullable !== null) column = { ...column, nullable };
    if (serverDefault !== undefined) {
      const kinds = [serverDefault?.kind, column.serverDefault?.kind];
      if (kinds.includes('computed') || kinds.includes('identity') || kinds.includes('fetched')) {
        refuse('A batch that copies a table makes no column generated, nor an ordinary one of it.');
      }
      column = { ...column, serverDefault };
    }
    if (autoincrement !== null) column = { ...column, autoincrement };
    if (comment !== undefined) column = { ...column, comment };
    this.#columns.set(key, { ...copied, column });
  }

  /** Values are cast where SQLAlchemy's type classes are of another kind, on SQLite not to JSON. */
  #casts(key: string, { column, casts }: CopiedColumn, type: SqlType): readonly SqlType[] | null {
    const kinds = [column.type, type].map((one) => affinityOf(writtenType(one)));
    const [from, to] = kinds;
    if (from === undefined || to === undefined) {
      return refuse(`Whether the values of \`${key}\` are cast to their new type is not known.`);
    }
    if (from === to || (this.dialect === 'sqlite' && to === 'json')) return casts;
    return casts === null
      ? refuse(`The column \`${key}\` gets another type in the batch that adds it.`)
      : [...casts, type];
  }

  addConstraint(constraint: Constraint): void {
    if (constraint.name === null && !(constraint.kind === 'check' && constraint.typeBound)) refuse(NO_NAME);
    if (constraint.kind === 'primaryKey') {
      this.#unnamed = this.#unnamed.filter((one) => one !== this.#primaryKey);
    }
    if (constraint.name === null) this.#unnamed.push(constraint);
    else this.#named.set(constraint.name.text, constraint);
  }

  /** @param typeBound it belongs to a column's type: where it is not there, nothing happens. */
  dropConstraint(name: string | null, typeBound: boolean): void {
    if (name === null) {
      if (typeBound) return;
      refuse(NO_NAME);
    }
    const inColumn = this.#inColumns.get(name);
    if (inColumn !== undefined) {
      this.#inColumns.delete(name);
      const { column, ...copied } = this.#column(inColumn);
      const items = column.items.filter((item) => item.name?.text !== name);
      this.#columns.set(inColumn, { ...copied, column: { ...column, items } });
      return;
    }
    const dropped = this.#named.get(name);
    if (dropped === undefined) {
      if (typeBound) return;
      refuse(`The table \`${this.batch.table}\` has no constraint \`${name}\`.`);
    }
    this.#named.delete(name);
    if (dropped.kind !== 'primaryKey') return;
    for (const key of dropped.columns) {
      const copied = this.#column(key);
      this.#columns.set(key, { ...copied, column: { ...copied.column, primaryKey: false } });
    }
  }

  createIndex(index: Index): void {
    if (index.elements.some(({ kind }) => kind !== 'columnName')) {
      refuse('An index on expressions loses them in a batch that copies its table.');
    }
    this.#newIndexes.set(index.name?.text ?? '', index);
  }

  dropIndex(index: Index): void {
    const name = index.name?.text ?? '';
    if (!this.#indexes.delete(name)) refuse(`The table \`${this.batch.table}\` has no index \`${name}\`.`);
  }

  /** A type that stands for itself no longer brings CREATE TYPE: those within another go by their own events. */
  #refuseInnerTypes(key: string, ...types: readonly SqlType[]): void {
    if (this.dialect === 'sqlite' || !types.some(holdsNamedTypes)) return;
    refuse(
      `Whether the types within the type of \`${key}\` are made is not followed in a batch that copies its table.`,
    );
  }

  #dropTypeCheck(type: SqlType): void {
    const name = schemaTypeName(type);
    if (name !== null) this.#named.delete(name);
  }

  #replacePrimaryKey(change: (columns: readonly string[]) => readonly string[]): void {
    const old = this.#primaryKey;
    if (old === null) return;
    const changed = { ...old, columns: change(old.columns) };
    this.#primaryKey = changed;
    this.#unnamed = this.#unnamed.map((one) => (one === old ? changed : one));
    for (const [name, one] of this.#named) if (one === old) this.#named.set(name, changed);
  }
}

const NO_NAME = 'A constraint needs a name in a batch that copies its table.';

function writtenType(type: SqlType): SqlType {
  return type.kind === 'custom' ? (type.written ?? type) : type;
}
