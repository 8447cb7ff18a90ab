import type { Column, Constraint, Index } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import type { Operation } from './operation';

/** A class of SQLAlchemy's that a project makes behave otherwise, for every revision. */
export interface Hook {
  readonly className: string;
  /** The event that is listened to; null where the class is compiled otherwise. */
  readonly event: string | null;
  /** What listens does nothing but give the object another name, and never raises. */
  namesOnly: boolean;
}

/** Whether what an operation sends may be another for a hook. One that cannot be told is one that may. */
export function mayTouch(hook: Hook, operation: Operation): boolean {
  if (operation.kind === 'autocommitBlock') return operation.children.some((child) => mayTouch(hook, child));
  if (operation.kind === 'batch') {
    const isOneByOne = operation.copyFrom === null && operation.recreate !== 'always';
    return !isOneByOne || operation.tableItems.length > 0 || operation.children.some((child) => mayTouch(hook, child));
  }
  const made = MADE[hook.className];
  if (made === undefined || hook.event === null || (made.always && !hook.namesOnly)) return true;
  if (hook.className === 'Table') {
    return made.events.includes(hook.event) ? ['createTable', 'dropTable'].includes(operation.kind) : true;
  }
  return !made.events.includes(hook.event) || makes(made, operation);
}

interface Made {
  /** Events that fire only where Alembic makes such an object, or sends one. */
  readonly events: readonly string[];
  /** The constraint it is; null: it is none. */
  readonly kind: (Constraint | Index)['kind'] | null;
  /** `type_` of `op.drop_constraint`. */
  readonly dropped: string | null;
  /** Every `Table` makes one, also those that Alembic makes to say of which table it speaks. */
  readonly always: boolean;
  /** Whether a column brings one along. */
  readonly inColumn: (column: Column) => boolean;
}

const ATTACHED = ['before_parent_attach', 'after_parent_attach'];

/** Which objects operations make: `alembic/operations/schemaobj.py`, and `Column` of SQLAlchemy. */
const MADE: Readonly<Record<string, Made>> = {
  Table: {
    events: ['before_create', 'after_create', 'before_drop', 'after_drop'],
    kind: null,
    dropped: null,
    always: false,
    inColumn: () => false,
  },
  PrimaryKeyConstraint: {
    events: ATTACHED,
    kind: 'primaryKey',
    dropped: 'primary',
    always: true,
    inColumn: ({ primaryKey }) => primaryKey,
  },
  ForeignKeyConstraint: {
    events: ATTACHED,
    kind: 'foreignKey',
    dropped: 'foreignkey',
    always: false,
    inColumn: ({ items }) => items.some(({ kind }) => kind === 'foreignKeyItem' || kind === 'foreignKey'),
  },
  UniqueConstraint: {
    events: ATTACHED,
    kind: 'unique',
    dropped: 'unique',
    always: false,
    inColumn: ({ unique, items }) => unique || items.some(({ kind }) => kind === 'unique'),
  },
  CheckConstraint: {
    events: ATTACHED,
    kind: 'check',
    dropped: 'check',
    always: false,
    inColumn: ({ type, items }) => isChecked(type) || items.some(({ kind }) => kind === 'check'),
  },
  Index: {
    events: ATTACHED,
    kind: 'index',
    dropped: null,
    always: false,
    inColumn: ({ index }) => index,
  },
};

function makes({ kind, dropped, always, inColumn }: Made, operation: Operation): boolean {
  switch (operation.kind) {
    case 'createTable':
      return always || operation.items.some((item) => (item.kind === 'column' ? inColumn(item) : item.kind === kind));
    case 'addColumn':
      return inColumn(operation.column);
    case 'addConstraint':
      return operation.constraint.kind === kind;
    case 'createForeignKey':
      return kind === 'foreignKey';
    case 'createIndex':
    case 'dropIndex':
      return kind === 'index';
    case 'dropConstraint':
      return operation.type === dropped && dropped !== null;
    case 'alterColumn':
      return kind === 'check' && [operation.type, operation.existingType].some((type) => type && isChecked(type));
    case 'execute':
      return operation.statement.kind !== 'text';
    case 'bulkInsert':
    case 'opaque':
      return true;
    default:
      return false;
  }
}

/** A type may bring a CHECK along: one of the project, or where anything is said of it. */
function isChecked(type: SqlType): boolean {
  if (type.kind === 'custom' || type.arguments.create_constraint !== undefined) return true;
  const inner = [...Object.values(type.variants), type.arguments.item_type].filter(
    (one): one is SqlType => one !== undefined && 'kind' in one && (one.kind === 'library' || one.kind === 'custom'),
  );
  return inner.some(isChecked);
}
