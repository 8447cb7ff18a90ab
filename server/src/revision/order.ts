import { AlembicError, assertionError } from './alembicError';
import type { Revision, RevisionMap } from './model';
import { revisionOf } from './traverse';

/** One line being walked down, and what is below it: null until somebody asks. */
interface Line {
  head: Revision;
  below: Below | null;
}

/**
 * Orders `wanted` so that every revision comes before what it follows or depends on, one line of descent after the
 * other, as Alembic does (script/revision.py, `_topological_sort`). Throws where Alembic's assertion fails, and `Hang`
 * where Alembic would not end.
 */
export function topologicalOrder(
  map: RevisionMap,
  wanted: ReadonlySet<Revision>,
  heads: Iterable<Revision>,
): readonly string[] {
  const todo = new Set(Array.from(wanted, (revision) => revision.id));
  const position = new Map([...map.revisions.keys()].map((id, index) => [id, index]));
  const starts = [...new Set(Array.from(heads, (revision) => revision.id))].filter((id) => todo.has(id));
  starts.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  const lines: Line[] = starts.map((id) => ({ head: revisionOf(map, id), below: null }));
  const active = new Set(starts);
  const output: string[] = [];
  let cursor = 0;
  let moves = 0;
  for (let line = lines[cursor]; line; line = lines[cursor]) {
    const candidate = line.head;
    // With one line left nobody else can be above the candidate: the common case, and the only fast one.
    const above =
      lines.length === 1 ? -1 : lines.findIndex((other) => other !== line && isBelow(map, other, candidate));
    if (above >= 0) {
      // Every line waits for another: a cycle Alembic did not notice when it loaded. There it goes on for ever.
      if (++moves > lines.length) throw new AlembicError('Hang', '');
      cursor = above;
      continue;
    }
    moves = 0;
    if (todo.delete(candidate.id)) output.push(candidate.id);
    const next = candidate.normalizedDown.filter((id) => todo.has(id) && !active.has(id));
    const [first, ...others] = next;
    active.delete(candidate.id);
    if (first === undefined) {
      lines.splice(cursor, 1);
      cursor = Math.max(cursor - 1, 0);
      continue;
    }
    const plain = candidate.normalizedDependencies.length === 0 && candidate.down.length === 1;
    // Plainly one down: the same ancestors without the candidate, which nobody asks for again.
    if (!plain) line.below = null;
    line.head = revisionOf(map, first);
    active.add(first);
    for (const id of others) {
      lines.push({ head: revisionOf(map, id), below: null });
      active.add(id);
    }
  }
  if (todo.size > 0) throw assertionError();
  return output;
}

/** Whether `revision` is an ancestor of a line's head, or the head; what is below the line is found when first asked. */
function isBelow(map: RevisionMap, line: Line, revision: Revision): boolean {
  // Whoever is not deeper has no such ancestor: most lines wait far below the one that is being walked.
  if (line.head.depth <= revision.depth && line.head !== revision && revision.depth !== Infinity) return false;
  line.below ??= new Below(map, line.head);
  return line.below.has(revision);
}

/**
 * The ancestors of a revision, itself included, walked only as deep as is asked: an ancestor is less deep than who has it.
 * Merges are many and their branches short; walking to the base for each would take quadratic time.
 */
class Below {
  readonly #seen: Set<Revision>;
  /** Seen, and what they follow not yet. */
  #open: Revision[];
  /** The deepest of `#open`. */
  #deepest: number;

  constructor(
    private readonly map: RevisionMap,
    head: Revision,
  ) {
    this.#seen = new Set([head]);
    this.#open = [head];
    this.#deepest = head.depth;
  }

  has(revision: Revision): boolean {
    // The depth of who hangs on a cycle is Infinity: only what is deeper than a finite depth can be left for later.
    const floor = revision.depth === Infinity ? -1 : revision.depth;
    if (this.#deepest > floor) this.#walkTo(floor);
    return this.#seen.has(revision);
  }

  #walkTo(floor: number): void {
    const later: Revision[] = [];
    const open = this.#open;
    for (let one = open.pop(); one; one = open.pop()) {
      if (one.depth <= floor) later.push(one);
      else this.#follow(one, open);
    }
    this.#open = later;
    this.#deepest = later.reduce((deepest, { depth }) => Math.max(deepest, depth), -1);
  }

  #follow({ normalizedDown }: Revision, open: Revision[]): void {
    for (const id of normalizedDown) {
      const below = revisionOf(this.map, id);
      if (this.#seen.has(below)) continue;
      this.#seen.add(below);
      open.push(below);
    }
  }
}
