import { difference, intersection } from '../common/collections';
import type { Result } from '../common/result';
import { AlembicError, asCommand, assertionError, command, rangeNotAncestor } from './alembicError';
import type { Revision, RevisionError, RevisionMap, Step } from './model';
import { topologicalOrder } from './order';
import { filterForLineage, filterIds, getRevision, getRevisions, resolveBranch, walkFrom } from './resolve';
import { asRevision, BASE, related, relatedWithoutOverlap, type RevisionOrBase, revisionOf } from './traverse';

/** `[label@][symbol]±N`, matched at the start only (script/revision.py, `_relative_destination`). */
const RELATIVE = /^(?:(.+?)@)?([\p{L}\p{N}_]+)?([+-]\d+)/u;

interface Relative {
  readonly label: string | null;
  readonly symbol: string | null;
  readonly text: string;
  readonly steps: number;
}

function parseRelative(target: string): Relative | null {
  const match = RELATIVE.exec(target);
  const text = match?.[3];
  if (!match || text === undefined) return null;
  return { label: match[1] ?? null, symbol: match[2] ?? null, text, steps: Number(text) };
}

function tooFar({ text, steps }: Relative): AlembicError {
  return new AlembicError('RevisionError', `Relative revision ${text} didn't produce ${Math.abs(steps)} migrations`);
}

/** The steps of `alembic upgrade TARGET` on a database with these version rows, in the order they run. */
export function planUpgrade(
  map: RevisionMap,
  rows: readonly string[],
  target: string,
): Result<readonly Step[], RevisionError> {
  return command(
    () => {
      const options = { inclusive: false, implicitBase: true, stayInside: false };
      const { needed, targets } = upgradeSet(map, target, rows, options);
      return topologicalOrder(map, needed, targets)
        .toReversed()
        .map((id) => upgradeStep(asRevision(getRevision(map, id))));
    },
    {
      ancestor: (_start, end) => `Destination ${end} is not a valid upgrade target from current head(s)`,
      end: target,
    },
  );
}

/** The steps of `alembic downgrade TARGET` on a database with these version rows, in the order they run. */
export function planDowngrade(
  map: RevisionMap,
  rows: readonly string[],
  target: string,
): Result<readonly Step[], RevisionError> {
  return command(
    () => {
      const { needed, heads } = downgradeSet(map, rows, target);
      return topologicalOrder(map, needed, heads).map((id) => downgradeStep(asRevision(getRevision(map, id))));
    },
    {
      ancestor: (_start, end) => `Destination ${end} is not a valid downgrade target from current head(s)`,
      end: target,
    },
  );
}

/** One revision up, whatever the target was. */
export function upgradeStep(revision: Revision): Step {
  return {
    kind: 'upgrade',
    revision: revision.id,
    from: revision.normalizedDown,
    to: [revision.id],
    up: true,
    branchMove: false,
  };
}

/** One revision down. */
export function downgradeStep(revision: Revision): Step {
  return {
    kind: 'downgrade',
    revision: revision.id,
    from: [revision.id],
    to: revision.normalizedDown,
    up: false,
    branchMove: false,
  };
}

export interface UpgradeOptions {
  /** The lower end belongs to the answer. */
  readonly inclusive: boolean;
  /** What the targets depend on is needed whatever the lower end is. */
  readonly implicitBase: boolean;
  /** A relative end that leaves the chain stops at its end instead of failing. */
  readonly stayInside: boolean;
}

/** The revisions between `lower` and `upper` (script/revision.py, `_collect_upgrade_revisions`), and the upper ends. */
export function upgradeSet(
  map: RevisionMap,
  upper: string,
  lower: string | readonly string[],
  { inclusive, implicitBase, stayInside }: UpgradeOptions,
): { readonly needed: ReadonlySet<Revision>; readonly targets: readonly Revision[] } {
  const rows = typeof lower === 'string' ? [lower] : lower;
  let targets = upgradeTargets(map, rows, upper, stayInside).map(asRevision);
  if (typeof lower === 'string' && lower.includes('@')) targets = onBranchOf(map, lower, targets);
  const required = relatedWithoutOverlap(map, 'ancestors', targets);
  let current = getRevisions(map, lower);
  if (!implicitBase && current.some((one) => one !== null && (one === BASE || !required.has(one)))) {
    throw rangeNotAncestor(typeof lower === 'string' ? lower : lower.join(', '), upper);
  }
  let bottom = lower;
  if (current.length > 0 && current[0] === null) {
    // A relative lower end counts down from the upper one.
    const { revision } = downgradeTarget(map, [upper], typeof lower === 'string' ? lower : null, stayInside);
    if (revision === null) throw assertionError();
    current = revision === BASE ? [] : [revision];
    bottom = revision === BASE ? 'base' : revision.id;
  }
  const applied = relatedWithoutOverlap(map, 'ancestors', current);
  let needed = difference(required, applied);
  if (inclusive) for (const one of getRevisions(map, bottom)) needed.add(asRevision(one));
  if (current.length > 0 && !implicitBase) {
    needed = intersection(needed, relatedWithoutOverlap(map, 'versionDescendants', current));
  }
  return { needed, targets };
}

/** Leaves the targets on the branch a lower end such as `label@base` names. */
function onBranchOf(map: RevisionMap, lower: string, targets: readonly Revision[]): Revision[] {
  let label = lower.slice(0, lower.indexOf('@'));
  const named = getRevision(map, label);
  if (named?.id === label) {
    const [only, ...more] = named.branchLabels;
    if (only === undefined || more.length > 0) throw assertionError();
    label = only;
  }
  return targets.filter((target) => target.branchLabels.has(label));
}

function upgradeTargets(
  map: RevisionMap,
  rows: readonly string[],
  target: string,
  stayInside: boolean,
): readonly (RevisionOrBase | null)[] {
  const relative = parseRelative(target);
  if (!relative) return getRevisions(map, target);
  const { label, symbol, steps } = relative;
  if (steps > 0 && symbol === null) return [upFromRows(map, rows, relative, stayInside)];
  if (steps > 0) return [walkFrom(map, getRevision(map, symbol), steps, label, stayInside)];
  if (symbol === null) throw tooFar({ ...relative, text: String(steps) });
  const start = getRevision(map, label === null ? symbol : `${label}@${symbol}`);
  return [walkFrom(map, start, steps, null, stayInside)];
}

/** `+N` and `label@+N`: up from the one row (of the branch) that is there. */
function upFromRows(
  map: RevisionMap,
  rows: readonly string[],
  relative: Relative,
  stayInside: boolean,
): RevisionOrBase {
  const { label, steps } = relative;
  let starts: readonly (Revision | string | null)[] = rows.length > 0 ? rows : [null];
  if (label) {
    const current = rows.length > 0 ? getRevisions(map, rows) : [];
    starts = filterForLineage(map, current, label);
    if (starts.length === 0) {
      // The branch has no row of its own: its tips among what is applied, or else its base.
      const applied = filterForLineage(map, related(map, 'ancestors', current.map(asRevision)), label);
      const below = new Set(applied.flatMap((revision) => revision.normalizedDown));
      starts = applied.filter((revision) => !below.has(revision.id));
      if (starts.length === 0) starts = [null];
    }
  }
  if (starts.length > 1) throw new AlembicError('RevisionError', 'Ambiguous upgrade from multiple current revisions');
  const start = starts[0] ?? null;
  const found = walkFrom(map, typeof start === 'string' ? getRevision(map, start) : start, steps, label, stayInside);
  if (found === null) throw tooFar(relative);
  return found;
}

/** Where a downgrade leads: the revision or the base, and the branch it is confined to. */
interface DowngradeTarget {
  readonly label: string | null;
  readonly revision: RevisionOrBase | null;
}

function downgradeTarget(
  map: RevisionMap,
  rows: readonly string[],
  target: string | null,
  stayInside: boolean,
): DowngradeTarget {
  if (target === null) return { label: null, revision: null };
  const relative = parseRelative(target);
  if (!relative) {
    const at = target.lastIndexOf('@');
    return { label: at > 0 ? target.slice(0, at) : null, revision: getRevision(map, target.slice(at + 1)) };
  }
  const { label, symbol, steps } = relative;
  if (steps >= 0) {
    if (symbol === null) throw tooFar(relative);
    const revision = walkFrom(map, getRevision(map, symbol), steps, label, stayInside);
    if (revision === null) throw new AlembicError('RevisionError', 'Walked too far');
    return { label, revision };
  }
  const start = symbol === null ? startOfDowngrade(map, rows, relative) : { label, symbol };
  const from = getRevision(map, start.label === null ? start.symbol : `${start.label}@${start.symbol}`);
  const revision = walkFrom(map, from, steps, null, stayInside);
  if (revision === null) throw symbol === null ? tooFar(relative) : new AlembicError('RevisionError', 'Walked too far');
  return { label: start.label, revision };
}

/** `-N` and `label@-N`: from the one row of the branch, or from the first row, confined to its branch. */
function startOfDowngrade(
  map: RevisionMap,
  rows: readonly string[],
  relative: Relative,
): { readonly label: string; readonly symbol: string } {
  const { label } = relative;
  if (label) {
    let symbols = filterIds(map, rows, label);
    if (symbols.length === 0) {
      symbols = filterForLineage(map, activeTips(map, rows), label).map((revision) => revision.id);
    }
    const [only, ...more] = symbols;
    if (only === undefined || more.length > 0) throw assertionError();
    return { label, symbol: only };
  }
  const [first] = rows;
  if (first === undefined) throw tooFar(relative);
  return { label: first, symbol: first };
}

/** Everything applied that no other applied revision follows; dependencies count as applied, not as following. */
export function activeTips(map: RevisionMap, rows: readonly string[]): readonly Revision[] {
  const applied = related(map, 'ancestors', getRevisions(map, rows).map(asRevision));
  // Whatever is applied between a revision and an applied descendant includes a child of it.
  const followed = new Set([...applied].flatMap((revision) => revision.down.filter((id) => id !== revision.id)));
  return [...applied].filter(({ id }) => !followed.has(id));
}

function downgradeSet(
  map: RevisionMap,
  rows: readonly string[],
  target: string,
): { readonly needed: ReadonlySet<Revision>; readonly heads: readonly Revision[] } {
  const { label, revision } = downgradeTarget(map, rows, target, false);
  const goal = revision === BASE ? null : revision;
  // Alembic goes over the keys of its map: a base with a label is there twice, which counts below.
  const keys = [...map.revisions.keys(), ...map.labels.values()];
  let roots =
    goal === null
      ? keys.map((id) => revisionOf(map, id)).filter((one) => one.down.length === 0)
      : getRevisions(map, goal.children).map(asRevision);
  if (label && roots.length > 1) {
    const line = related(map, 'versionAncestors', [resolveBranch(map, label)]);
    roots = roots.filter((root) => line.has(root));
    if (roots.length === 0) {
      throw new AlembicError('RevisionError', 'Not a valid downgrade target from current heads');
    }
  }
  const heads = getRevisions(map, rows).map(asRevision);
  const applied = related(map, 'ancestors', heads);
  const needed = intersection(related(map, 'descendants', roots), applied);
  if (goal !== null && needed.size === 0 && !heads.includes(goal)) {
    throw rangeNotAncestor('Nothing to drop', rows.join(', '));
  }
  return { needed, heads };
}

/** The steps of `alembic stamp TARGET…` on a database with these version rows (script/base.py, `_stamp_revs`). */
export function planStamp(
  map: RevisionMap,
  rows: readonly string[],
  targets: readonly string[],
): Result<readonly Step[], RevisionError> {
  return command(() => stampSteps(map, rows, targets), {
    multipleHeads: 'Multiple heads are present; please specify a single target revision',
  });
}

function stampSteps(map: RevisionMap, rows: readonly string[], targets: readonly string[]): readonly Step[] {
  const current = asCommand(() => getRevisions(map, rows)).map(asRevision);
  const names = targets.length > 0 ? targets : ['base'];
  const relevant = [
    ...new Set(names.filter((name) => name !== '').flatMap((name) => filterForLineage(map, current, name, true))),
  ];
  const found = asCommand(() => getRevisions(map, names));
  return (found.length > 0 ? found : [null]).flatMap((goal): readonly Step[] => {
    if (goal === null) {
      return relevant.map(({ id }) => ({
        kind: 'stamp',
        revision: null,
        from: [id],
        to: [],
        branchMove: true,
        up: false,
      }));
    }
    const to = asRevision(goal);
    if (relevant.includes(to)) return [];
    const above = related(map, 'descendants', [to]);
    const below = related(map, 'ancestors', [to]);
    const step = { kind: 'stamp', revision: null, to: [to.id], branchMove: false } as const;
    const from = relevant.map(({ id }) => id);
    if (relevant.some((revision) => above.has(revision))) {
      if (relevant.some((revision) => below.has(revision))) throw assertionError();
      return [{ ...step, from, up: false }];
    }
    if (relevant.some((revision) => below.has(revision))) return [{ ...step, from, up: true }];
    return [{ ...step, from: [], branchMove: true, up: true }];
  });
}
