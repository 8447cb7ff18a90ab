import { bindArguments } from '../python/interpreter/signature';
import type { BoundArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { IndexElement, Name, ReferenceRules } from '../schema/model';
import { allOf, need, toExpression, toFlag, toOpenFlag, toOpenText } from './convert';
import { dialectOptions } from './dialectOptions';
import type { OptionOwner } from './dialectOptions';
import { toName, toText } from './names';
import { notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { ConstraintObject, Expressive, IndexObject } from './objects';
import { parameters } from './parameters';

const COLLECTION = parameters(
  '*columns =name? =deferrable? =initially? =info? =_implicit_generated? =_autoattach? =_column_flag? ' +
    '=_gather_expressions? **',
);

/** `name=`: null for `None` and where nothing is said. */
export function nameArgument(value: PyValue | undefined): Name | null {
  return value === undefined || value.kind === 'none' ? null : need(value, toName(value), 'the name');
}

function timing(given: BoundArguments['given']) {
  return {
    deferrable: toOpenFlag(given.get('deferrable'), '`deferrable`'),
    initially: toOpenText(given.get('initially'), '`initially`'),
  };
}

function rules(given: BoundArguments['given']): ReferenceRules {
  return {
    onupdate: toOpenText(given.get('onupdate'), '`onupdate`'),
    ondelete: toOpenText(given.get('ondelete'), '`ondelete`'),
    ...timing(given),
    match: toOpenText(given.get('match'), '`match`'),
    useAlter: toFlag(given.get('use_alter'), '`use_alter`'),
  };
}

/** A column by its name, or itself. */
function columnName(value: PyValue): string {
  const text = toText(value);
  if (text !== undefined) return text;
  const data = value instanceof Expressive ? value.expression : undefined;
  return need(value, data?.kind === 'columnReference' ? data.name : undefined, 'a column of the constraint');
}

/** `sa.PrimaryKeyConstraint(*columns)`, `sa.UniqueConstraint(*columns)`. */
export function columnsConstraint(kind: 'primaryKey' | 'unique'): (args: CallArguments) => ConstraintObject {
  const owner = kind === 'primaryKey' ? 'PrimaryKeyConstraint' : 'UniqueConstraint';
  return (args) => {
    const { given, rest, others } = bindArguments(owner, COLLECTION, args);
    return new ConstraintObject(owner, {
      kind,
      columns: rest.map(columnName),
      name: nameArgument(given.get('name')),
      ...timing(given),
      options: dialectOptions(owner, others),
    });
  };
}

/** `sa.CheckConstraint(sqltext)`. */
export function checkConstraint(args: CallArguments): ConstraintObject {
  const { given, others } = bindArguments(
    'CheckConstraint',
    parameters('sqltext name? deferrable? initially? table? info? _create_rule? _autoattach? _type_bound? **'),
    args,
  );
  const text: PyValue = given.get('sqltext') ?? { kind: 'none' };
  return new ConstraintObject('CheckConstraint', {
    kind: 'check',
    condition: need(text, toExpression(text, 'text'), 'the condition'),
    typeBound: toFlag(given.get('_type_bound'), '`_type_bound`'),
    name: nameArgument(given.get('name')),
    ...timing(given),
    options: dialectOptions('CheckConstraint', others),
  });
}

/** The target of a foreign key as text; a column of a table names itself. */
function targetText(value: PyValue): string {
  const text = toText(value);
  if (text !== undefined) return text;
  const data = value instanceof Expressive ? value.expression : undefined;
  if (data?.kind === 'columnReference' && data.table !== null) {
    const { name, schema } = data.table;
    if (!name.includes('.') && !data.name.includes('.')) {
      return [...(schema === null ? [] : [schema]), name, data.name].join('.');
    }
  }
  return need<string>(value, undefined, 'the column a foreign key refers to');
}

/** `sa.ForeignKey(column)`. */
export function foreignKey(args: CallArguments): ConstraintObject {
  const { given, others } = bindArguments(
    'ForeignKey',
    parameters(
      'column _constraint? use_alter? name? onupdate? ondelete? deferrable? initially? link_to_name? match? info? ' +
        'comment? _unresolvable? **',
    ),
    args,
  );
  refuseConstraintComment(given);
  return new ConstraintObject('ForeignKey', {
    kind: 'foreignKeyItem',
    target: targetText(given.get('column') ?? { kind: 'none' }),
    name: nameArgument(given.get('name')),
    rules: rules(given),
    options: dialectOptions('ForeignKeyConstraint', others),
  });
}

function refuseConstraintComment(given: BoundArguments['given']): void {
  const comment = given.get('comment');
  if (comment !== undefined && comment.kind !== 'none') notKnown(notFollowed('ForeignKey(comment=...)'));
}

/** What a foreign key refers to: `table.column` or `schema.table.column` (`ForeignKey._column_tokens`). */
export interface ForeignKeyTarget {
  readonly schema: string | null;
  readonly table: string;
  /** Null: the column of the same name. */
  readonly column: string | null;
}

export function foreignKeyTarget(text: string): ForeignKeyTarget {
  const parts = text.split('.');
  const last = parts.pop() ?? '';
  const table = parts.pop();
  if (table === undefined) return { schema: null, table: last, column: null };
  return { schema: parts.length === 0 ? null : parts.join('.'), table, column: last };
}

/** `sa.ForeignKeyConstraint(columns, refcolumns)`. */
export function foreignKeyConstraint(args: CallArguments): ConstraintObject {
  const { given, others } = bindArguments(
    'ForeignKeyConstraint',
    parameters(
      'columns refcolumns name? onupdate? ondelete? deferrable? initially? use_alter? link_to_name? match? table? ' +
        'info? comment? **',
    ),
    args,
  );
  refuseConstraintComment(given);
  const columns = items(given.get('columns')).map(columnName);
  const targets = items(given.get('refcolumns')).map((value) => foreignKeyTarget(targetText(value)));
  if (columns.length !== targets.length) {
    raiseSqlalchemy(
      'ArgumentError',
      'ForeignKeyConstraint number of constrained columns must match the number of referenced columns.',
    );
  }
  const [first] = targets;
  if (first === undefined) notKnown('The foreign key names no column.');
  // Which columns SQLAlchemy knows of that table decides whether it finds one of the same name.
  const bare = targets.find(({ column }) => column === null);
  if (bare !== undefined) notKnown(`The foreign key to \`${bare.table}\` names no column of it.`);
  if (targets.some(({ schema, table }) => schema !== first.schema || table !== first.table)) {
    raiseSqlalchemy('ArgumentError', 'A foreign key refers to columns of one table.');
  }
  return new ConstraintObject('ForeignKeyConstraint', {
    kind: 'foreignKey',
    columns,
    referredSchema: first.schema,
    referredTable: first.table,
    referredColumns: targets.flatMap(({ column }) => column ?? []),
    name: nameArgument(given.get('name')),
    rules: rules(given),
    options: dialectOptions('ForeignKeyConstraint', others),
  });
}

function items(value: PyValue | undefined): readonly PyValue[] {
  const held: PyValue = value ?? { kind: 'none' };
  return need(held, held.kind === 'list' || held.kind === 'tuple' ? held.items : undefined, 'a list of columns');
}

/** A column of an index: by name, or an expression. */
export function indexElement(value: PyValue): IndexElement {
  const text = toText(value);
  if (text !== undefined) return { kind: 'columnName', name: text };
  const data = value instanceof Expressive ? value.expression : undefined;
  if (data?.kind === 'columnReference') return { kind: 'columnName', name: data.name };
  return need(value, data, 'a column of the index');
}

/** `sa.Index(name, *expressions)`. */
export function index(args: CallArguments): IndexObject {
  const { given, rest, others } = bindArguments(
    'Index',
    parameters('name *expressions =unique? =quote? =info? =_table? =_column_flag? **'),
    args,
  );
  if (toOpenFlag(given.get('quote'), '`quote`') !== null) notKnown(notFollowed('Index(quote=...)'));
  return new IndexObject({
    kind: 'index',
    name: nameArgument(given.get('name')),
    elements: rest.map(indexElement),
    unique: toFlag(given.get('unique'), '`unique`'),
    options: dialectOptions('Index', others),
  });
}

/** `postgresql.ExcludeConstraint((element, operator), ..., using='gist', where=..., ops={...})`. */
export function excludeConstraint(args: CallArguments): ConstraintObject {
  const owner: OptionOwner = 'ExcludeConstraint';
  const { given, rest, others } = bindArguments(
    owner,
    parameters('*elements =name? =deferrable? =initially? =using? =where? =ops? =info? **'),
    args,
  );
  const elements = rest.map((value) => {
    const [element, sign] = value.kind === 'tuple' || value.kind === 'list' ? value.items : [];
    if (element === undefined || sign === undefined) return need<never>(value, undefined, 'an element to exclude');
    const name = toText(element);
    const expression: IndexElement =
      name === undefined
        ? need(element, element instanceof Expressive ? element.expression : undefined, 'an element to exclude')
        : { kind: 'columnName', name };
    return { expression, operator: need(sign, toText(sign), 'the operator') };
  });
  const where = given.get('where');
  return new ConstraintObject(owner, {
    kind: 'exclude',
    elements,
    using: toOpenText(given.get('using'), '`using`') ?? 'gist',
    where: where === undefined || where.kind === 'none' ? null : need(where, toExpression(where, 'text'), '`where`'),
    ops: operatorClasses(given.get('ops')),
    name: nameArgument(given.get('name')),
    ...timing(given),
    options: dialectOptions(owner, others),
  });
}

function operatorClasses(value: PyValue | undefined): Readonly<Record<string, string>> {
  if (value === undefined || value.kind === 'none') return {};
  const entries =
    value.kind === 'dict'
      ? allOf(value.entries, ({ key, value: held }) => {
          const name = toText(key);
          const operator = toText(held);
          return name !== undefined && operator !== undefined ? ([name, operator] as const) : undefined;
        })
      : undefined;
  return Object.fromEntries(need(value, entries, '`ops`'));
}
