import type { Column, Constraint, Index, Name } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import { isChecked, type MadeObject, madeByColumn, madeByType } from './madeObjects';
import type { Operation } from './operation';

/** A class of SQLAlchemy's that a project makes behave otherwise, for every revision. */
export interface Hook {
  readonly className: string;
  /** The event that is listened to; null where the class is compiled otherwise. */
  readonly event: string | null;
  /** What listens does nothing but give the object another name, and never raises. */
  namesOnly: boolean;
  /**
   * The name that such an object surely has after what listens, which changes nothing else; undefined: that is not known.
   * Absent: it is not known what listens.
   */
  nameAfter?: (object: MadeObject) => string | null | undefined;
}

/** Whether what an operation sends may be another for a hook. One that cannot be told is one that may. */
export function mayTouch(hook: Hook, operation: Operation): boolean {
  if (operation.kind === 'autocommitBlock') return operation.children.some((child) => mayTouch(hook, child));
  if (operation.kind === 'batch') {
    const isOneByOne = operation.copyFrom === null && operation.recreate !== 'always';
    return !isOneByOne || operation.tableItems.length > 0 || operation.children.some((child) => mayTouch(hook, child));
  }
  if (hook.className === 'Table') return mayTouchTable(hook, operation);
  const made = MADE[hook.className];
  if (made === undefined || hook.event === null || (made.always && !hook.namesOnly)) return true;
  if (!ATTACHED.includes(hook.event)) return true;
  const objects = objectsOf(made, operation);
  return objects === 'unknown' || objects.some((object) => !leaves(hook, object));
}

function leaves({ nameAfter }: Hook, object: MadeObject): boolean {
  return nameAfter?.(object) === object.name;
}

/** The operation with the names that listeners surely give what it makes. */
export function withNamesOfHooks(hooks: readonly Hook[], operation: Operation): Operation {
  switch (operation.kind) {
    case 'autocommitBlock':
      return { ...operation, children: operation.children.map((child) => withNamesOfHooks(hooks, child)) };
    case 'batch':
      return { ...operation, children: operation.children.map((child) => withNamesOfHooks(hooks, child)) };
    case 'dropConstraint':
      return { ...operation, name: named(hooks, operation.name, operation) };
    case 'addConstraint': {
      const { constraint } = operation;
      return { ...operation, constraint: { ...constraint, name: named(hooks, constraint.name, operation) } };
    }
    default:
      return operation;
  }
}

function named(
  hooks: readonly Hook[],
  given: Name | null,
  operation: Extract<Operation, { kind: 'dropConstraint' | 'addConstraint' }>,
): Name | null {
  return hooks.reduce((name, { className, event, nameAfter }) => {
    const made = MADE[className];
    const isMade =
      operation.kind === 'addConstraint' ? operation.constraint.kind === made?.kind : operation.type === made?.dropped;
    if (!isMade || made === undefined || made.dropped === null || event !== 'after_parent_attach') return name;
    const text = nameAfter?.(object(name, operation));
    return typeof text !== 'string' || text === name?.text ? name : { text, final: false };
  }, given);
}

/** `before_create` and its like fire only for the table that Alembic creates, or drops. */
function mayTouchTable(hook: Hook, operation: Operation): boolean {
  const { event } = hook;
  const kind = event === null ? undefined : TABLE_EVENTS[event];
  if (kind === undefined) return true;
  if (operation.kind !== 'createTable' && operation.kind !== 'dropTable') return false;
  if (operation.kind !== kind) return false;
  return !leaves(hook, { name: operation.table, table: operation.table, schema: operation.schema });
}

const TABLE_EVENTS: Readonly<Record<string, 'createTable' | 'dropTable'>> = {
  before_create: 'createTable',
  after_create: 'createTable',
  before_drop: 'dropTable',
  after_drop: 'dropTable',
};

/** Events of constraints and indexes that fire only where Alembic makes such an object. */
const ATTACHED: readonly string[] = ['before_parent_attach', 'after_parent_attach'];

interface Made {
  readonly kind: (Constraint | Index)['kind'];
  /** `type_` of `op.drop_constraint`. */
  readonly dropped: string | null;
  /** Every `Table` makes one, also those that Alembic makes to say of which table it speaks. */
  readonly always: boolean;
}

/** Which objects operations make: `alembic/operations/schemaobj.py`, and `Column` of SQLAlchemy. */
const MADE: Readonly<Record<string, Made>> = {
  PrimaryKeyConstraint: { kind: 'primaryKey', dropped: 'primary', always: true },
  ForeignKeyConstraint: { kind: 'foreignKey', dropped: 'foreignkey', always: false },
  UniqueConstraint: { kind: 'unique', dropped: 'unique', always: false },
  CheckConstraint: { kind: 'check', dropped: 'check', always: false },
  Index: { kind: 'index', dropped: null, always: false },
};

type Objects = readonly MadeObject[] | 'unknown';

/** The objects of a class that an operation makes and sends; `unknown`: there may be some that are not known. */
function objectsOf({ kind, dropped }: Made, operation: Operation): Objects {
  switch (operation.kind) {
    case 'createTable':
      return ofTable(kind, operation);
    case 'addColumn':
      return madeByColumn(kind, operation.column, operation);
    case 'addConstraint':
      return operation.constraint.kind === kind ? [object(operation.constraint.name, operation)] : [];
    case 'createForeignKey':
      return kind === 'foreignKey' ? [object(operation.name, operation)] : [];
    case 'createIndex':
      return kind === 'index' ? [object(operation.name, operation)] : [];
    case 'dropIndex':
      if (kind !== 'index') return [];
      return operation.table === null ? 'unknown' : [object(operation.name, { ...operation, table: operation.table })];
    case 'dropConstraint':
      return dropped !== null && operation.type === dropped ? [object(operation.name, operation)] : [];
    case 'alterColumn': {
      const types = [operation.type, operation.existingType].filter((type): type is SqlType => type !== null);
      if (kind !== 'check') return [];
      return joined(types.filter(isChecked).map((type) => madeByType(type, operation)));
    }
    case 'execute':
      return operation.statement.kind === 'text' ? [] : 'unknown';
    case 'bulkInsert':
    case 'opaque':
      return 'unknown';
    default:
      return [];
  }
}

function ofTable(kind: Made['kind'], operation: Extract<Operation, { kind: 'createTable' }>): Objects {
  const given = operation.items.filter((item): item is Constraint | Index => item.kind === kind);
  const columns = operation.items.filter((item): item is Column => item.kind === 'column');
  const own = given.map(({ name }) => object(name, operation));
  if (kind !== 'primaryKey') return joined([own, ...columns.map((column) => madeByColumn(kind, column, operation))]);
  // The key that every table begins with is written where columns are in it.
  return given.length > 0 || !columns.some(({ primaryKey }) => primaryKey) ? own : [object(null, operation)];
}

function joined(parts: readonly Objects[]): Objects {
  const known = parts.filter((part): part is readonly MadeObject[] => part !== 'unknown');
  return known.length < parts.length ? 'unknown' : known.flat();
}

function object(
  name: { readonly text: string } | null,
  { table, schema }: Pick<MadeObject, 'table' | 'schema'>,
): MadeObject {
  return { name: name?.text ?? null, table, schema };
}
