import { err, ok, type Result } from '../../common/result';
import { dialectNamed } from '../../dialect/registry';
import type { NoSql, RunMemo, Statement } from '../../dialect/statement';
import type { Hook } from '../../operations/hooks';
import type { Operation } from '../../operations/operation';
import { type Reading, readOperations } from '../../operations/readOperations';
import type { Context, DialectName } from '../../schema/context';
import { inTurns } from '../../workspace/scheduler';
import type { ProjectReadings, RevisionWay } from '../schema/projectReadings';
import { TERMINATOR } from './eachRevision';
import { type OnlineSql, onlineStatements } from './onlineStatements';
import { whyHooked, withHooks } from './projectHooks';

/** What one operation of a run sends to the database, to be shown. */
export interface ShownSql {
  readonly operation: Operation;
  /** Statements with their terminator; the reason where they are not known. */
  readonly written: Result<readonly Statement[], NoSql>;
  /** Why Alembic prints none offline: `written` is what runs online then. */
  readonly offline: string | null;
  /** Backslashes stand twice in it that stand once with a connection (renderLiteral). */
  readonly hasDoubled: boolean;
  /** Of a batch: its operations by themselves; none where it copies its table. */
  readonly children: readonly ShownSql[];
}

/** The SQL for one database. */
export interface PartSql {
  /** Null: the project has one database. */
  readonly engine: string | null;
  readonly dialect: DialectName;
  readonly reading: Reading;
  /** In the order in which they run; those inside autocommit blocks stand for themselves. */
  readonly operations: readonly ShownSql[];
}

/**
 * The SQL of one direction of a revision, operation by operation: one that is not known costs none of the others. One part for
 * each database, each in its own dialect. It is what Alembic prints offline; of a batch that copies its table, which it refuses
 * offline, what runs online.
 */
export async function shownSql(
  question: RevisionWay,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<readonly PartSql[]> {
  const parts: PartSql[] = [];
  for (const part of partsOf(question, readings)) {
    const { project } = question;
    const { context } = readings.options(project, part.dialect, 'offline');
    const hooks = await inTurns(readings.hooks(project, part.dialect).of(project), signal);
    const { operations: made } = withHooks(hooks, part.reading);
    const operations = offlineSql(made.flatMap(unfold), context, hooks);
    const refused = operations.filter(({ operation, written }) => operation.kind === 'batch' && !written.ok);
    const online = refused.length === 0 ? [] : await onlineOf(part, question, readings, signal);
    const better = new Map(refused.flatMap((one) => asOnline(one, online, hooks)));
    parts.push({ ...part, operations: operations.map((one) => better.get(one) ?? one) });
  }
  return parts;
}

/** One part for each database. */
function partsOf(
  { project, document, direction }: RevisionWay,
  readings: ProjectReadings,
): readonly Omit<PartSql, 'operations'>[] {
  const text = document.text() ?? '';
  const read = (dialect: DialectName): ReturnType<typeof readOperations> => {
    const options = readings.options(project, dialect, 'offline');
    return readOperations(text, direction, options.context, options);
  };
  const main = readings.dialectOf(project, null);
  const { engines, ...whole } = read(main);
  if (engines === null) return [{ engine: null, dialect: main, reading: whole }];
  return engines.flatMap((one) => {
    const dialect = readings.dialectOf(project, one.engine);
    const reading = dialect === main ? one : read(dialect).engines?.find(({ engine }) => engine === one.engine);
    return reading === undefined ? [] : [{ engine: one.engine, dialect, reading }];
  });
}

/** A block outside of the transaction is its operations: one that is not known costs none of the others. */
function unfold(operation: Operation): readonly Operation[] {
  return operation.kind === 'autocommitBlock' ? operation.children.flatMap(unfold) : [operation];
}

function offlineSql(
  operations: readonly Operation[],
  context: Context,
  hooks: readonly Hook[],
  memo: RunMemo = { createdTypes: new Set() },
): readonly ShownSql[] {
  return operations.map((operation) => {
    // A batch and its operations say the same: each is written as if the other had not been.
    const inside: RunMemo = { createdTypes: new Set(memo.createdTypes) };
    const before: RunMemo = { createdTypes: new Set(memo.createdTypes) };
    const written = write(operation, context, hooks, memo);
    const hasDoubled = written.ok && isDoubled(written.value, operation, context, before);
    const isOpen = operation.kind === 'batch' && written.ok;
    const children = isOpen ? offlineSql(operation.children, context, hooks, inside) : [];
    return { operation, written, offline: null, hasDoubled, children };
  });
}

/** Whether SQLAlchemy 2.0 writes more backslashes for PostgreSQL than 2.1, which takes them as the connection will. */
function isDoubled(statements: readonly Statement[], operation: Operation, context: Context, memo: RunMemo): boolean {
  if (context.dialect !== 'postgresql' || context.sqlalchemy !== '2.0' || backslashes(statements) === 0) return false;
  const plain = dialectNamed(context.dialect)?.statements(operation, { ...context, sqlalchemy: '2.1' }, memo);
  return plain?.ok === true && backslashes(statements) > backslashes(plain.value);
}

function backslashes(statements: readonly Statement[]): number {
  return statements.join('').split('\\').length - 1;
}

function write(
  operation: Operation,
  context: Context,
  hooks: readonly Hook[],
  memo: RunMemo,
): Result<readonly Statement[], NoSql> {
  const dialect = dialectNamed(context.dialect);
  const { place } = operation;
  if (dialect === undefined) return err({ reason: `SQL is not written for ${context.dialect}.`, place });
  const reason = whyHooked(hooks, operation);
  if (reason !== null) return err({ reason, place });
  const written = dialect.statements(operation, context, memo);
  return written.ok ? ok(written.value.map((statement) => statement + TERMINATOR)) : written;
}

/** What a run with a connection sends, by the schema that the revisions before it leave. */
async function onlineOf(
  { engine, dialect: name }: Pick<PartSql, 'engine' | 'dialect'>,
  way: RevisionWay,
  readings: ProjectReadings,
  signal: AbortSignal | undefined,
): Promise<readonly OnlineSql[]> {
  const { project, document, direction } = way;
  const dialect = dialectNamed(name);
  const id = document.script?.id;
  if (dialect === undefined || id === undefined) return [];
  const replayed = (await inTurns(readings.replay(project, name, engine).steps(project, id), signal))?.at(-1);
  // A file that has the id of another one is not what the chain holds.
  if (replayed?.document !== document) return [];
  const { context } = readings.options(project, name, 'online');
  const schema = direction === 'upgrade' ? replayed.before : replayed.after;
  const reading = direction === 'upgrade' ? replayed.reading : readings.read(way, name, engine, schema);
  return onlineStatements(reading.operations, schema, { dialect, context, revision: id });
}

/** A batch as the one operation that stands at the same place online; nothing where there is none, or several. */
function asOnline(
  shown: ShownSql,
  online: readonly OnlineSql[],
  hooks: readonly Hook[],
): readonly (readonly [ShownSql, ShownSql])[] {
  const { operation, written: offline } = shown;
  const [only, ...more] = online.filter(({ operation: { place } }) => place.from === operation.place.from);
  if (only === undefined || more.length > 0 || offline.ok || whyHooked(hooks, operation) !== null) return [];
  return [[shown, { ...shown, written: only.written, offline: offline.error.reason, hasDoubled: false }]];
}
