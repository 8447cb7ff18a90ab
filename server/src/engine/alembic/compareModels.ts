import { err, ok } from '../../common/result';
import type { EngineError, EngineResult, RunSignals } from '../engine';
import type { BridgeOutcome } from './bridgeClient';
import type { BridgeDatabase, BridgeJob, BridgeMessage } from './bridgeMessages';
import { type Comparison, NOTHING_REVIEWED, type ReviewedComparison, type WrittenRevision } from './comparison';

/** How a comparison reaches the bridge (`AlembicEngine`). */
export interface ComparisonRunner {
  run(
    job: Pick<BridgeJob, 'kind' | 'arguments' | 'review'>,
    onMessage: (message: BridgeMessage) => void,
    signals: RunSignals,
  ): Promise<BridgeOutcome>;
  explain(outcome: BridgeOutcome): EngineError | null;
}

/** Tells which table is being read, and how many have been. */
export type ReadingListener = (table: string, number: number) => void;

/** After a cancel that Python has not followed. */
const PATIENCE_MS = 2_000;

/**
 * Runs `alembic revision --autogenerate` up to where it would write. Large databases take minutes.
 * @param options Of `alembic revision`, without `--autogenerate`.
 * @param check Whether only the differences are wanted: what keeps a file from being made is no failure then.
 */
export async function compareModels(
  runner: ComparisonRunner,
  options: readonly string[],
  check: boolean,
  reading: ReadingListener,
  signal: AbortSignal,
): Promise<EngineResult<{ readonly comparison: Comparison; readonly databases: readonly BridgeDatabase[] }>> {
  // Set in a callback, which the compiler does not follow.
  let comparison = null as Comparison | null;
  const databases: BridgeDatabase[] = [];
  const ending = endingOf(signal, () => true);
  const outcome = await runner.run(
    {
      kind: 'compare',
      arguments: ['revision', '--autogenerate', ...options],
      review: { ...NOTHING_REVIEWED, ...(check && { check }) },
    },
    (message) => {
      if (message.kind === 'comparing') reading(message.table, message.number);
      if (message.kind === 'database') databases.push(message.database);
      if (message.kind === 'comparison') comparison = message;
    },
    ending.signals,
  );
  ending.dispose();
  const error = runner.explain(outcome);
  if (error !== null) return err(error);
  if (comparison === null) throw new Error('a comparison that ended well says what it found');
  return ok({ comparison, databases });
}

/**
 * Compares again and lets Alembic write what was kept of the review.
 * Once a file is being written the run is not ended by force any more.
 */
export async function writeReviewed(
  runner: ComparisonRunner,
  options: readonly string[],
  review: ReviewedComparison,
  reading: ReadingListener,
  signal: AbortSignal,
): Promise<WrittenRevision> {
  const files = new Set<string>();
  let writing = false;
  const ending = endingOf(signal, () => !writing);
  const outcome = await runner.run(
    { kind: 'revision', arguments: ['revision', '--autogenerate', ...options], review },
    (message) => {
      if (message.kind === 'comparing') reading(message.table, message.number);
      if (message.kind === 'writing') writing = true;
      if (message.kind === 'file') files.add(message.path);
    },
    ending.signals,
  );
  ending.dispose();
  const stopped = outcome.kind === 'ended' ? outcome.end.stopped : null;
  const changed = stopped?.reason === 'changes' ? { added: stopped.added ?? [], removed: stopped.removed ?? [] } : null;
  return { files: [...files], error: runner.explain(outcome), changed };
}

/** Asks the run to end when the user cancels, and ends it by force when it does not follow and nothing is at stake. */
function endingOf(cancel: AbortSignal, harmless: () => boolean): { signals: RunSignals; dispose(): void } {
  const force = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ask = (): void => {
    timer = setTimeout(() => {
      if (harmless()) force.abort();
    }, PATIENCE_MS);
  };
  cancel.addEventListener('abort', ask, { once: true });
  return {
    signals: { cancel, force: force.signal },
    dispose() {
      clearTimeout(timer);
      cancel.removeEventListener('abort', ask);
    },
  };
}
