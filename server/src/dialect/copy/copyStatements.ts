import type { Batch } from '../../operations/operation';
import type { SqlExpression, TableReference } from '../../schema/expression';
import { refuse } from '../../sqlalchemy/refusal';
import type { Ddl } from '../ddl';
import { createdTable } from '../ddlTable';
import type { RunMemo } from '../statement';
import { copyOf } from './copyOperations';
import { newTable, type NewTable } from './newTable';
import type { CopySource } from './tableCopy';

/**
 * What a batch sends that copies its table: the new one under a name of its own, the rows, the old one gone, the name, the
 * indexes (alembic-behaviour.md §5.5).
 * @throws Refusal where Alembic or the database refuses it.
 */
export function copyStatements(ddl: Ddl, source: CopySource, batch: Batch, memo: RunMemo): readonly string[] {
  const copy = copyOf(source, batch, ddl);
  const made = newTable(source, copy, batch, ddl.context);
  const { table: old } = source;
  const { table } = made;
  const final = { ...table, name: old.name };
  return [
    ...ddl.rules.beforeCopy(ddl, old, copy.constraints),
    ...ddl.rules.typesOfTable(ddl, made.loud, memo),
    ...createdTable(ddl, table, false),
    ddl.expression(insertion(source, made), true),
    `DROP TABLE ${ddl.table(old)}`,
    ...ddl.rules.typesOfDroppedTable(ddl, old, memo),
    `${ddl.alterTable(table.name, old.schema)} RENAME TO ${ddl.rules.renamedTable(ddl, old.schema, old.name)}`,
    ...made.indexes.map((index) => ddl.rules.createIndex(ddl, index, final, false)),
  ];
}

/** `INSERT INTO new (...) SELECT ... FROM old`: columns that are new are not in it. */
function insertion({ table: old }: CopySource, { table, transfers }: NewTable): SqlExpression {
  if (transfers.length === 0) return refuse('No column of the table is left whose rows could be copied.');
  const from: TableReference = {
    name: old.name,
    schema: old.schema,
    columns: old.columns.map(({ name, type }) => ({ name, type })),
    alias: null,
  };
  return {
    kind: 'insert',
    table: {
      name: table.name,
      schema: table.schema,
      columns: table.columns.map(({ name, type }) => ({ name, type })),
      alias: null,
    },
    rows: null,
    isInline: true,
    fromSelect: {
      columns: transfers.map(({ name }) => name),
      select: {
        kind: 'select',
        columns: transfers.map(({ source, casts }) => {
          const type = old.columns.find(({ name }) => name === source)?.type ?? null;
          const column: SqlExpression = { kind: 'columnReference', name: source, table: from, type };
          return casts.reduce<SqlExpression>((operand, to) => ({ kind: 'cast', operand, type: to }), column);
        }),
        from: [],
        where: [],
        groupBy: [],
        having: [],
        orderBy: [],
        limit: null,
        offset: null,
        distinct: false,
      },
    },
    returning: [],
    onConflict: null,
  };
}
