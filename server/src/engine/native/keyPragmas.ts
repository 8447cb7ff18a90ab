import { err, ok, type Result } from '../../common/result';
import type { PlacedAction, StatementRefusal } from './stepStatements';

/** What a revision of SQLite does to `PRAGMA foreign_keys`, and its other statements. */
export interface KeyPragmas {
  readonly actions: readonly PlacedAction[];
  /** Set before the revision's transaction. */
  readonly before?: boolean;
  /** Set after it. */
  readonly after?: boolean;
}

const PRAGMA = /^\s*PRAGMA\s+foreign_keys\s*(?:=\s*|\(\s*)(\w+)/i;
/** sqlite.org/pragma.html: what counts as true. */
const TRUE = new Set(['1', 'on', 'true', 'yes']);
const FALSE = new Set(['0', 'off', 'false', 'no']);
/** What Python's driver begins a transaction before. */
const CHANGE = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b/i;

/**
 * Takes `PRAGMA foreign_keys` out of a revision's statements. SQLite ignores it inside a transaction; Python's driver begins
 * one before the first statement that changes rows, ours before the revision. So the pragma comes before the transaction or
 * after it, or it does nothing.
 * @returns in the error why there is no such place.
 */
export function keyPragmas(actions: readonly PlacedAction[]): Result<KeyPragmas, StatementRefusal> {
  const kept: PlacedAction[] = [];
  let before: boolean | undefined;
  let after: boolean | undefined;
  let isChanging = false;
  for (const action of actions) {
    const sql = action.kind === 'statement' ? action.sql : '';
    const value = PRAGMA.exec(sql)?.[1]?.toLowerCase();
    if (value === undefined) {
      if (after !== undefined && action.kind !== 'expect') {
        return err({ reason: 'PRAGMA foreign_keys stands between other statements.', place: placeOf(action) });
      }
      kept.push(action);
      isChanging ||= CHANGE.test(sql);
      continue;
    }
    if (!TRUE.has(value) && !FALSE.has(value)) {
      return err({ reason: 'What PRAGMA foreign_keys is set to is not followed.', place: placeOf(action) });
    }
    if (isChanging) continue;
    if (kept.length === 0) before = TRUE.has(value);
    else after = TRUE.has(value);
  }
  return ok({ actions: kept, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
}

function placeOf(action: PlacedAction): StatementRefusal['place'] {
  return action.kind === 'alone' ? (action.statements[0]?.place ?? { from: 0, to: 0 }) : action.place;
}
