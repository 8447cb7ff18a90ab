import type { Result } from '../common/result';
import { command } from './alembicError';
import type { Revision, RevisionError, RevisionMap } from './model';
import { topologicalOrder } from './order';
import { upgradeSet } from './plans';
import { getRevision } from './resolve';
import { asRevision } from './traverse';

/** Both ends of `alembic history -r`, as typed; a missing one is `base` or `heads`. */
export interface HistoryRange {
  readonly base?: string;
  readonly head?: string;
}

/**
 * The revisions `alembic history` lists, newest first (alembic-behaviour.md §3.3, §3.4). Both ends may be relative.
 * The error is the one Alembic gives, `AssertionError` for the ranges it cannot order included.
 */
export function history(map: RevisionMap, range: HistoryRange = {}): Result<readonly Revision[], RevisionError> {
  const base = range.base || 'base';
  const head = range.head || 'heads';
  return command(
    () => {
      const { needed, targets } = upgradeSet(map, head, base, {
        inclusive: true,
        implicitBase: false,
        stayInside: true,
      });
      return topologicalOrder(map, needed, targets).map((id) => asRevision(getRevision(map, id)));
    },
    { start: base, end: head },
  );
}
