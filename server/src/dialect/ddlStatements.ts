import { err, ok } from '../common/result';
import type { Table } from '../schema/model';
import type { Batch, DropTable, Operation, OperationKind, OperationOf, RenameTable } from '../operations/operation';
import { pythonTrim } from '../python/text';
import { addColumn } from './ddlAddColumn';
import { alterColumn } from './ddlAlterColumn';
import { bulkInsert, execute } from './ddlData';
import { createIndex, dropIndex } from './ddlIndex';
import { addConstraint, createForeignKey, dropConstraint } from './ddlNamedConstraint';
import { Refusal, refuse } from '../sqlalchemy/refusal';
import { quoteIdentifier } from './quoting';
import { createTable, tableComment } from './ddlTable';
import { Ddl, type DdlRules } from './ddl';
import type { RunMemo, SqlDialect } from './statement';

/** What each kind of operation sends to a database. */
export type StatementTable = { readonly [K in OperationKind]: StatementRule<K> };

export type StatementRule<K extends OperationKind> = (
  ddl: Ddl,
  operation: OperationOf<K>,
  memo: RunMemo,
) => readonly string[];

/** Statements as Alembic's `DefaultImpl` sends them; a dialect spreads the table and overrides. */
export const GENERIC_STATEMENTS = {
  addColumn,
  alterColumn,
  dropColumn: (ddl, { table, schema, column, ifExists }) => [
    `${ddl.alterTable(table, schema)} DROP COLUMN ${ifExists === true ? 'IF EXISTS ' : ''}${ddl.quote(column)}`,
  ],
  createTable,
  dropTable,
  renameTable,
  createIndex,
  dropIndex,
  addConstraint,
  createForeignKey,
  dropConstraint,
  createTableComment: (ddl, { table, schema, comment }) => [tableComment(ddl, { name: table, schema }, comment)],
  dropTableComment: (ddl, { table, schema }) => [tableComment(ddl, { name: table, schema }, null)],
  bulkInsert,
  execute,
  opaque: (_ddl, { reason }) => refuse(reason),
} satisfies Omit<StatementTable, 'createEnum' | 'dropEnum' | 'batch' | 'autocommitBlock'>;

function dropTable(ddl: Ddl, { table, schema, ifExists }: DropTable): readonly string[] {
  return [`DROP TABLE ${ifExists === true ? 'IF EXISTS ' : ''}${ddl.table({ name: table, schema })}`];
}

function renameTable(ddl: Ddl, { table, schema, newName }: RenameTable): readonly string[] {
  return [`${ddl.alterTable(table, schema)} RENAME TO ${ddl.rules.renamedTable(ddl, schema, newName)}`];
}

/**
 * A dialect made of its tables.
 * @param copiedTable the table that a batch leaves when it copies it; may refuse.
 */
export function sqlDialect(
  rules: DdlRules,
  table: StatementTable,
  copiedTable: ((ddl: Ddl, batch: Batch) => Table) | null = null,
): SqlDialect {
  return {
    ...(copiedTable !== null && {
      copiedTable: (batch, schema, context) => {
        try {
          return ok(copiedTable(new Ddl(rules, context, schema), batch));
        } catch (error) {
          if (error instanceof Refusal) return err(error.reason);
          throw error;
        }
      },
    }),
    transactionalDdl: rules.transactionalDdl,
    quote: (identifier) => quoteIdentifier(rules.quoting, identifier),
    statements(operation, context, memo, before) {
      try {
        const sent = statementsOf(operation, new Ddl(rules, context, before), table, memo);
        return ok(context.mode === 'offline' ? sent.map(asPrinted) : sent);
      } catch (error) {
        if (error instanceof RefusedChild) return err({ reason: error.reason, place: error.operation.place });
        if (error instanceof Refusal) return err({ reason: error.reason, place: operation.place });
        throw error;
      }
    },
  };
}

/** What one operation sends, by the rule of its kind. @throws Refusal */
function statementsOf(operation: Operation, ddl: Ddl, table: StatementTable, memo: RunMemo): readonly string[] {
  // The table's keys and the operation's kind are the same union, which TypeScript does not follow into a call.
  const rule = table[operation.kind] as StatementRule<OperationKind>;
  return rule(ddl, operation, memo);
}

/** Rule for blocks: their operations one after the other. */
export function children(
  operations: readonly Operation[],
  ddl: Ddl,
  table: StatementTable,
  memo: RunMemo,
): readonly string[] {
  return operations.flatMap((operation) => refusingAt(operation, () => statementsOf(operation, ddl, table, memo)));
}

/** Lets a refusal stand at an operation inside a block. */
export function refusingAt<T>(operation: Operation, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal && !(error instanceof RefusedChild)) throw new RefusedChild(error.reason, operation);
    throw error;
  }
}

/** A refusal that stands at an operation inside a block. */
class RefusedChild extends Refusal {
  constructor(
    reason: string,
    readonly operation: Operation,
  ) {
    super(reason);
  }
}

/** `static_output` of Alembic: tabs become blanks, and nothing stands around the statement. What is sent stays as it is. */
export function asPrinted(statement: string): string {
  return pythonTrim(statement.replaceAll('\t', '    '));
}
