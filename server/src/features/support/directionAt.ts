import { comparePositions, type Position } from '../../common/range';
import type { Direction } from '../../operations/readOperations';
import type { RevisionDocument } from '../../workspace/snapshot';

/** The way of the function that a place is in: `downgrade_shop` of a file for several databases is one, too. */
export function directionAt(document: RevisionDocument, position: Position): Direction | null {
  const around = document
    .body()
    .functions.find(
      ({ range }) => comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0,
    );
  return (
    (['upgrade', 'downgrade'] as const).find((way) => around?.name === way || around?.name.startsWith(`${way}_`)) ??
    null
  );
}
