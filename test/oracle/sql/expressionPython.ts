import type { Literal } from '../../../server/src/common/literal';
import type { FromItem, Select, SqlExpression, TableReference } from '../../../server/src/schema/expression';
import type { SqlType } from '../../../server/src/schema/sqlType';

/** The Python that makes what an expression says. Tables are variables of their name. */
export function python(expression: SqlExpression): string {
  switch (expression.kind) {
    case 'text': {
      const binds = Object.entries(expression.binds).map(
        ([name, { value }]) => `${name}=${literal(value ?? { kind: 'none' })}`,
      );
      return `sa.text(${string(expression.sql)})${binds.length === 0 ? '' : `.bindparams(${binds.join(', ')})`}`;
    }
    case 'literalColumn':
      return `sa.literal_column(${string(expression.sql)}${expression.type === null ? '' : `, ${type(expression.type)}`})`;
    case 'columnReference': {
      const { name, table } = expression;
      if (table !== null) return `${variable(table)}.c[${string(name)}]`;
      return `sa.column(${string(name)}${expression.type === null ? '' : `, ${type(expression.type)}`})`;
    }
    case 'bind':
      return expression.key === null
        ? expression.type === null
          ? literal(expression.value)
          : `sa.literal(${literal(expression.value)}, ${type(expression.type)})`
        : `sa.bindparam(${string(expression.key)}, ${literal(expression.value)})`;
    case 'null':
    case 'true':
    case 'false':
      return `sa.${expression.kind}()`;
    case 'function':
      return `sa.func.${expression.path.join('.')}(${expression.arguments.map(python).join(', ')})`;
    case 'binary':
      return binary(expression);
    case 'unary':
      return unary(expression);
    case 'list': {
      const items = expression.items.map(python);
      if (expression.joiner === 'comma') return `[${items.join(', ')}]`;
      const maker = { and: 'sa.and_', or: 'sa.or_', tuple: 'sa.tuple_' }[expression.joiner];
      return `${maker}(${items.join(', ')})`;
    }
    case 'between': {
      const { operand, low, high, negated } = expression;
      const text = `${operandOf(operand)}.between(${python(low)}, ${python(high)})`;
      return negated ? `sa.not_(${text})` : text;
    }
    case 'cast':
      return `sa.cast(${python(expression.operand)}, ${type(expression.type)})`;
    case 'typeCoerce':
      return `sa.type_coerce(${python(expression.operand)}, ${type(expression.type)})`;
    case 'case': {
      const whens = expression.whens.map(({ when, then }) => `(${python(when)}, ${python(then)})`);
      const otherwise = expression.otherwise === null ? [] : [`else_=${python(expression.otherwise)}`];
      if (expression.value === null) return `sa.case(${[...whens, ...otherwise].join(', ')})`;
      const entries = expression.whens.map(({ when, then }) => `${python(when)}: ${python(then)}`);
      return `sa.case({${entries.join(', ')}}, value=${python(expression.value)}${otherwise.map((text) => `, ${text}`).join('')})`;
    }
    case 'label':
      return `${operandOf(expression.operand)}.label(${string(expression.name)})`;
    case 'extract':
      return `sa.extract(${string(expression.field)}, ${python(expression.operand)})`;
    case 'collate':
      return `sa.collate(${python(expression.operand)}, ${string(expression.collation)})`;
    case 'scalarSubquery':
      return `${python(expression.select)}.scalar_subquery()`;
    case 'select':
      return select(expression);
    case 'insert': {
      const { table, rows, fromSelect, returning } = expression;
      const dicts = rows?.map(
        (row) => `{${row.map(([column, value]) => `${string(column)}: ${python(value)}`).join(', ')}}`,
      );
      const values =
        dicts === undefined
          ? ''
          : `.values(${dicts.length === 1 && expression.isMany !== true ? dicts.join('') : `[${dicts.join(', ')}]`})`;
      const from =
        fromSelect === null
          ? ''
          : `.from_select([${fromSelect.columns.map(string).join(', ')}], ${python(fromSelect.select)})`;
      const inline = expression.isInline === true ? '.inline()' : '';
      return `sa.insert(${variable(table)})${values}${from}${inline}${returningOf(returning)}`;
    }
    case 'update': {
      const { table, values, where, returning } = expression;
      const dict = values.map(([column, value]) => `${string(column)}: ${python(value)}`).join(', ');
      return `sa.update(${variable(table)})${values.length === 0 ? '' : `.values({${dict}})`}${chain('where', where)}${returningOf(returning)}`;
    }
    case 'delete':
      return `sa.delete(${variable(expression.table)})${chain('where', expression.where)}${returningOf(expression.returning)}`;
    case 'createSequence':
    case 'dropSequence':
      throw new Error('no Python for sequences');
  }
}

const returningOf = (columns: readonly SqlExpression[]): string =>
  columns.length === 0 ? '' : `.returning(${columns.map(python).join(', ')})`;

const chain = (method: string, items: readonly SqlExpression[]): string =>
  items.map((item) => `.${method}(${python(item)})`).join('');

/** The variable of a table. */
export function variable(table: TableReference): string {
  return table.alias ?? table.name.replace(/\W/g, '_');
}

/** The statement that makes a table's variable. */
export function tablePython(table: TableReference): string {
  if (table.declared !== undefined) {
    const items = table.declared.map((item) => {
      if (item.kind !== 'column') throw new Error('columns only');
      const flags = [
        item.primaryKey ? ', primary_key=True' : '',
        item.serverDefault === null ? '' : ", server_default='1'",
      ];
      const given =
        item.default === null
          ? ''
          : `, default=${item.default.kind === 'expression' ? python(item.default.expression) : '1'}`;
      return `sa.Column(${string(item.name)}, ${type(item.type)}${flags.join('')}${given})`;
    });
    return `${variable(table)} = sa.Table(${[string(table.name), 'sa.MetaData()', ...items].join(', ')})`;
  }
  const columns = table.columns.map(
    ({ name, type: own }) => `sa.column(${string(name)}${own === null ? '' : `, ${type(own)}`})`,
  );
  const schema = table.schema === null ? '' : `, schema=${string(table.schema)}`;
  return `${variable(table)} = sa.table(${[string(table.name), ...columns].join(', ')}${schema})`;
}

const RAW = (expression: SqlExpression): boolean =>
  expression.kind === 'bind' && expression.key === null && expression.type === null;

/** In parentheses, and never a plain Python value. */
function operandOf(expression: SqlExpression): string {
  return RAW(expression) ? `sa.literal(${python(expression)})` : `(${python(expression)})`;
}

function binary(expression: Extract<SqlExpression, { kind: 'binary' }>): string {
  const { operator, custom, left, right, modifiers } = expression;
  if (custom) return `${operandOf(left)}.op(${string(operator)})(${python(right)})`;
  if (/^[-+*/%<>=!&|^]+$/.test(operator)) return `(${python(left)}) ${operator} (${python(right)})`;
  if (operator === 'json_getitem' || operator === 'json_path_getitem') {
    return `${operandOf(left)}[${python(right)}]${readAs(expression.itemType)}`;
  }
  if (operator === 'pg:->>' || operator === 'pg:#>>') return `${operandOf(left)}[${python(right)}].astext`;
  const given = Object.entries(modifiers).map(([name, value]) => `, ${name}=${literal(value)}`);
  return `${operandOf(left)}.${operator}(${python(right)}${given.join('')})`;
}

/** The method that reads an item of JSON as another type. */
function readAs(itemType: SqlType | undefined): string {
  if (itemType === undefined) return '';
  const name = itemType.name === 'Unicode' ? 'string' : itemType.name.toLowerCase();
  return `.as_${name}(${name === 'numeric' ? '10, 2' : ''})`;
}

function unary({ operator, operand }: Extract<SqlExpression, { kind: 'unary' }>): string {
  if (operator === '-') return `-${operandOf(operand)}`;
  const maker = { not: 'not_', exists: 'exists' }[operator] ?? operator;
  return `sa.${maker}(${python(operand)})`;
}

function select(expression: Select): string {
  const { columns, from, where, groupBy, having, orderBy, limit, offset, distinct } = expression;
  return [
    `sa.select(${columns.map((column, index) => (column.kind === 'label' ? `(label_${index} := ${python(column)})` : python(column))).join(', ')})`,
    from.length === 0 ? '' : `.select_from(${from.map(fromItem).join(', ')})`,
    chain('where', where),
    groupBy.length === 0 ? '' : `.group_by(${groupBy.map(python).join(', ')})`,
    chain('having', having),
    orderBy.length === 0 ? '' : `.order_by(${orderBy.map((item) => order(item, columns)).join(', ')})`,
    limit === null ? '' : `.limit(${python(limit)})`,
    offset === null ? '' : `.offset(${python(offset)})`,
    distinct ? '.distinct()' : '',
  ].join('');
}

/** A label of the columns is the same object there. */
function order(item: SqlExpression, columns: readonly SqlExpression[]): string {
  if (item.kind === 'unary') return `sa.${item.operator}(${order(item.operand, columns)})`;
  const index = item.kind === 'label' ? columns.indexOf(item) : -1;
  return index === -1 ? python(item) : `label_${index}`;
}

function fromItem(item: FromItem): string {
  switch (item.kind) {
    case 'table':
      return variable(item.table);
    case 'join':
      return `sa.join(${fromItem(item.left)}, ${fromItem(item.right)}, ${python(item.on)}, isouter=${bool(item.isOuter)}, full=${bool(item.isFull)})`;
    case 'subquery':
      return `${select(item.select)}.subquery(${item.alias === null ? '' : string(item.alias)})`;
  }
}

const bool = (value: boolean): string => (value ? 'True' : 'False');

/** A Python string; JSON's escapes are Python's, save for lone surrogates. */
export function string(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function type(value: SqlType): string {
  if (value.kind === 'custom') throw new Error('no Python for a custom type');
  const given = Object.entries(value.arguments).map(([name, argument]) => {
    if (Array.isArray(argument) || !('kind' in argument)) throw new Error('no Python for a list');
    const text = argument.kind === 'library' ? type(argument) : literal(argument as Literal);
    return name === 'enums' ? text.slice(1, -1) : `${name}=${text}`;
  });
  const variants = Object.entries(value.variants).map(
    ([name, other]) => `.with_variant(${type(other)}, ${string(name)})`,
  );
  return `${value.module === 'sqlalchemy' ? 'sa' : value.module}.${value.name}(${given.join(', ')})${variants.join('')}`;
}

/** A Python value. */
export function literal(value: Literal): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'boolean':
      return bool(value.value);
    case 'integer':
      return String(value.value);
    case 'float':
      return value.text;
    case 'decimal':
      return `decimal.Decimal(${string(value.text)})`;
    case 'string':
      return string(value.value);
    case 'bytes':
      return `${string(value.value)}.encode('latin-1')`;
    case 'date':
      return `datetime.date.fromisoformat(${string(value.iso)})`;
    case 'time':
      return `datetime.time.fromisoformat(${string(value.iso)})`;
    case 'datetime':
      return `datetime.datetime.fromisoformat(${string(value.iso)})`;
    case 'timedelta':
      return `datetime.timedelta(microseconds=${value.microseconds})`;
    case 'uuid':
      return `uuid.UUID(${string(value.value)})`;
    case 'list':
      return `[${value.items.map(literal).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map((item) => `${literal(item)}, `).join('')})`;
    case 'dict':
      return `{${value.entries.map(([key, held]) => `${literal(key)}: ${literal(held)}`).join(', ')}}`;
    case 'enumMember':
      throw new Error('no Python for a member of an enum');
  }
}
