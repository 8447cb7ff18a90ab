import { fc } from '../../support/random';
import type { Literal } from '../../../server/src/common/literal';
import type { FromItem, Select, SqlExpression, TableReference } from '../../../server/src/schema/expression';
import { libraryType, type SqlType } from '../../../server/src/schema/sqlType';
import { literals, plainText } from './expressionLiterals';
import { COLUMNS, generic, table, TABLES } from './expressionTables';

const bind = (value: Literal): SqlExpression => ({ kind: 'bind', value, type: null, key: null });
const raw = literals.map(bind);

const text: fc.Arbitrary<SqlExpression> = fc
  .constantFrom('a = 1', 'x::int', "n like '5%'", ':p', 'a = :p AND b = :q', "'\\:z'", 'f(a, b)', 'a\\:b', ':p::text')
  .chain((sql) =>
    fc.option(literals).map((value): SqlExpression => {
      const binds = value !== null && /(?<!:):p\b(?!:)/.test(sql) ? { p: { value, type: null } } : {};
      return { kind: 'text', sql, binds };
    }),
  );

const column: fc.Arbitrary<SqlExpression> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...TABLES.slice(0, 3), ...TABLES.slice(0, 1), ...TABLES.slice(0, 1))
      .chain((owner) =>
        fc
          .constantFrom(...owner.columns)
          .map(({ name, type }): SqlExpression => ({ kind: 'columnReference', name, table: owner, type })),
      ),
  },
  fc
    .constantFrom(...COLUMNS.slice(0, 14))
    .map(([name, type]): SqlExpression => ({ kind: 'columnReference', name, table: null, type })),
  fc.constantFrom('1', 'now()', "'%'", 'a.b').map((sql): SqlExpression => ({ kind: 'literalColumn', sql, type: null })),
);

const constant = fc.constantFrom<SqlExpression>({ kind: 'null' }, { kind: 'true' }, { kind: 'false' });

const CASTS = ['Integer', 'String', 'Text', 'Boolean', 'Date', 'Numeric'].map(generic);
const OPERATORS = ['+', '-', '*', '/', '//', '%', '==', '!=', '<', '<=', '>', '>='];
const METHODS = ['is_', 'is_not', 'is_distinct_from', 'concat', 'like', 'not_like', 'ilike', 'not_ilike'];
const PARTS = ['startswith', 'endswith', 'contains', 'istartswith', 'iendswith', 'icontains'];
const FUNCTIONS = [
  ['now'],
  ['NOW'],
  ['count'],
  ['coalesce'],
  ['Lower'],
  ['current_timestamp'],
  ['CURRENT_DATE'],
  ['max'],
  ['concat'],
  ['pg_catalog', 'version'],
  ['char_length'],
  ['random'],
  ['sysdate'],
  ['localtimestamp'],
  ['user'],
  ['substring'],
  ['date_trunc'],
];
const NO_ARGUMENTS = new Set([
  'now',
  'NOW',
  'current_timestamp',
  'CURRENT_DATE',
  'sysdate',
  'localtimestamp',
  'user',
  'random',
]);

const none: Readonly<Record<string, Literal>> = {};

const jsonKey: fc.Arbitrary<Literal> = fc.oneof(
  plainText.map((value): Literal => ({ kind: 'string', value })),
  fc.constantFrom<Literal>({ kind: 'integer', value: 2n }, { kind: 'integer', value: -1n }),
);

const jsonPath: fc.Arbitrary<Literal> = fc.record({
  kind: fc.constantFrom('list', 'tuple'),
  items: fc.array(jsonKey, { maxLength: 3 }),
});

const ITEM_TYPES = [
  ...['Unicode', 'Boolean', 'Integer', 'Float'].map((name) => libraryType('sqlalchemy', name)),
  libraryType('sqlalchemy', 'Numeric', {
    precision: { kind: 'integer', value: 10n },
    scale: { kind: 'integer', value: 2n },
  }),
];

const JSON_COLUMNS = ['data', 'bin', 'mixed'];

/** `column[...]` and what reads it: the text, another type, or an item of the item. */
const item: fc.Arbitrary<SqlExpression> = fc
  .record({
    name: fc.constantFrom(...JSON_COLUMNS),
    keys: fc.array(fc.oneof(jsonKey, jsonPath), { minLength: 1, maxLength: 3 }),
    read: fc.oneof(fc.constantFrom('json', 'text'), fc.constantFrom(...ITEM_TYPES)),
  })
  .map(({ name, keys, read }): SqlExpression =>
    keys.reduce<SqlExpression>((left, key, index) => {
      const isLast = index === keys.length - 1;
      const isPath = key.kind === 'list' || key.kind === 'tuple';
      const asText = isLast && read === 'text' && name === 'bin';
      const operator = asText ? (isPath ? 'pg:#>>' : 'pg:->>') : isPath ? 'json_path_getitem' : 'json_getitem';
      const itemType = isLast && typeof read === 'object' ? { itemType: read } : {};
      return { kind: 'binary', custom: false, modifiers: none, operator, left, right: bind(key), ...itemType };
    }, columnOf(name)),
  );

/** Expressions that Python can build: Python's own values stand only beside an element. */
export const { element, condition } = fc.letrec<{
  element: SqlExpression;
  operand: SqlExpression;
  condition: SqlExpression;
  either: SqlExpression;
}>((tie) => ({
  operand: fc.oneof({ maxDepth: 3, withCrossShrink: true }, column, tie('element')),
  either: fc.oneof({ maxDepth: 3 }, { weight: 3, arbitrary: raw }, { weight: 2, arbitrary: tie('operand') }, constant),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    column,
    { weight: 2, arbitrary: tie('element') },
    constant,
    text,
    fc.boolean().map((value): SqlExpression => bind({ kind: 'boolean', value })),
  ),
  element: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    column,
    {
      weight: 5,
      arbitrary: fc
        .record({ operator: fc.constantFrom(...OPERATORS, ...METHODS), left: tie('operand'), right: tie('either') })
        .map((parts): SqlExpression => ({ kind: 'binary', custom: false, modifiers: none, ...parts })),
    },
    fc
      .record({ operator: fc.constantFrom('+', '-', '*', '/'), left: raw, right: column })
      .map((parts): SqlExpression => ({ kind: 'binary', custom: false, modifiers: none, ...parts })),
    fc
      .record({ operator: fc.constantFrom('->>', '@>', '%%', 'REGEXP'), left: tie('operand'), right: tie('either') })
      .map((parts): SqlExpression => ({ kind: 'binary', custom: true, modifiers: none, ...parts })),
    fc
      .record({
        operator: fc.constantFrom(...PARTS),
        left: column.filter((item) => item.kind === 'columnReference' && isText(item.type)),
        right: fc.oneof(
          plainText.map((value): SqlExpression => bind({ kind: 'string', value })),
          column,
        ),
        escapes: fc.constantFrom<Readonly<Record<string, Literal>>>(
          none,
          none,
          { escape: { kind: 'string', value: '/' } },
          { autoescape: { kind: 'boolean', value: true } },
          { escape: { kind: 'string', value: '\\' }, autoescape: { kind: 'boolean', value: true } },
        ),
      })
      .filter(({ right, escapes }) => right.kind === 'bind' || escapes.autoescape === undefined)
      .map(({ escapes, ...parts }): SqlExpression => ({ kind: 'binary', custom: false, modifiers: escapes, ...parts })),
    {
      weight: 2,
      arbitrary: fc
        .record({
          operator: fc.constantFrom('in_', 'not_in'),
          left: tie('operand'),
          right: fc
            .array(fc.oneof({ weight: 6, arbitrary: raw }, column), { maxLength: 3 })
            .map((items): SqlExpression => ({ kind: 'list', joiner: 'comma', items })),
        })
        .map((parts): SqlExpression => ({ kind: 'binary', custom: false, modifiers: none, ...parts })),
    },
    { weight: 2, arbitrary: item },
    fc
      .record({ operand: tie('operand'), low: tie('either'), high: tie('either'), negated: fc.boolean() })
      .map((parts): SqlExpression => ({ kind: 'between', ...parts })),
    {
      weight: 2,
      arbitrary: fc
        .record({
          joiner: fc.constantFrom('and', 'or'),
          items: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }),
        })
        .map((parts): SqlExpression => ({ kind: 'list', ...parts })),
    },
    fc
      .record({ operator: fc.constantFrom('not', 'not', '-'), operand: tie('operand') })
      .map((parts): SqlExpression => ({ kind: 'unary', ...parts })),
    fc
      .record({
        path: fc.constantFrom(...FUNCTIONS),
        arguments: fc.array(tie('either'), { minLength: 1, maxLength: 3 }),
      })
      .map(({ path, arguments: given }): SqlExpression => ({
        kind: 'function',
        path,
        arguments: NO_ARGUMENTS.has(path[0] ?? '')
          ? []
          : path[0] === 'count' || path[0] === 'char_length'
            ? given.slice(0, 1)
            : given,
        type: null,
      })),
    fc
      .record({ operand: tie('either'), type: fc.constantFrom(...CASTS) })
      .map((parts): SqlExpression => ({ kind: 'cast', ...parts })),
    fc
      .record({ operand: tie('either'), type: fc.constantFrom(...CASTS) })
      .map((parts): SqlExpression => ({ kind: 'typeCoerce', ...parts })),
    fc
      .record({
        value: fc.constant(null),
        whens: fc.array(fc.record({ when: tie('operand'), then: tie('either') }), { minLength: 1, maxLength: 2 }),
        otherwise: fc.option(tie('either')),
      })
      .map((parts): SqlExpression => ({ kind: 'case', ...parts })),
    fc
      .record({ operand: tie('operand'), field: fc.constantFrom('year', 'epoch', 'dow', 'milliseconds') })
      .map((parts): SqlExpression => ({ kind: 'extract', ...parts })),
    fc
      .record({ operand: tie('operand'), collation: fc.constantFrom('nocase', 'C', 'utf8_bin') })
      .map((parts): SqlExpression => ({ kind: 'collate', ...parts })),
    fc
      .record({ operand: tie('operand'), name: fc.constantFrom('l', 'Label') })
      .map((parts): SqlExpression => ({ kind: 'label', ...parts })),
  ),
}));

function isText(type: SqlType | null): boolean {
  return type?.kind === 'library' && (type.name === 'String' || type.name === 'Text');
}

function columnOf(name: string): SqlExpression {
  const [owner] = TABLES;
  const type = owner?.columns.find((candidate) => candidate.name === name)?.type ?? null;
  return { kind: 'columnReference', name, table: owner ?? null, type };
}

const ordered = (operand: fc.Arbitrary<SqlExpression>): fc.Arbitrary<SqlExpression> =>
  fc.oneof(
    operand,
    fc
      .record({ operator: fc.constantFrom('asc', 'desc', 'nulls_last'), operand })
      .map((parts): SqlExpression => ({ kind: 'unary', ...parts })),
  );

const count = fc.option(
  fc.bigInt({ min: 0n, max: 50n }).map((value): SqlExpression => bind({ kind: 'integer', value })),
);

function selects(columns: fc.Arbitrary<SqlExpression>, most: number): fc.Arbitrary<Select> {
  return fc.record({
    kind: fc.constant('select' as const),
    columns: fc.array(columns, { minLength: 1, maxLength: most }),
    from: fc.constantFrom<Select['from']>([], [], [{ kind: 'table', table: TABLES[2] ?? table('u', null) }]),
    where: fc.array(condition, { maxLength: 2 }),
    groupBy: fc.array(column, { maxLength: 2 }),
    having: fc.array(condition, { maxLength: 1 }),
    orderBy: fc.array(ordered(column), { maxLength: 2 }),
    limit: count,
    offset: count,
    distinct: fc.boolean(),
  });
}

/** Items of JSON, by themselves and within other expressions. */
export const jsonItem: fc.Arbitrary<SqlExpression> = fc.oneof(
  item,
  fc
    .record({
      operator: fc.constantFrom(...OPERATORS, ...METHODS),
      left: item,
      right: fc.oneof(item, raw, element, constant),
    })
    .map((parts): SqlExpression => ({ kind: 'binary', custom: false, modifiers: none, ...parts })),
  fc.record({ operand: item }).map((parts): SqlExpression => ({ kind: 'unary', operator: 'not', ...parts })),
  fc
    .record({
      joiner: fc.constantFrom('and', 'or'),
      items: fc.array(fc.oneof(item, condition), { minLength: 1, maxLength: 3 }),
    })
    .map((parts): SqlExpression => ({ kind: 'list', ...parts })),
  fc
    .record({ operand: item, type: fc.constantFrom(...CASTS) })
    .map((parts): SqlExpression => ({ kind: 'cast', ...parts })),
);

export const select: fc.Arbitrary<Select> = selects(element, 3);

const subquery: fc.Arbitrary<SqlExpression> = selects(column, 1).map((inner): SqlExpression => ({
  kind: 'scalarSubquery',
  select: inner,
}));

const assigned: fc.Arbitrary<SqlExpression> = fc.oneof(
  { weight: 4, arbitrary: raw },
  { weight: 2, arbitrary: element },
  constant,
  text,
  subquery,
);

/** Values that the literals of a type take. */
const FITTING: Readonly<Record<string, readonly Literal['kind'][]>> = {
  Integer: ['integer', 'boolean'],
  String: ['string'],
  Text: ['string'],
  Enum: ['string'],
  Boolean: ['boolean'],
  DateTime: ['datetime', 'date'],
  Date: ['date', 'datetime'],
  Time: ['time'],
  Interval: ['timedelta'],
  Numeric: ['decimal', 'integer', 'float'],
  Float: ['float', 'decimal'],
  LargeBinary: ['bytes'],
  Uuid: ['uuid'],
  ARRAY: ['list'],
};

function fitting(type: SqlType | null): fc.Arbitrary<SqlExpression> {
  const kinds = FITTING[type?.name ?? ''] ?? ['none'];
  return literals.filter(({ kind }) => kinds.includes(kind)).map(bind);
}

type Row = readonly (readonly [string, SqlExpression])[];

function someColumns(owner: TableReference, most: number): fc.Arbitrary<TableReference['columns']> {
  return fc
    .subarray([...owner.columns], { minLength: 1, maxLength: Math.min(most, owner.columns.length) })
    .chain((columns) => fc.shuffledSubarray(columns, { minLength: columns.length }));
}

function rowOf(columns: TableReference['columns']): fc.Arbitrary<Row> {
  return fc.tuple(
    ...columns.map(({ name, type }) =>
      fc
        .oneof({ weight: 4, arbitrary: fitting(type) }, assigned)
        .map((given): readonly [string, SqlExpression] => [name, given]),
    ),
  );
}

const rows = (owner: TableReference): fc.Arbitrary<Row> => someColumns(owner, 4).chain(rowOf);

const manyRows = (owner: TableReference): fc.Arbitrary<readonly Row[]> =>
  someColumns(owner, 3).chain((columns) => fc.array(rowOf(columns), { minLength: 1, maxLength: 3 }));

const returned = (owner: TableReference): fc.Arbitrary<readonly SqlExpression[]> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    fc
      .subarray([...owner.columns], { minLength: 1, maxLength: 2 })
      .map((columns) =>
        columns.map(({ name, type }): SqlExpression => ({ kind: 'columnReference', name, table: owner, type })),
      ),
  );

const owners = fc.constantFrom(...TABLES);

const correlated: fc.Arbitrary<SqlExpression> = fc.oneof(
  { weight: 3, arbitrary: condition },
  selects(column, 1).map((inner): SqlExpression => ({ kind: 'unary', operator: 'exists', operand: inner })),
  fc
    .record({ left: column, right: selects(column, 1) })
    .map((parts): SqlExpression => ({ kind: 'binary', operator: 'in_', custom: false, modifiers: none, ...parts })),
);

const insert = { kind: 'insert', rows: null, fromSelect: null, returning: [], onConflict: null } as const;

const join: fc.Arbitrary<SqlExpression> = fc
  .record({ inner: select, on: element, isOuter: fc.boolean(), isFull: fc.boolean() })
  .map(({ inner, on, isOuter, isFull }): SqlExpression => {
    const [left, right] = [TABLES[0], TABLES[2]].map((one): FromItem => ({
      kind: 'table',
      table: one ?? table('t', null),
    }));
    if (left === undefined || right === undefined) throw new Error('no tables');
    return { ...inner, from: [{ kind: 'join', left, right, on, isOuter, isFull }] };
  });

const labelled: fc.Arbitrary<SqlExpression> = fc
  .record({ inner: select, operand: column, name: fc.constantFrom('first', 'Second'), descends: fc.boolean() })
  .map(({ inner, operand, name, descends }): SqlExpression => {
    const label: SqlExpression = { kind: 'label', name, operand };
    const order: SqlExpression = descends ? { kind: 'unary', operator: 'desc', operand: label } : label;
    return { ...inner, columns: [label, ...inner.columns.slice(0, 1)], orderBy: [order, ...inner.orderBy] };
  });

export const statement: fc.Arbitrary<SqlExpression> = fc.oneof(
  owners.chain((owner) =>
    fc
      .record({ row: rows(owner), isInline: fc.boolean(), returning: returned(owner) })
      .map(({ row, ...others }): SqlExpression => ({ ...insert, table: owner, rows: [row], ...others })),
  ),
  owners.chain((owner) =>
    fc
      .record({ rows: manyRows(owner), returning: returned(owner) })
      .map((parts): SqlExpression => ({ ...insert, table: owner, isMany: true, ...parts })),
  ),
  owners.chain((owner) =>
    fc
      .record({ values: rows(owner), where: fc.array(correlated, { maxLength: 2 }), returning: returned(owner) })
      .map((parts): SqlExpression => ({ kind: 'update', table: owner, ...parts })),
  ),
  owners.chain((owner) =>
    fc
      .record({ where: fc.array(correlated, { maxLength: 2 }), returning: returned(owner) })
      .map((parts): SqlExpression => ({ kind: 'delete', table: owner, ...parts })),
  ),
  owners.chain((owner) =>
    selects(element, 2).map((inner): SqlExpression => ({
      ...insert,
      table: owner,
      fromSelect: { columns: owner.columns.slice(0, inner.columns.length).map(({ name }) => name), select: inner },
    })),
  ),
  select,
  join,
  labelled,
);
