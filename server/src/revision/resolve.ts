import type { Result } from '../common/result';
import { pythonInteger } from '../python/text';
import { AlembicError, assertionError, command, multipleHeads } from './alembicError';
import type { Revision, RevisionError, RevisionMap } from './model';
import { asRevision, BASE, related, type RevisionOrBase, revisionOf } from './traverse';

/**
 * The revisions an identifier means, as `alembic show` resolves it: a whole id, a branch label, a unique prefix, `head`,
 * `heads`, `base`, `label@…`, `-N` from the heads. The empty list is the base; null is a walk past it.
 */
export function resolveRevisions(
  map: RevisionMap,
  identifier: string,
): Result<readonly (RevisionOrBase | null)[], RevisionError> {
  return command(() => getRevisions(map, identifier));
}

/** What an identifier holds, before ids are looked up: `label@rest` split, `head` and its like replaced. */
function resolveNumber(map: RevisionMap, identifier: string | null): { ids: readonly string[]; label: string | null } {
  const at = identifier?.indexOf('@') ?? -1;
  const label = identifier !== null && at >= 0 ? identifier.slice(0, at) : null;
  const id = identifier !== null && at >= 0 ? identifier.slice(at + 1) : identifier;
  switch (id) {
    case 'heads':
      return { ids: label ? filterIds(map, map.heads, label) : map.realHeads, label };
    case 'head': {
      const heads = label ? filterIds(map, map.heads, label) : map.heads;
      if (heads.length > 1) throw multipleHeads(heads, label ? `${label}@head` : 'head');
      // Alembic takes a head with an empty id for none.
      return { ids: heads.filter((head) => head !== ''), label };
    }
    case 'base':
    case null:
      return { ids: [], label };
    default:
      return { ids: [id], label };
  }
}

/** The revisions of one identifier or several; see `resolveRevisions`. */
export function getRevisions(
  map: RevisionMap,
  identifier: string | null | Iterable<string | null>,
): readonly (RevisionOrBase | null)[] {
  if (identifier !== null && typeof identifier !== 'string') {
    return Array.from(identifier, (one) => getRevisions(map, one)).flat();
  }
  const { ids, label } = resolveNumber(map, identifier);
  const [first] = ids;
  const steps = ids.length === 1 && first !== undefined ? pythonInteger(first) : null;
  if (steps !== null && steps < 0) {
    const heads = getRevisions(map, 'heads').map(asRevision);
    const chosen = label === null ? heads : heads.filter((head) => head.branchLabels.has(label));
    return chosen.map((head) => walkFrom(map, head, steps));
  }
  return ids.map((id) => revisionForIdentifier(map, id, label));
}

/** The one revision an identifier means; null is the base. Several heads are refused. */
export function getRevision(map: RevisionMap, identifier: string | null): Revision | null {
  const { ids, label } = resolveNumber(map, identifier);
  if (ids.length > 1) throw multipleHeads(ids, identifier);
  const [id] = ids;
  if (id !== undefined) return revisionForIdentifier(map, id, label);
  if (label) resolveBranch(map, label);
  return null;
}

/** Looks a key up: whole ids and labels of the map share one name space. */
function byKey(map: RevisionMap, key: string): Revision | undefined {
  const labelled = map.labels.get(key);
  return map.revisions.get(labelled ?? key);
}

/** The revision that carries a label, or any revision named in its place. */
export function resolveBranch(map: RevisionMap, label: string): Revision {
  const revision = byKey(map, label);
  if (revision) return revision;
  try {
    return revisionForIdentifier(map, label, null);
  } catch (error) {
    if (error instanceof AlembicError && error.exception === 'ResolutionError') {
      throw new AlembicError('ResolutionError', `No such branch: '${label}'`, label);
    }
    throw error;
  }
}

function revisionForIdentifier(map: RevisionMap, id: string, label: string | null): Revision {
  const branch = label ? resolveBranch(map, label) : null;
  const revision = byKey(map, id) ?? byPrefix(map, id, branch ? label : null);
  if (branch && id === '') throw assertionError();
  if (branch && !sharesLineage(map, revision, [branch], false)) {
    throw new AlembicError('ResolutionError', `Revision ${revision.id} is not a member of branch '${label ?? ''}'`, id);
  }
  return revision;
}

/** The one key of more than three characters that starts with `prefix`, on the branch if one is given. */
function byPrefix(map: RevisionMap, prefix: string, label: string | null): Revision {
  if (prefix === '') throw assertionError();
  const keys = [...map.revisions.keys(), ...map.labels.keys()].filter(
    (key) => [...key].length > 3 && key.startsWith(prefix),
  );
  const matches = label === null ? keys : filterIds(map, keys, label);
  const [first] = matches;
  if (first === undefined) {
    const hint =
      [...prefix].length < 4
        ? '; please ensure at least four characters are present for partial revision identifier matches'
        : '';
    throw new AlembicError('ResolutionError', `No such revision or branch '${prefix}'${hint}`, prefix);
  }
  if (matches.length > 1) {
    const some = matches.slice(0, 3).map((key) => `'${key}'`);
    throw new AlembicError(
      'ResolutionError',
      `Multiple revisions start with '${prefix}': ${some.join(', ')}...`,
      prefix,
    );
  }
  return byKey(map, first) ?? revisionOf(map, first);
}

/** The ids (or labels) that are on one line with what `against` names. */
export function filterIds(map: RevisionMap, ids: readonly string[], against: string): readonly string[] {
  const test = lineageTest(map, against, false);
  return ids.filter((id) => test(revisionForIdentifier(map, id, null)));
}

/**
 * The revisions that are ancestors or descendants of what `against` names, or that themselves. A walk past the bases
 * that ended at `base` is looked up by that name, as Alembic does.
 */
export function filterForLineage<T extends RevisionOrBase | null>(
  map: RevisionMap,
  revisions: Iterable<T>,
  against: string,
  includeDependencies = false,
): readonly T[] {
  const test = lineageTest(map, against, includeDependencies);
  return [...revisions].filter((one) => test(one === BASE ? revisionForIdentifier(map, one, null) : asRevision(one)));
}

function lineageTest(map: RevisionMap, against: string, includeDependencies: boolean): (revision: Revision) => boolean {
  const { ids, label } = resolveNumber(map, against);
  const names = label ? [label, ...ids] : ids;
  if (names.length === 0) return () => true;
  // Looked up when the first revision is tested: with none to test, Alembic takes any name.
  let tests: readonly Revision[] | null = null;
  return (revision) => {
    tests ??= names.map((name) => revisionForIdentifier(map, name, null));
    return sharesLineage(map, revision, tests, includeDependencies);
  };
}

function sharesLineage(
  map: RevisionMap,
  revision: Revision,
  tests: readonly Revision[],
  includeDependencies: boolean,
): boolean {
  const above = related(map, includeDependencies ? 'descendants' : 'versionDescendants', [revision]);
  if (tests.some((test) => above.has(test))) return true;
  const below = related(map, includeDependencies ? 'ancestors' : 'versionAncestors', [revision]);
  return tests.some((test) => below.has(test));
}

/**
 * Walks `steps` up (positive) or down from `start` (null: below the bases on the way up, above the heads on the way
 * down). Null when the walk leaves the chain, unless `stayInside` lets it stop at the last revision.
 */
export function walkFrom(
  map: RevisionMap,
  start: RevisionOrBase | null,
  steps: number,
  label: string | null = null,
  stayInside = false,
): RevisionOrBase | null {
  let at = start;
  for (let step = 0; step < Math.abs(steps); step++) {
    let next: readonly (RevisionOrBase | null)[];
    if (steps > 0) {
      if (at === BASE) throw assertionError();
      const up = getRevisions(map, at === null ? map.bases : at.children).map(asRevision);
      next = label ? filterForLineage(map, up, label) : up;
    } else if (at === BASE) {
      next = [];
    } else {
      next = getRevisions(map, at === null ? map.heads : at.down);
      if (next.length === 0) next = [BASE];
    }
    if (next.length === 0) return stayInside ? at : null;
    if (next.length > 1) throw new AlembicError('RevisionError', 'Ambiguous walk');
    at = next[0] ?? null;
  }
  return at;
}
