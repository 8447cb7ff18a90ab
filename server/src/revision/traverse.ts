import { AlembicError, assertionError, keyError } from './alembicError';
import type { Revision, RevisionMap } from './model';

/** Below the first revision: what a walk down from a base meets. */
export const BASE = 'base';
export type RevisionOrBase = Revision | typeof BASE;

/** Refuses what Alembic's assertions refuse: no revision, or the base where a revision is needed. */
export function asRevision(value: RevisionOrBase | null): Revision {
  if (value === null || value === BASE) throw assertionError();
  return value;
}

/** The revision an id means; every id inside a built map has one. */
export function revisionOf(map: RevisionMap, id: string): Revision {
  const revision = map.revisions.get(id);
  if (!revision) throw keyError(id);
  return revision;
}

export type Direction = 'ancestors' | 'versionAncestors' | 'descendants' | 'versionDescendants';

const NEXT: Record<Direction, (revision: Revision) => Iterable<string>> = {
  ancestors: (revision) => revision.normalizedDown,
  versionAncestors: (revision) => revision.down,
  descendants: (revision) => revision.allChildren,
  versionDescendants: (revision) => revision.children,
};

/**
 * The targets and everything reached from them, in the order Alembic's walk yields it
 * (script/revision.py, `_iterate_related_revisions`).
 */
export function related(map: RevisionMap, direction: Direction, targets: Iterable<Revision>): Set<Revision> {
  const seen = new Set<Revision>();
  for (const target of targets) walk(map, direction, target, seen, null);
  return seen;
}

/** As `related`, but a target that another target's walk meets is refused. */
export function relatedWithoutOverlap(
  map: RevisionMap,
  direction: Direction,
  targets: readonly (RevisionOrBase | null)[],
): Set<Revision> {
  const seen = new Set<Revision>();
  for (const one of targets) {
    // Only now: an overlap of earlier targets is found before a later one that is no revision.
    const target = asRevision(one);
    const met = new Set<Revision>();
    walk(map, direction, target, seen, met);
    const overlaps = [...new Set(targets)].flatMap((other) =>
      other !== null && other !== BASE && other !== target && met.has(other) ? [other] : [],
    );
    if (overlaps.length > 0) {
      const others = overlaps.map((other) => other.id).join(', ');
      throw new AlembicError(
        'RevisionError',
        `Requested revision ${target.id} overlaps with other requested revisions ${others}`,
      );
    }
  }
  return seen;
}

function walk(
  map: RevisionMap,
  direction: Direction,
  target: Revision,
  seen: Set<Revision>,
  met: Set<Revision> | null,
): void {
  const next = NEXT[direction];
  const open = [target];
  for (let revision = open.pop(); revision; revision = open.pop()) {
    met?.add(revision);
    if (seen.has(revision)) continue;
    seen.add(revision);
    for (const id of next(revision)) open.push(revisionOf(map, id));
  }
}
