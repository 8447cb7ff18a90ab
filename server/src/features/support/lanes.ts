/** A row of a drawing: where it stands and how many lanes run past it. */
export interface Lane {
  readonly index: number;
  readonly count: number;
}

interface Node {
  readonly id: string;
  readonly parents: readonly string[];
}

/**
 * Lanes of rows listed children first. A row takes the leftmost lane that waits for it, or a free one; its first parent
 * continues the lane, further parents take free lanes.
 */
export function layOutLanes(rows: readonly Node[]): Lane[] {
  const known = new Set(rows.map(({ id }) => id));
  const lanes: (string | null)[] = [];
  const waiting = new Map<string, number[]>();
  const take = (id: string): void => {
    const free = lanes.indexOf(null);
    const index = free < 0 ? lanes.length : free;
    lanes[index] = id;
    waiting.set(id, [...(waiting.get(id) ?? []), index]);
  };
  return rows.map(({ id, parents }) => {
    if (!waiting.has(id)) take(id);
    const mine = (waiting.get(id) ?? []).toSorted((a, b) => a - b);
    waiting.delete(id);
    const before = Math.max(lanes.length, 1);
    for (const lane of mine) lanes[lane] = null;
    const [index = 0] = mine;
    for (const parent of parents) {
      if (!known.has(parent)) continue;
      if (waiting.has(parent) && parent !== parents[0]) continue;
      if (lanes[index] === null && parent === parents[0]) {
        lanes[index] = parent;
        waiting.set(parent, [...(waiting.get(parent) ?? []), index]);
      } else if (!waiting.has(parent)) take(parent);
    }
    while (lanes.length > 0 && lanes.at(-1) === null) lanes.pop();
    return { index, count: Math.max(before, lanes.length) };
  });
}
