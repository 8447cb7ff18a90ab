import { err, ok, type Result } from '../../common/result';
import type { RunMemo, SqlDialect } from '../../dialect/statement';
import type { ApplyContext } from '../../operations/applied';
import { applyOperation } from '../../operations/applyOperation';
import { recreates } from '../../operations/apply/recreate';
import { type Hook, mayTouch } from '../../operations/hooks';
import type { Batch, BulkInsert, Operation, Place } from '../../operations/operation';
import type { Reading } from '../../operations/readOperations';
import { tableAt } from '../../schema/lookup';
import type { Ranged } from '../../python/ast';
import type { Table } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import { Refusal } from '../../sqlalchemy/refusal';
import { newerSqlite } from './newerSqlite';
import { isNothing, sentAlone } from './sentAlone';
import { unboundParameter } from './unboundParameter';

/** What an operation sends, in order. */
export type PlacedAction =
  | { readonly kind: 'statement'; readonly sql: string; readonly place: Place }
  | { readonly kind: 'alone'; readonly statements: readonly { readonly sql: string; readonly place: Place }[] }
  | { readonly kind: 'expect'; readonly table: string; readonly statements: readonly string[]; readonly place: Place };

/** What writes the statements of a revision. */
export interface StatementWriter {
  readonly dialect: SqlDialect;
  readonly context: ApplyContext;
  /** Of the whole run: CREATE TYPE is written once. */
  readonly memo: RunMemo;
  /** What the project's files change about SQLAlchemy. */
  readonly hooks: readonly Hook[];
  /** What makes a table as it stands, and its indexes; in the error why that is not known. */
  readonly tableSql: (table: Table) => Result<readonly string[], string>;
}

/** Why what a revision sends is not known. */
export interface StatementRefusal {
  readonly reason: string;
  readonly place: Place;
}

/**
 * What one function of a revision sends to a database that holds `before`, and the schema it leaves.
 * @param tried parts of the file whose errors the revision catches.
 */
export function stepStatements(
  { operations, ends }: Reading,
  before: Schema,
  writer: StatementWriter,
  tried: readonly Ranged[],
): Result<{ readonly actions: readonly PlacedAction[]; readonly after: Schema }, StatementRefusal> {
  const actions: PlacedAction[] = [];
  let schema = before;
  for (const operation of operations) {
    const written = actionsOf(operation, schema, writer);
    if (!written.ok) return written;
    actions.push(...written.value);
    const applied = applyOperation(schema, operation, writer.context);
    const caught = applied.contradictions.find(({ place }) => isWithin(place, tried));
    if (caught !== undefined) {
      const reason = `${caught.message} The revision catches the error, and what the database keeps then is not known.`;
      return err({ reason, place: caught.place });
    }
    schema = applied.schema;
  }
  if (ends.kind === 'completed') return ok({ actions, after: schema });
  const reason =
    ends.kind === 'stopped' ? ends.reason : `Alembic ends with ${ends.type}: ${ends.message.replace(/\.$/, '')}.`;
  return err({ reason, place: ends.place });
}

function isWithin({ from, to }: Place, parts: readonly Ranged[]): boolean {
  return parts.some((part) => part.from <= from && to <= part.to);
}

function actionsOf(
  operation: Operation,
  before: Schema,
  writer: StatementWriter,
): Result<readonly PlacedAction[], StatementRefusal> {
  if (operation.kind !== 'autocommitBlock') return placed(operation, before, writer);
  const statements: { sql: string; place: Place }[] = [];
  let schema = before;
  for (const child of operation.children) {
    const written = placed(child, schema, writer);
    if (!written.ok) return written;
    for (const action of written.value) {
      if (action.kind !== 'statement') {
        return err({ reason: 'A table is copied outside of a transaction.', place: child.place });
      }
      statements.push(action);
    }
    schema = applyOperation(schema, child, writer.context).schema;
  }
  return ok([{ kind: 'alone', statements }]);
}

function placed(
  operation: Operation,
  before: Schema,
  writer: StatementWriter,
): Result<readonly PlacedAction[], StatementRefusal> {
  const { dialect, context, memo, hooks } = writer;
  const { place } = operation;
  const hook = hooks.find((one) => mayTouch(one, operation));
  if (hook !== undefined) {
    const reason = `A file of the project changes how SQLAlchemy's ${hook.className} behaves, for every revision.`;
    return err({ reason, place });
  }
  const unlike = unevenRows(operation) ?? unboundParameter(operation);
  if (unlike !== null) return err({ reason: unlike, place });
  const written = dialect.statements(operation, context, memo, before);
  if (!written.ok) return written;
  const expected = expectation(operation, before, writer);
  if (!expected.ok) return err({ reason: expected.error, place });
  const [wrong] = written.value.flatMap(
    (sql) => sentAlone(sql, context.dialect) ?? newerSqlite(sql, context.dialect) ?? [],
  );
  if (wrong !== undefined) return err({ reason: wrong, place });
  const sent = written.value.filter((sql) => !isNothing(sql, context.dialect));
  return ok([...expected.value, ...sent.map((sql): PlacedAction => ({ kind: 'statement', sql, place }))]);
}

/** With a connection, the columns of the first row are those of all. */
function unevenRows(operation: Operation): string | null {
  const inserts: readonly BulkInsert[] =
    operation.kind === 'bulkInsert'
      ? [operation]
      : operation.kind === 'batch'
        ? operation.children.filter((child): child is BulkInsert => child.kind === 'bulkInsert')
        : [];
  const columns = (row: BulkInsert['rows'][number]): string => JSON.stringify(row.map(([name]) => name).toSorted());
  const isUneven = inserts.some(({ rows }) => new Set(rows.map(columns)).size > 1);
  return isUneven ? 'The rows of `op.bulk_insert` have different columns.' : null;
}

/** What a batch that copies a table takes the table for: anything else would be lost. */
function expectation(
  operation: Operation,
  before: Schema,
  { context, tableSql }: StatementWriter,
): Result<readonly PlacedAction[], string> {
  if (operation.kind !== 'batch' || !copies(operation, context)) return ok([]);
  const { table: name, schema, place } = operation;
  const table = tableAt(before, name, schema)?.table ?? null;
  if (table === null) return err(`What the table \`${name}\` is before the batch is not known.`);
  const statements = tableSql(table);
  return statements.ok ? ok([{ kind: 'expect', table: table.name, statements: statements.value, place }]) : statements;
}

function copies(batch: Batch, context: ApplyContext): boolean {
  try {
    return recreates(batch, context);
  } catch (error) {
    // The statements have been refused for it before.
    if (error instanceof Refusal) return false;
    throw error;
  }
}
