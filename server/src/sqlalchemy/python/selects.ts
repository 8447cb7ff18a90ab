import { writeFlag, writeText } from '../../python/write/literal';
import type { FromItem, Select, SqlExpression } from '../../schema/expression';
import { writeTable } from './tables';
import { keyword, type PythonWriter, writeCall } from './writer';

/** `sa.select(...)` with everything that is said of it. @throws Refusal */
export function writeSelect(select: Select, writer: PythonWriter): string {
  declareLabels(select, writer);
  const write = (one: SqlExpression): string => writer.expression(one);
  const say = (method: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `.${method}(${items.join(', ')})`;
  return [
    writeCall(writer.sa('select'), select.columns.map(write)),
    say(
      'select_from',
      select.from.map((item) => writeFrom(item, writer)),
    ),
    say('where', select.where.map(write)),
    say('group_by', select.groupBy.map(write)),
    say('having', select.having.map(write)),
    say('order_by', select.orderBy.map(write)),
    say('limit', select.limit === null ? [] : [write(select.limit)]),
    say('offset', select.offset === null ? [] : [write(select.offset)]),
    select.distinct ? '.distinct()' : '',
  ].join('');
}

/** A label that is named again is the same object to SQLAlchemy, which writes its name there. */
function declareLabels({ columns, groupBy, orderBy }: Select, writer: PythonWriter): void {
  const again = new Set<SqlExpression>();
  const visit = (expression: SqlExpression): void => {
    again.add(expression);
    if (expression.kind === 'unary') visit(expression.operand);
  };
  for (const expression of [...groupBy, ...orderBy]) visit(expression);
  for (const column of columns) {
    if (column.kind === 'label' && again.has(column)) writer.declare(writer.expression(column), column.name);
  }
}

function writeFrom(item: FromItem, writer: PythonWriter): string {
  switch (item.kind) {
    case 'table':
      return writeTable(item.table, writer);
    case 'join':
      return writeCall(writer.sa('join'), [
        writeFrom(item.left, writer),
        writeFrom(item.right, writer),
        writer.expression(item.on),
        keyword('isouter', item.isOuter ? writeFlag(true) : null),
        keyword('full', item.isFull ? writeFlag(true) : null),
      ]);
    case 'subquery':
      return `${writeSelect(item.select, writer)}.subquery(${item.alias === null ? '' : writeText(item.alias)})`;
  }
}
