import { raise } from '../python/interpreter/exception';
import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import { HostObject } from '../python/interpreter/value';
import type { FromItem, Select, SqlExpression } from '../schema/expression';
import { need, toExpression, toFlag, toOpenText } from './convert';
import { ElementObject } from './elements';
import { toText } from './names';
import { DataFunction, notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { ExpressionObject, Expressive, LibraryObject } from './objects';
import { parameters } from './parameters';

const NONE: PyValue = { kind: 'none' };

/** What stands in FROM: a table, an alias, a join, a subquery. */
export abstract class FromObject extends LibraryObject {
  abstract readonly from: FromItem;
  /** By key; null where they are not known. */
  abstract readonly columns: ReadonlyMap<string, Expressive> | null;

  protected override member(name: string, site: Site): PyValue | undefined {
    if (name === 'c' || name === 'columns') return this.columns === null ? undefined : new ColumnsObject(this.columns);
    if (name === 'select') return new DataFunction(name, (args) => selectAll(this, args));
    if (name === 'join' || name === 'outerjoin') {
      return new DataFunction(name, (args) => {
        const all = { positional: [this, ...args.positional], keywords: args.keywords };
        return name === 'join' ? join(all) : outerjoin(all);
      });
    }
    return super.member(name, site);
  }
}

function selectAll(from: FromObject, args: CallArguments): PyValue {
  bindArguments('select', [], args);
  return select({ positional: [from], keywords: new Map() });
}

/** `table.c`. */
export class ColumnsObject extends HostObject {
  readonly typeName = 'ReadOnlyColumnCollection';

  constructor(readonly columns: ReadonlyMap<string, Expressive>) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    const column = this.columns.get(name);
    if (column !== undefined) return column;
    const keys = [...this.columns.keys()].map((value): PyValue => ({ kind: 'string', value }));
    if (name === 'keys') return new DataFunction(name, () => ({ kind: 'list', items: keys }));
    if (name === 'values') return new DataFunction(name, () => ({ kind: 'list', items: [...this.columns.values()] }));
    return undefined;
  }

  override getItem(key: PyValue): PyValue {
    const name = toText(key);
    if (name !== undefined) return this.columns.get(name) ?? raise('KeyError', name, ['LookupError', 'Exception']);
    if (key.kind !== 'integer') return { kind: 'unknown', reason: notFollowed('ColumnCollection[...]') };
    return (
      [...this.columns.values()].at(Number(key.value)) ?? raise('IndexError', 'no column', ['LookupError', 'Exception'])
    );
  }

  override contains(item: PyValue): PyValue {
    const name = toText(item);
    if (name === undefined) return { kind: 'unknown', reason: notFollowed('ColumnCollection.__contains__') };
    return { kind: 'boolean', value: this.columns.has(name) };
  }

  override iterate(): readonly PyValue[] {
    return [...this.columns.values()];
  }

  override truth(): boolean {
    return this.columns.size > 0;
  }
}

class JoinObject extends FromObject {
  readonly typeName = 'Join';
  readonly columns = null;

  constructor(readonly from: FromItem) {
    super();
  }
}

/** `sa.join(left, right, onclause, isouter=False, full=False)`. What foreign keys would say is not followed. */
export function join(args: CallArguments): PyValue {
  const { given } = bindArguments('join', parameters('left right onclause? isouter? full?'), args);
  return new JoinObject(joinOf(given, toFlag(given.get('isouter'), '`isouter`')));
}

export function outerjoin(args: CallArguments): PyValue {
  const { given } = bindArguments('outerjoin', parameters('left right onclause? full?'), args);
  return new JoinObject(joinOf(given, true));
}

function joinOf(given: ReadonlyMap<string, PyValue>, isOuter: boolean): FromItem {
  const on = given.get('onclause');
  if (on === undefined || on.kind === 'none') notKnown('What foreign keys say about a join is not followed.');
  return {
    kind: 'join',
    left: fromItem(given.get('left')),
    right: fromItem(given.get('right')),
    on: need(on, toExpression(on, 'condition'), 'the condition of the join'),
    isOuter,
    isFull: toFlag(given.get('full'), '`full`'),
  };
}

function fromItem(value: PyValue | undefined): FromItem {
  const held = value ?? NONE;
  return need(held, held instanceof FromObject ? held.from : undefined, 'a table');
}

class SubqueryObject extends FromObject {
  readonly typeName = 'Subquery';
  readonly from: FromItem;
  /** A column of a subquery brings the subquery into FROM, which a reference to a column cannot say. */
  readonly columns = null;

  constructor(query: Select, alias: string | null) {
    super();
    this.from = { kind: 'subquery', select: query, alias };
  }
}

const EMPTY: Select = {
  kind: 'select',
  columns: [],
  from: [],
  where: [],
  groupBy: [],
  having: [],
  orderBy: [],
  limit: null,
  offset: null,
  distinct: false,
};

/** `sa.select(*columns)` as SQLAlchemy 2.0 takes it. */
export function select(args: CallArguments): SelectObject {
  const { rest } = bindArguments('select', parameters('*entities'), args);
  if (rest[0]?.kind === 'list') {
    raiseSqlalchemy('ArgumentError', 'Column expression, FROM clause, or other columns clause element expected.');
  }
  return new SelectObject({ ...EMPTY, columns: rest.flatMap(selected) });
}

function selected(value: PyValue): readonly SqlExpression[] {
  if (value instanceof FromObject) {
    const columns = [...(value.columns?.values() ?? [])].map((column) => need(column, column.expression, 'a column'));
    return columns.length > 0 ? columns : notKnown('What is selected from a table without columns is not followed.');
  }
  return [need(value, value instanceof Expressive ? value.expression : undefined, 'what is selected')];
}

/** `select(...)`: every method answers a changed one. */
export class SelectObject extends ExpressionObject {
  readonly typeName = 'Select';

  constructor(readonly data: Select) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    const change = CHANGES[name];
    if (change !== undefined) {
      const changed = (args: CallArguments): PyValue => new SelectObject({ ...this.data, ...change(this.data, args) });
      return new DataFunction(name, changed, false, (reason) => new UnknownSelect(reason));
    }
    const result = RESULTS[name];
    return result && new DataFunction(name, (args) => result(this, args));
  }
}

/** `select` of something that is not known: it reads, whatever it is. */
export class UnknownSelect extends LibraryObject {
  readonly typeName = 'Select';

  constructor(readonly reason: string) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    if (COLUMNS.has(name) || Object.hasOwn(RESULTS, name)) return undefined;
    return new DataFunction(
      name,
      () => this,
      true,
      () => this,
    );
  }
}

const COLUMNS = new Set(['c', 'columns', 'selected_columns', 'exported_columns']);

type Change = (select: Select, args: CallArguments) => Partial<Select>;

function where(query: Select, { positional }: CallArguments): Partial<Select> {
  return {
    where: [...query.where, ...positional.map((one) => need(one, toExpression(one, 'condition'), 'a condition'))],
  };
}

/** What ORDER BY and GROUP BY take; a string would name a label, which is not followed. */
function ordering(values: readonly PyValue[]): readonly SqlExpression[] {
  return values.map((one) => need(one, one instanceof Expressive ? one.expression : undefined, 'what is ordered by'));
}

function count({ positional: [value] }: CallArguments): SqlExpression | null {
  const held = value ?? NONE;
  if (held.kind === 'none') return null;
  return need(
    held,
    held.kind === 'integer' || held instanceof Expressive ? toExpression(held, 'value') : undefined,
    'a number of rows',
  );
}

function joined(query: Select, args: CallArguments, isOuter: boolean): Partial<Select> {
  const { given } = bindArguments('join', parameters('target onclause? =isouter? =full?'), args);
  const [left, ...others] = query.from.length > 0 ? query.from : tablesOf(query.columns);
  if (left === undefined || others.length > 0) notKnown('Which table is joined is not followed.');
  const all = new Map([...given, ['right', given.get('target') ?? NONE] as const]);
  return { from: [joinWith(left, all, isOuter || toFlag(given.get('isouter'), '`isouter`'))] };
}

function joinWith(left: FromItem, given: ReadonlyMap<string, PyValue>, isOuter: boolean): FromItem {
  return joinOf(new Map([...given, ['left', new JoinObject(left)] as const]), isOuter);
}

/** The tables that plain columns come from, each once. */
function tablesOf(columns: readonly SqlExpression[]): readonly FromItem[] {
  const tables = new Set(
    columns.map((column) => {
      const plain = column.kind === 'label' ? column.operand : column;
      return plain.kind === 'columnReference' && plain.table !== null
        ? plain.table
        : notKnown('Which table is joined is not followed.');
    }),
  );
  return [...tables].map((table) => ({ kind: 'table', table }));
}

const CHANGES: Readonly<Record<string, Change>> = {
  where,
  filter: where,
  select_from: (query, { positional }) => ({ from: [...query.from, ...positional.map(fromItem)] }),
  add_columns: (query, { positional }) => ({ columns: [...query.columns, ...positional.flatMap(selected)] }),
  with_only_columns: (_, { positional }) => ({ columns: positional.flatMap(selected) }),
  group_by: (query, { positional }) => ({ groupBy: [...query.groupBy, ...ordering(positional)] }),
  order_by: (query, { positional }) => ({ orderBy: [...query.orderBy, ...ordering(positional)] }),
  having: (query, { positional }) => ({
    having: [...query.having, ...positional.map((one) => need(one, toExpression(one, 'condition'), 'a condition'))],
  }),
  limit: (_, args) => ({ limit: count(args) }),
  offset: (_, args) => ({ offset: count(args) }),
  distinct(_, { positional }) {
    if (positional.length > 0) notKnown(notFollowed('Select.distinct(*columns)'));
    return { distinct: true };
  },
  join: (query, args) => joined(query, args, false),
  outerjoin: (query, args) => joined(query, args, true),
  execution_options: () => ({}),
};

const RESULTS: Readonly<Record<string, (self: SelectObject, args: CallArguments) => PyValue>> = {
  scalar_subquery: (self) => new ElementObject({ kind: 'scalarSubquery', select: self.data }),
  label(self, args) {
    const { given } = bindArguments('label', parameters('name'), args);
    const name = given.get('name') ?? NONE;
    return new ElementObject({
      kind: 'label',
      name: need(name, toText(name), 'the label'),
      operand: { kind: 'scalarSubquery', select: self.data },
    });
  },
  subquery: (self, args) => new SubqueryObject(self.data, aliasName(args)),
  alias: (self, args) => new SubqueryObject(self.data, aliasName(args)),
  exists: (self) => new ExistsObject(self.data),
};

function aliasName(args: CallArguments): string | null {
  const { given } = bindArguments('alias', parameters('name?'), args);
  return toOpenText(given.get('name'), 'the alias');
}

/** `exists(...)`, which takes conditions as its select does. */
class ExistsObject extends ElementObject {
  constructor(readonly query: Select) {
    super({ kind: 'unary', operator: 'exists', operand: query }, null, 'Exists');
  }

  protected override member(name: string): PyValue | undefined {
    const change = name === 'where' || name === 'select_from' ? CHANGES[name] : undefined;
    if (change === undefined) return name === 'select' ? undefined : super.member(name);
    return new DataFunction(name, (args) => new ExistsObject({ ...this.query, ...change(this.query, args) }));
  }
}

/** `sa.exists(select?)`. */
export function exists(args: CallArguments): PyValue {
  const { given } = bindArguments('exists', parameters('argument?'), args);
  const value = given.get('argument') ?? NONE;
  if (value.kind === 'none') {
    return new ExistsObject({ ...EMPTY, columns: [{ kind: 'literalColumn', sql: '*', type: null }] });
  }
  if (value instanceof SelectObject) return new ExistsObject(value.data);
  const data = value instanceof ExpressionObject ? value.data : undefined;
  if (data?.kind === 'scalarSubquery') return new ExistsObject(data.select);
  return new ExistsObject({ ...EMPTY, columns: selected(value) });
}
