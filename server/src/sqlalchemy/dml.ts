import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { Delete, Insert, OnConflict, SqlExpression, TableReference, Update } from '../schema/expression';
import { allOf, need, toExpression, toOpenText } from './convert';
import { ElementObject } from './elements';
import { toText } from './names';
import { DataFunction, notFollowed, notKnown } from './notKnown';
import { ExpressionObject, Expressive, LibraryObject } from './objects';
import { parameters } from './parameters';
import { ColumnsObject, FromObject, SelectObject } from './selectable';

type Pair = readonly [column: string, value: SqlExpression];

const NONE: PyValue = { kind: 'none' };

/** A column by key, or itself. */
function columnKey(value: PyValue): string {
  const data = value instanceof Expressive ? value.expression : undefined;
  return need(value, toText(value) ?? (data?.kind === 'columnReference' ? data.name : undefined), 'a column');
}

function stored(value: PyValue): SqlExpression {
  return need(value, toExpression(value, 'value'), 'a value to store');
}

/** A dict as pairs; undefined for other values. */
function pairsOf(value: PyValue): readonly Pair[] | undefined {
  if (value.kind !== 'dict') return undefined;
  return value.entries.map(({ key, value: held }) => [columnKey(key), stored(held)]);
}

/** Rows merged as `values()` does when it is called again. */
function merged(before: readonly Pair[], after: readonly Pair[]): readonly Pair[] {
  return [...new Map([...before, ...after])];
}

function keywordPairs(args: CallArguments): readonly Pair[] {
  return [...args.keywords].map(([name, value]) => [name, stored(value)]);
}

function returned(values: readonly PyValue[]): readonly SqlExpression[] {
  return values.flatMap((value) => {
    const from = value instanceof FromObject ? [...(value.columns?.values() ?? [])] : [value];
    return from.map((one) => need(one, one instanceof Expressive ? one.expression : undefined, 'what is returned'));
  });
}

function conditions(values: readonly PyValue[]): readonly SqlExpression[] {
  return values.map((one) => need(one, toExpression(one, 'condition'), 'a condition'));
}

/** `insert`, `update`, `delete` with values or conditions that are not known: rows change, and nothing else. */
export class UnknownChange extends LibraryObject {
  constructor(
    override readonly typeName: string,
    /** As far as it is known. */
    readonly begun: Insert | Update | Delete,
    readonly reason: string,
  ) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    return CHANGES.has(name)
      ? new DataFunction(
          name,
          () => this,
          true,
          () => this,
        )
      : undefined;
  }
}

/** A method of a statement: it answers a changed one. */
function changing(
  name: string,
  self: ExpressionObject & { readonly data: Insert | Update | Delete },
  change: (args: CallArguments) => PyValue,
): PyValue {
  return new DataFunction(name, change, false, (reason) => new UnknownChange(self.typeName, self.data, reason));
}

/** Which dialect's `insert` it is: only some know ON CONFLICT. */
export type InsertFlavour = 'sqlalchemy' | 'postgresql' | 'sqlite' | 'mysql';

/** `insert(table)`: every method answers a changed one. */
class InsertObject extends ExpressionObject {
  readonly typeName = 'Insert';

  constructor(
    readonly data: Insert,
    readonly flavour: InsertFlavour,
  ) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    const hasConflict = this.flavour === 'postgresql' || this.flavour === 'sqlite';
    if (name === 'excluded' && hasConflict) return new ColumnsObject(excluded(this.data.table));
    const change = INSERT_CHANGES[name] ?? (hasConflict ? CONFLICTS[name] : undefined);
    return (
      change &&
      changing(name, this, (args) => new InsertObject({ ...this.data, ...change(this.data, args) }, this.flavour))
    );
  }
}

function excluded(table: TableReference): ReadonlyMap<string, Expressive> {
  const reference: TableReference = { name: 'excluded', schema: null, columns: table.columns, alias: null };
  return new Map(
    table.columns.map(({ name, type }) => [
      name,
      new ElementObject({ kind: 'columnReference', name, table: reference, type }, type),
    ]),
  );
}

function rowOf(value: PyValue, table: TableReference): readonly Pair[] | undefined {
  if (value.kind !== 'tuple' && value.kind !== 'list') return pairsOf(value);
  if (value.items.length > table.columns.length) notKnown('More values are inserted than the table has columns.');
  return value.items.map((item, index) => [table.columns[index]?.name ?? '', stored(item)]);
}

function inserted(insert: Insert, args: CallArguments): Partial<Insert> {
  const [value, ...more] = args.positional;
  if (more.length > 0) notKnown(notFollowed('Insert.values(*rows)'));
  const before = insert.rows ?? [];
  if (value !== undefined) {
    const isRows =
      value.kind === 'list' && value.items.every(({ kind }) => kind === 'dict' || kind === 'tuple' || kind === 'list');
    if (isRows && value.items.length > 0) {
      if (args.keywords.size > 0) notKnown(notFollowed('Insert.values(rows, **values)'));
      const rows = need(
        value,
        allOf(value.items, (item) => rowOf(item, insert.table)),
        'the rows',
      );
      return { rows: [...before, ...rows], isMany: true };
    }
  }
  if (before.length > 1) notKnown(notFollowed('Insert.values() after several rows'));
  const given = value === undefined ? [] : need(value, rowOf(value, insert.table), 'the values');
  return { rows: [merged(merged(before[0] ?? [], given), keywordPairs(args))] };
}

const INSERT_CHANGES: Readonly<Record<string, (insert: Insert, args: CallArguments) => Partial<Insert>>> = {
  values: inserted,
  returning: (insert, { positional }) => ({ returning: [...insert.returning, ...returned(positional)] }),
  from_select(_, args) {
    const { given } = bindArguments('from_select', parameters('names select include_defaults?'), args);
    const names = given.get('names') ?? NONE;
    const query = given.get('select') ?? NONE;
    const columns = names.kind === 'list' || names.kind === 'tuple' ? names.items.map(columnKey) : undefined;
    return {
      fromSelect: {
        columns: need(names, columns, 'the columns'),
        select: need(query, query instanceof SelectObject ? query.data : undefined, 'the select'),
      },
    };
  },
  inline(_, args) {
    bindArguments('inline', [], args);
    return { isInline: true };
  },
  execution_options: () => ({}),
};

function conflict(given: ReadonlyMap<string, PyValue>, update: boolean): OnConflict {
  const constraint = given.get('constraint') ?? NONE;
  const elements = given.get('index_elements') ?? NONE;
  const where = (name: string): SqlExpression | null => {
    const value = given.get(name) ?? NONE;
    return value.kind === 'none' ? null : need(value, toExpression(value, 'condition'), `\`${name}\``);
  };
  const set = given.get('set_') ?? NONE;
  return {
    constraint: toOpenText(constraint, 'the constraint'),
    elements: elements.kind === 'none' ? [] : conflictElements(elements),
    where: where('index_where'),
    set: update ? need(set, pairsOf(set), '`set_`') : null,
    setWhere: where('where'),
  };
}

/** Columns by name stand as columns without a table. */
function conflictElements(value: PyValue): readonly SqlExpression[] {
  const items =
    value.kind === 'list' || value.kind === 'tuple' ? value.items : need<never>(value, undefined, 'the columns');
  return items.map((item) => {
    const name = toText(item);
    if (name !== undefined) return { kind: 'columnReference', name, table: null, type: null };
    return need(item, item instanceof Expressive ? item.expression : undefined, 'a column');
  });
}

const CONFLICTS: Readonly<Record<string, (insert: Insert, args: CallArguments) => Partial<Insert>>> = {
  on_conflict_do_nothing(_, args) {
    const { given } = bindArguments(
      'on_conflict_do_nothing',
      parameters('constraint? index_elements? index_where?'),
      args,
    );
    return { onConflict: conflict(given, false) };
  },
  on_conflict_do_update(_, args) {
    const { given } = bindArguments(
      'on_conflict_do_update',
      parameters('constraint? index_elements? index_where? set_? where?'),
      args,
    );
    return { onConflict: conflict(given, true) };
  },
};

/** `update(table)`: every method answers a changed one. */
class UpdateObject extends ExpressionObject {
  readonly typeName = 'Update';

  constructor(readonly data: Update) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    const change = UPDATE_CHANGES[name];
    return change && changing(name, this, (args) => new UpdateObject({ ...this.data, ...change(this.data, args) }));
  }
}

const UPDATE_CHANGES: Readonly<Record<string, (update: Update, args: CallArguments) => Partial<Update>>> = {
  where: (update, { positional }) => ({ where: [...update.where, ...conditions(positional)] }),
  values(update, args) {
    const [value, ...more] = args.positional;
    if (more.length > 0) notKnown(notFollowed('Update.values(*values)'));
    const given = value === undefined ? [] : need(value, pairsOf(value), 'the values');
    return { values: merged(merged(update.values, given), keywordPairs(args)) };
  },
  returning: (update, { positional }) => ({ returning: [...update.returning, ...returned(positional)] }),
  execution_options: () => ({}),
};

/** `delete(table)`: every method answers a changed one. */
class DeleteObject extends ExpressionObject {
  readonly typeName = 'Delete';

  constructor(readonly data: Delete) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    const change = DELETE_CHANGES[name];
    return change && changing(name, this, (args) => new DeleteObject({ ...this.data, ...change(this.data, args) }));
  }
}

const DELETE_CHANGES: Readonly<Record<string, (statement: Delete, args: CallArguments) => Partial<Delete>>> = {
  where: (statement, { positional }) => ({ where: [...statement.where, ...conditions(positional)] }),
  returning: (statement, { positional }) => ({ returning: [...statement.returning, ...returned(positional)] }),
  execution_options: () => ({}),
};

/** Every method by which a statement is changed. */
const CHANGES: ReadonlySet<string> = new Set(
  [INSERT_CHANGES, CONFLICTS, UPDATE_CHANGES, DELETE_CHANGES].flatMap(Object.keys),
);

const NOTHING_YET = {
  insert: { kind: 'insert', rows: null, fromSelect: null, returning: [], onConflict: null },
  update: { kind: 'update', values: [], where: [], returning: [] },
  delete: { kind: 'delete', where: [], returning: [] },
} as const;

/** A statement as it begins, as data. */
export function beginning<K extends keyof typeof NOTHING_YET>(
  kind: K,
  table: TableReference,
): (typeof NOTHING_YET)[K] & { readonly table: TableReference } {
  return { ...NOTHING_YET[kind], table };
}

/** `insert(table)`, `update(table)`, `delete(table)` as they begin. */
export const BEGIN = {
  insert: (table: TableReference, flavour: InsertFlavour = 'sqlalchemy'): PyValue =>
    new InsertObject(beginning('insert', table), flavour),
  update: (table: TableReference): PyValue => new UpdateObject(beginning('update', table)),
  delete: (table: TableReference): PyValue => new DeleteObject(beginning('delete', table)),
};
