import { err, ok, type Result } from '../../common/result';
import { dialectNamed } from '../../dialect/registry';
import type { RunMemo, Statement } from '../../dialect/statement';
import type { Operation } from '../../operations/operation';
import { addColumnAgain, tableAgain } from '../../operations/reverse/rebuild';
import type { Context } from '../../schema/context';
import type { Column, Table } from '../../schema/model';
import { Refusal } from '../../sqlalchemy/refusal';
import { TERMINATOR } from '../sql/eachRevision';

const NOWHERE = { from: 0, to: 0 };

/**
 * What makes a table as it stands: CREATE TABLE, its indexes and comments.
 * @param keepsNames whether names that the database made up are said, too.
 * @returns in the error why that is not known, one sentence.
 */
export function tableSql(table: Table, context: Context, keepsNames = false): Result<readonly Statement[], string> {
  return operationsSql((own) => tableAgain(table, { place: NOWHERE, context: own, keepsNames }), context);
}

/** One column as it stands in CREATE TABLE, without what its table says of it: `email VARCHAR(20) NOT NULL`. */
export function columnSql({ name, schema }: Table, column: Column, context: Context): Result<string, string> {
  const rebuilt = { name, schema, place: NOWHERE };
  const added = operationsSql(() => [addColumnAgain(column, rebuilt, false)], context);
  if (!added.ok) return added;
  const [text = ''] = added.value;
  return ok(text.slice(0, -TERMINATOR.length).replace(/^.*? ADD (?:COLUMN )?/s, ''));
}

/** The SQL of operations that make what is there. @returns in the error why that is not known, one sentence. */
export function operationsSql(
  make: (context: Context) => readonly Operation[],
  given: Context,
): Result<readonly Statement[], string> {
  // The names are those that the database has: no convention makes others.
  const context: Context = { ...given, mode: 'offline', naming: null };
  const dialect = dialectNamed(context.dialect);
  if (dialect === undefined) return err(`SQL is not written for ${context.dialect}.`);
  const memo: RunMemo = { createdTypes: new Set() };
  const statements: Statement[] = [];
  try {
    for (const operation of make(context)) {
      const one = dialect.statements(operation, context, memo);
      if (!one.ok) return err(one.error.reason);
      statements.push(...one.value.map((statement) => statement + TERMINATOR));
    }
  } catch (error) {
    if (error instanceof Refusal) return err(error.reason);
    throw error;
  }
  return ok(statements);
}
