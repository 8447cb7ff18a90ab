import { keyError } from './alembicError';
import { onlyIdWithPrefix } from './chain';
import type { Chain, ChainDefect, Revision } from './model';
import type { Script } from './script';

type Revisions = Map<string, Revision>;

/**
 * The chain after `script` got other parents and nothing else changed: what `buildChain` would say, for the price of the
 * revisions concerned, because somebody types while it is worked out.
 * @returns undefined where more than parents plays a part (labels, dependencies, cycles, copies, links that cannot be
 * known): the chain has to be built anew.
 */
export function updateChain(chain: Chain, script: Script): Chain | undefined {
  const before = chain.map.revisions.get(script.id);
  if (before?.script.path !== script.path || !isPlain(chain, script)) return undefined;
  const revisions = new Map(chain.map.revisions);
  const down = script.downRevision.filter((id) => revisions.has(id));
  if (leadsTo(before, down, revisions)) return undefined;
  revisions.set(script.id, {
    ...before,
    script: down.length === script.downRevision.length ? script : { ...script, downRevision: down },
    down,
    normalizedDown: [...new Set(down)],
    isMergePoint: down.length > 1,
    isBase: down.length === 0,
  });
  const children = new Set([...before.down, ...down]);
  for (const id of children) setChild(revisions, id, script.id, down.includes(id));
  deepen(revisions, before);
  const defects = defectsAfter(chain, script, revisions);
  const [first] = defects;
  const heads = idsOf(revisions, ({ isHead }) => isHead);
  const bases = idsOf(revisions, ({ isBase }) => isBase);
  return {
    ...chain,
    map: { ...chain.map, revisions, heads, realHeads: heads, bases, realBases: bases },
    // Alembic links the scripts in load order, and stops at the first parent that is not there.
    error: first === undefined ? null : withoutStack(keyError(first.id)),
    defects,
  };
}

type UnknownParent = Extract<ChainDefect, { kind: 'unknownParent' }>;

function isUnknownParent(defect: ChainDefect): defect is UnknownParent {
  return defect.kind === 'unknownParent';
}

/** Whether nothing but parents ties the revisions together, and nothing but unknown parents is wrong with them. */
function isPlain({ map, leftOut, defects }: Chain, script: Script): boolean {
  if (leftOut.size > 0 || map.labels.size > 0 || map.warnings.length > 0 || !defects.every(isUnknownParent))
    return false;
  if (script.dependsOn.length > 0 || script.branchLabels.length > 0) return false;
  for (const { resolvedDependencies } of map.revisions.values()) if (resolvedDependencies.length > 0) return false;
  return true;
}

/** Whether `target` or one of its descendants is among `from`: as its parents they would close a cycle. */
function leadsTo(target: Revision, from: readonly string[], revisions: Revisions): boolean {
  const seen = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === target.id) return true;
    const revision = revisions.get(id);
    // Who hangs on the target lies deeper.
    if (revision === undefined || revision.depth <= target.depth || seen.has(id)) continue;
    seen.add(id);
    open.push(...revision.down);
  }
  return false;
}

/** Makes `child` a child of `id`, or no longer one. Children stand in load order. */
function setChild(revisions: Revisions, id: string, child: string, there: boolean): void {
  const parent = revisions.get(id);
  if (parent === undefined || parent.children.has(child) === there) return;
  const ids = new Set(parent.children);
  if (there) ids.add(child);
  else ids.delete(child);
  const children = there && ids.size > 1 ? new Set(idsOf(revisions, (revision) => ids.has(revision.id))) : ids;
  revisions.set(id, {
    ...parent,
    children,
    allChildren: children,
    isBranchPoint: children.size > 1,
    isHead: children.size === 0,
    isRealHead: children.size === 0,
  });
}

/**
 * Deepens `start`, and who hangs on it, as far as its new parents ask for it. Nobody rises: then every revision below would
 * be another one. A child was deeper before, too, so all parents of a revision come before it.
 */
function deepen(revisions: Revisions, start: Revision): void {
  // Grows while it is walked.
  const levels: (string[] | undefined)[] = [[start.id]];
  const queued = new Set<string>();
  for (const level of levels) {
    for (const id of level ?? []) {
      const revision = revisions.get(id);
      if (revision === undefined) continue;
      let depth = 0;
      for (const parent of revision.down) depth = Math.max(depth, (revisions.get(parent)?.depth ?? 0) + 1);
      if (depth <= revision.depth) continue;
      revisions.set(id, { ...revision, depth });
      for (const child of revision.children) {
        const below = revisions.get(child);
        if (below === undefined || queued.has(child)) continue;
        queued.add(child);
        (levels[below.depth - start.depth] ??= []).push(child);
      }
    }
  }
}

/** In load order, as `buildChain` reports them. */
function defectsAfter({ defects }: Chain, script: Script, revisions: Revisions): readonly UnknownParent[] {
  const own = [...new Set(script.downRevision)]
    .filter((id) => !revisions.has(id))
    .map((id): UnknownParent => {
      const whole = onlyIdWithPrefix(id, revisions.keys());
      return { kind: 'unknownParent', script, id, ...(whole === undefined ? {} : { abbreviationOf: whole }) };
    });
  const others = defects.filter(isUnknownParent).filter((defect) => defect.script.id !== script.id);
  if (others.length === 0) return own;
  const all = [...own, ...others];
  const ids = new Set(all.map((defect) => defect.script.id));
  return idsOf(revisions, ({ id }) => ids.has(id)).flatMap((id) => all.filter((defect) => defect.script.id === id));
}

function idsOf(revisions: Revisions, wanted: (revision: Revision) => boolean): readonly string[] {
  const ids: string[] = [];
  for (const revision of revisions.values()) if (wanted(revision)) ids.push(revision.id);
  return ids;
}

function withoutStack({ exception, message }: ReturnType<typeof keyError>): Chain['error'] {
  return { exception, message };
}
