import type { Literal } from '../common/literal';
import { raise } from '../python/interpreter/exception';
import type { PyValue } from '../python/interpreter/value';
import type { SqlExpression, TableReference } from '../schema/expression';
import { toLiteral } from '../sqlalchemy/convert';
import { toText } from '../sqlalchemy/names';
import { notKnown } from '../sqlalchemy/notKnown';
import { ExpressionObject } from '../sqlalchemy/objects';
import { TableObject } from '../sqlalchemy/table';
import type { Arguments } from './arguments';
import { InlineLiteral } from './inlineLiteral';
import type { BulkInsert } from './operation';

type Rows = BulkInsert['rows'];

/** The table of `bulk_insert`. */
export function insertedTable(args: Arguments, name: string): TableReference {
  const value = args.value(name);
  return value instanceof TableObject ? value.reference : notKnown('The table of `op.bulk_insert` is not followed.');
}

/**
 * The rows of `bulk_insert`, a list of dicts.
 * @throws PyRaised as Alembic checks them (alembic/ddl/impl.py).
 */
export function insertedRows(args: Arguments, name: string): Rows {
  const value = args.value(name);
  if (value?.kind !== 'list') {
    return value?.kind === 'host'
      ? notKnown('The rows of `op.bulk_insert` are not followed.')
      : raise('TypeError', 'List expected');
  }
  return value.items.map((row) => {
    if (row.kind !== 'dict') return raise('TypeError', 'List of dictionaries expected');
    return row.entries.map(({ key, value: held }) => [
      toText(key) ?? notKnown('A column of `op.bulk_insert` has no name.'),
      inserted(held),
    ]);
  });
}

function inserted(value: PyValue): Literal | SqlExpression {
  if (value instanceof ExpressionObject) {
    // Only `op.inline_literal` is a value that is written out.
    if (value.data.kind !== 'bind' || value instanceof InlineLiteral) return value.data;
    return notKnown('A bound parameter among the rows of `op.bulk_insert` is not followed.');
  }
  return toLiteral(value) ?? notKnown('A value of `op.bulk_insert` is none that is followed.');
}

/** @throws PyRaised `KeyError` for a column that the table does not have. */
export function checkColumns(rows: Rows, { columns }: TableReference): void {
  const names = new Set(columns.map(({ name }) => name));
  for (const [name, value] of rows.flat()) {
    // What is an expression itself, SQLAlchemy looks at later.
    if (!names.has(name) && value.kind !== 'bind') raise('KeyError', `'${name}'`, ['LookupError', 'Exception']);
  }
}
