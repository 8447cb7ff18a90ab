import type { EngineError, FailurePlace } from '../engine';
import type { BridgeFailure, BridgeFrame } from './bridgeMessages';

/**
 * Where a failure is shown: the innermost line of a revision file, which is that of the `op` call; where none had a part in
 * it, the innermost line of what env.py runs, if it is the project's own fault.
 */
export function failurePlace({ frames }: BridgeFailure, code: EngineError['code']): FailurePlace | null {
  const first = frames.findIndex(({ revision }) => revision !== null);
  const chosen = frames.findLast(({ revision }) => revision !== null);
  if (chosen !== undefined) {
    // What comes before the first of them is env.py, which runs every revision.
    const others = frames.slice(first).filter((frame) => frame !== chosen);
    return { ...lineOf(chosen), via: others.toReversed().map(lineOf) };
  }
  const innermost = frames.at(-1);
  return code !== 'environmentFailed' || innermost === undefined ? null : { ...lineOf(innermost), via: [] };
}

function lineOf({ file, line }: BridgeFrame): { readonly file: string; readonly line: number } {
  return { file, line: line - 1 };
}
