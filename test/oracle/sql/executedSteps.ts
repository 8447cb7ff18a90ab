import { err, ok, type Result } from '../../../server/src/common/result';
import type { RunMemo, SqlDialect } from '../../../server/src/dialect/statement';
import { type Direction, type ReadOptions, readOperations } from '../../../server/src/operations/readOperations';
import type { Context } from '../../../server/src/schema/context';
import { SchemaReplay } from '../../../server/src/usecases/schema/schemaReplay';
import { statementsOf } from '../../../server/src/usecases/sql/eachRevision';
import { onlineRevision } from '../../../server/src/usecases/sql/onlineStatements';
import { ProjectHooks, whyHooked } from '../../../server/src/usecases/sql/projectHooks';
import type { ProjectSnapshot, RevisionDocument } from '../../../server/src/workspace/snapshot';

/** One direction of a revision, as executedChain.py runs it. */
export interface Step {
  readonly id: string;
  readonly file: string;
  readonly direction: Direction;
  /** Null: they are not known, for the reason. */
  readonly statements: readonly string[] | null;
  readonly reason: string;
}

interface StepOptions extends ReadOptions {
  /** Its mode is `offline`. */
  readonly context: Context;
  readonly dialect: SqlDialect;
}

/**
 * All of a chain up and down again, with what we say it sends: the script that offline mode writes, and on SQLite, where
 * Alembic refuses that because a batch copies its table, what would run online.
 */
export function executedSteps(project: ProjectSnapshot, options: StepOptions): readonly Step[] {
  const onlineOptions = { ...options, context: { ...options.context, mode: 'online' }, engine: null } as const;
  const replay = new SchemaReplay(onlineOptions);
  const replayed = replay.upTo(project, 'heads');
  if (replayed === null) throw new Error('no order');
  const hooks = new ProjectHooks(options).all(project);
  const step = (document: RevisionDocument, id: string, direction: Direction, memo: RunMemo): Step => {
    const base = { id, file: document.path, direction };
    const offline = offlineStatements(document, direction, memo);
    if (offline.ok) return { ...base, statements: offline.value, reason: '' };
    if (options.context.dialect !== 'sqlite') return { ...base, statements: null, reason: offline.error };
    const online = onlineRevision(project, id, direction, { ...onlineOptions, replay, hooks });
    return online.ok
      ? { ...base, statements: online.value, reason: '' }
      : { ...base, statements: null, reason: online.error.reason };
  };
  const offlineStatements = (
    document: RevisionDocument,
    direction: Direction,
    memo: RunMemo,
  ): Result<readonly string[], string> => {
    const reading = readOperations(document.text() ?? '', direction, options.context, options);
    if (reading.engines !== null) return err('It is written for several databases.');
    const [hooked] = reading.operations.flatMap((operation) => whyHooked(hooks, operation) ?? []);
    if (hooked !== undefined) return err(hooked);
    const written = statementsOf(reading, options, memo);
    return written.ok ? ok(written.value) : err(written.error.reason);
  };
  // CREATE TYPE is written once in a run.
  const [up, down]: readonly [RunMemo, RunMemo] = [{ createdTypes: new Set() }, { createdTypes: new Set() }];
  return [
    ...replayed.map(({ document, id }) => step(document, id, 'upgrade', up)),
    ...replayed.toReversed().map(({ document, id }) => step(document, id, 'downgrade', down)),
  ];
}
