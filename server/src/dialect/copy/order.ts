import { refuse } from '../../sqlalchemy/refusal';

/** A column that comes before another. */
export type Before = readonly [first: string, then: string];

/**
 * Where a new column goes, by what the batch has of columns so far (`insert_before`, `insert_after`; without them behind
 * the last column that was there).
 * @param known pairs that earlier new columns brought.
 * @throws Refusal where a hint names a column that neither was there nor is new.
 */
export function hintsOf(
  column: string,
  given: { readonly insertBefore: string | null; readonly insertAfter: string | null },
  existing: readonly string[],
  known: readonly Before[],
  isReordered: boolean,
): readonly Before[] {
  let { insertBefore: before, insertAfter: after } = given;
  const last = existing.at(-1);
  if (!isReordered) {
    if (after !== null && before === null) {
      const at = existing.indexOf(after);
      before = at >= 0 ? (existing[at + 1] ?? null) : (newest(known, after, 0)?.[1] ?? unknownColumn(after));
    }
    if (before !== null && after === null) {
      const at = existing.indexOf(before);
      after = at >= 0 ? (existing[at - 1] ?? null) : (newest(known, before, 1)?.[0] ?? unknownColumn(before));
    }
  }
  if (before !== null || after !== null || isReordered || last === undefined) {
    return [
      ...(before === null ? [] : [[column, before] as const]),
      ...(after === null ? [] : [[after, column] as const]),
    ];
  }
  return [[last, column]];
}

function newest(known: readonly Before[], column: string, at: 0 | 1): Before | undefined {
  return known.findLast((pair) => pair[at] === column);
}

function unknownColumn(name: string): never {
  return refuse(
    `The column \`${name}\`, beside which a new one should go, is neither in the table nor new with a place.`,
  );
}

/** The pairs that hold while no other order is asked for: each column of the table behind the one before it. */
export function existingPairs(existing: readonly string[]): readonly Before[] {
  return existing.slice(1).map((then, index) => [existing[index] ?? then, then]);
}

/**
 * Columns in an order that the pairs allow: as SQLAlchemy's topological sort gives it, those that wait for none first.
 * @throws Refusal where the pairs go in a circle.
 */
export function ordered(columns: readonly string[], pairs: readonly Before[]): readonly string[] {
  const result: string[] = [];
  let waiting = columns;
  while (waiting.length > 0) {
    const open = new Set(waiting);
    const isFree = (column: string): boolean =>
      !pairs.some(([first, then]) => then === column && first !== then && open.has(first));
    const free = waiting.filter(isFree);
    if (free.length === 0) refuse('The columns are asked into an order that goes in a circle.');
    result.push(...free);
    waiting = waiting.filter((column) => !free.includes(column));
  }
  return result;
}
