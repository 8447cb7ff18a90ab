import type { BulkInsert, Execute } from '../operations/operation';
import type { SqlExpression } from '../schema/expression';
import { libraryType } from '../schema/sqlType';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl } from './ddl';

const NO_TYPE = libraryType('sqlalchemy', 'NullType');

/** One INSERT a row, with the values written into it: offline mode has no parameters (`DefaultImpl.bulk_insert`). */
export function bulkInsert(ddl: Ddl, operation: BulkInsert): readonly string[] {
  const { table } = operation;
  // A connection takes parameters of any type; of the type of a bare `sa.column()`, SQLAlchemy has no literals.
  const untyped = ddl.context.mode === 'offline' ? NO_TYPE : null;
  return operation.rows.map((row) => {
    const values = row.map(([name, value]): readonly [string, SqlExpression] => {
      const column = table.columns.find((one) => one.name === name);
      if (column === undefined) return refuse(`The table \`${table.name}\` has no column \`${name}\`.`);
      if (!isExpression(value)) return [name, { kind: 'bind', value, type: column.type ?? untyped, key: name }];
      // Only `op.inline_literal` is written out: SQL is no value.
      return value.kind === 'bind' ? [name, value] : refuse('Offline, rows hold values only, no SQL expressions.');
    });
    return ddl.expression(
      { kind: 'insert', table, rows: [values], isInline: true, fromSelect: null, returning: [], onConflict: null },
      true,
    );
  });
}

/** What `op.execute` was given, with its values written into it. */
export function execute(ddl: Ddl, { statement }: Execute): readonly string[] {
  return [ddl.expression(statement, true)];
}

/** Kinds that only plain values have. */
const LITERALS: ReadonlySet<string> = new Set(
  'none boolean integer float decimal string bytes date time datetime timedelta uuid enumMember tuple dict'.split(' '),
);

function isExpression(value: BulkInsert['rows'][number][number][1]): value is SqlExpression {
  return value.kind === 'list' ? 'joiner' in value : !LITERALS.has(value.kind);
}
