import { err, ok, type Result } from '../../common/result';
import { asPrinted } from '../../dialect/ddlStatements';
import type { NoSql, RunMemo, SqlDialect, Statement } from '../../dialect/statement';
import { applyOperation } from '../../operations/applyOperation';
import type { Hook } from '../../operations/hooks';
import type { Operation } from '../../operations/operation';
import { type Direction, type Reading, readOperations } from '../../operations/readOperations';
import type { Context } from '../../schema/context';
import type { Schema } from '../../schema/schema';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { applyContext } from '../schema/applyContext';
import type { ReplayOptions, SchemaReplay } from '../schema/schemaReplay';
import { TERMINATOR, whyNotCompleted } from './eachRevision';
import { whyHooked, withHooks } from './projectHooks';

/** What one operation sends to a database whose schema is known. */
export interface OnlineSql {
  readonly operation: Operation;
  /** The schema that it meets. */
  readonly before: Schema;
  readonly written: Result<readonly Statement[], NoSql>;
}

export interface OnlineOptions {
  readonly dialect: SqlDialect;
  /** Its mode is `online`. */
  readonly context: Context;
  /** Whose operations they are. */
  readonly revision: string | null;
}

/**
 * What operations send, one after the other, to a database that holds a schema: a batch that copies its table needs to know
 * it, which offline mode does not. Operations inside an autocommit block stand for themselves. As they are shown, tabs are
 * blanks.
 * @param operations as they are read for online mode.
 */
export function onlineStatements(
  operations: readonly Operation[],
  schema: Schema,
  { dialect, context, revision }: OnlineOptions,
): readonly OnlineSql[] {
  const memo: RunMemo = { createdTypes: new Set() };
  let before = schema;
  return operations
    .flatMap((one) => (one.kind === 'autocommitBlock' ? one.children : [one]))
    .map((operation) => {
      const written = dialect.statements(operation, context, memo, before);
      const met = before;
      before = applyOperation(before, operation, applyContext(context, revision)).schema;
      const statements = written.ok ? ok(written.value.map((statement) => asPrinted(statement) + TERMINATOR)) : written;
      return { operation, before: met, written: statements };
    });
}

interface RevisionOptions extends ReplayOptions {
  readonly replay: SchemaReplay;
  readonly dialect: SqlDialect;
  /** What the project's files change about SQLAlchemy. */
  readonly hooks: readonly Hook[];
}

/**
 * All that one direction of a revision sends to a database that the revisions before it made (for a downgrade: and itself).
 * @param options those that `replay` was made with.
 * @returns in the error why a statement is not known.
 */
export function onlineRevision(
  project: ProjectSnapshot,
  id: string,
  direction: Direction,
  { replay, dialect, hooks, ...options }: RevisionOptions,
): Result<readonly Statement[], NoSql> {
  const replayed = replay.revision(project, id);
  if (replayed === null) {
    return err({ reason: `What comes before ${id} cannot be put in order.`, place: { from: 0, to: 0 } });
  }
  const { before, after, document } = replayed;
  const read = direction === 'upgrade' ? replayed.reading : downgradeOf(document.text() ?? '', options);
  const reading = withHooks(hooks, read);
  const statements: Statement[] = [];
  const { context } = options;
  for (const { operation, written } of onlineStatements(reading.operations, direction === 'upgrade' ? before : after, {
    dialect,
    context,
    revision: id,
  })) {
    const changed = whyHooked(hooks, operation);
    if (changed !== null) return err({ reason: changed, place: operation.place });
    if (!written.ok) return written;
    statements.push(...written.value);
  }
  const why = whyNotCompleted(reading.ends);
  return why === null ? ok(statements) : err(why);
}

function downgradeOf(text: string, options: ReplayOptions): Reading {
  const { engines, ...whole } = readOperations(text, 'downgrade', options.context, options);
  return engines?.find(({ engine }) => engine === options.engine) ?? whole;
}
