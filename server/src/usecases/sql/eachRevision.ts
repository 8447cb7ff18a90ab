import { LineIndex } from '../../common/lineIndex';
import { FILE_START, type Range } from '../../common/range';
import { err, ok, type Result } from '../../common/result';
import type { RunMemo, SqlDialect, Statement, NoSql } from '../../dialect/statement';
import type { Hook } from '../../operations/hooks';
import { type Direction, type Reading, type ReadOptions, readOperations } from '../../operations/readOperations';
import { history } from '../../revision/history';
import type { Context } from '../../schema/context';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import { whyHooked, withHooks } from './projectHooks';

/** The SQL of one direction of a revision by itself, as one line of `sql --each --json`. */
export type RevisionSql = {
  readonly id: string;
  readonly file: string;
  readonly direction: Direction;
  /** Of a file for several databases: which. */
  readonly engine?: string;
} & (
  | { readonly ok: true; readonly statements: readonly Statement[] }
  /** `range`: zero-based, as LSP has it. `online`: what would run where there is a connection (`withOnline`). */
  | { readonly ok: false; readonly reason: string; readonly range: Range; readonly online?: readonly Statement[] }
);

/** What ends a statement in Alembic's offline output (`command_terminator`) for the dialects we write. */
export const TERMINATOR = ';';

export interface EachOptions extends ReadOptions {
  readonly context: Context;
  readonly dialect: SqlDialect;
}

/**
 * Every revision by itself, the oldest first, each direction. What the chain cannot place comes last. Where one file
 * makes SQLAlchemy behave otherwise, nothing is said of those it may concern: Alembic loads all files before it runs one.
 */
export function eachRevision(project: ProjectSnapshot, options: EachOptions): readonly RevisionSql[] {
  const found = new Set<Hook>();
  const readings = inOrder(project).flatMap((document) =>
    (['upgrade', 'downgrade'] as const).flatMap((direction) => readingsOf(document, direction, options, found)),
  );
  const hooks = [...found];
  return readings.map((read) => revisionSql(read, options, hooks));
}

function inOrder({ chain, documents }: ProjectSnapshot): readonly RevisionDocument[] {
  const listed = history(chain.map);
  const paths = listed.ok ? listed.value.map(({ script }) => script.path).reverse() : [];
  return [...new Set([...paths, ...documents.keys()])].flatMap((path) => documents.get(path) ?? []);
}

/** One direction of a revision, for one database. */
interface RevisionReading {
  readonly which: Pick<RevisionSql, 'id' | 'file' | 'direction' | 'engine'>;
  readonly reading: Reading;
  readonly lines: LineIndex;
}

function readingsOf(
  document: RevisionDocument,
  direction: Direction,
  options: EachOptions,
  hooks: Set<Hook>,
): readonly RevisionReading[] {
  const { script, path: file } = document;
  const text = document.text();
  if (script === null || text === null) return [];
  const { engines, hooks: changed, ...whole } = readOperations(text, direction, options.context, options);
  for (const hook of changed) hooks.add(hook);
  const lines = new LineIndex(text);
  const base = { id: script.id, file, direction };
  if (engines === null) return [{ which: base, reading: whole, lines }];
  return engines.map(({ engine, ...reading }) => ({ which: { ...base, engine }, reading, lines }));
}

function revisionSql(
  { which, reading, lines }: RevisionReading,
  options: EachOptions,
  hooks: readonly Hook[],
): RevisionSql {
  const hooked = withHooks(hooks, reading);
  const written = statementsOf(hooked, options);
  if (!written.ok) {
    const { reason, place } = written.error;
    return { ...which, ok: false, reason, range: lines.range(place.from, place.to) };
  }
  const [reason] = hooked.operations.flatMap((operation) => whyHooked(hooks, operation) ?? []);
  if (reason !== undefined) return { ...which, ok: false, reason, range: FILE_START };
  return { ...which, ok: true, statements: written.value };
}

/**
 * The statements of a run that completes, as offline mode writes them.
 * @param memo what earlier revisions of the same run leave behind.
 */
export function statementsOf(
  { operations, ends }: Reading,
  { dialect, context }: Pick<EachOptions, 'dialect' | 'context'>,
  memo: RunMemo = { createdTypes: new Set() },
): Result<readonly Statement[], NoSql> {
  const statements: Statement[] = [];
  for (const operation of operations) {
    const written = dialect.statements(operation, context, memo);
    if (!written.ok) return written;
    statements.push(...written.value.map((statement) => statement + TERMINATOR));
  }
  const why = whyNotCompleted(ends);
  return why === null ? ok(statements) : err(why);
}

/** Why a run does not complete, so that its statements are not known; null: it completes. */
export function whyNotCompleted(ends: Reading['ends']): NoSql | null {
  if (ends.kind === 'completed') return null;
  if (ends.kind === 'stopped') return { reason: ends.reason, place: ends.place };
  const message = ends.message === '' ? ends.type : `${ends.type}: ${ends.message}`;
  return { reason: `Alembic ends with ${message}`, place: ends.place };
}
