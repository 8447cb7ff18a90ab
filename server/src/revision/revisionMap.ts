import type { Result } from '../common/result';
import { AlembicError, attempt, cycleError, keyError } from './alembicError';
import type { Revision, RevisionError, RevisionMap } from './model';
import type { Script } from './script';

/** Characters that have a meaning in revision arguments (script/revision.py, `verify_rev_id`). */
const ILLEGAL = /[-+:@]/g;

/** A revision while its map is being built. */
class Node {
  readonly id: string;
  readonly down: readonly string[];
  resolved: readonly string[] = [];
  normalized: readonly string[] = [];
  readonly children = new Set<string>();
  readonly allChildren = new Set<string>();
  readonly labels: Set<string>;

  constructor(readonly script: Script) {
    this.id = script.id;
    this.down = script.downRevision;
    this.labels = new Set(script.branchLabels);
  }
}

type Nodes = ReadonlyMap<string, Node>;
type Step = (node: Node) => Iterable<string>;

const down: Step = (node) => node.down;
const allDown: Step = (node) => (node.resolved.length === 0 ? node.down : unique(node.down, node.resolved));

function unique(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

/** The characters of an id that Alembic refuses, each once, sorted; empty for a lawful id. */
export function illegalCharacters(id: string): readonly string[] {
  return [...new Set(id.match(ILLEGAL) ?? [])].sort();
}

/**
 * Builds the map as Alembic builds it (alembic-behaviour.md §3.1), scripts in load order.
 * Where Alembic walks a set, so that its answer differs from run to run, ours follows the load order.
 * The error is what every command would raise.
 */
export function buildRevisionMap(scripts: readonly Script[]): Result<RevisionMap, RevisionError> {
  return attempt(() => build(scripts));
}

function build(scripts: readonly Script[]): RevisionMap {
  const warnings: string[] = [];
  const all: Node[] = [];
  const byId = new Map<string, Node>();
  for (const script of scripts) {
    verify(script);
    const node = new Node(script);
    all.push(node);
    if (byId.has(node.id)) warnings.push(`Revision ${node.id} is present more than once`);
    byId.set(node.id, node);
  }
  const labels = mapLabels(all, byId);
  const map = new Map(byId);
  for (const [label, node] of labels) map.set(label, node);
  resolveDependencies(all, map);
  const { heads, realHeads } = link(all, map, warnings);
  normalizeDependencies(all, map);
  const bases = all.filter((node) => node.down.length === 0);
  const realBases = bases.filter((node) => node.script.dependsOn.length === 0);
  if (byId.size > 0) {
    detectCycle(byId, heads, bases, 'Cycle', down, (node) => node.children);
    // Without dependencies the second question is the first one again.
    if (all.some((node) => node.resolved.length > 0)) {
      detectCycle(byId, realHeads, realBases, 'Dependency cycle', allDown, (node) => node.allChildren);
    }
  }
  propagateLabels(all, map);
  const ids = (nodes: Iterable<Node>): readonly string[] => Array.from(nodes, (node) => node.id);
  return {
    revisions: new Map(Array.from(byId, ([id, node]) => [id, freeze(node)])),
    labels: new Map(Array.from(labels, ([label, node]) => [label, node.id])),
    heads: ids(heads),
    realHeads: ids(realHeads),
    bases: ids(bases),
    realBases: ids(realBases),
    warnings,
  };
}

function freeze(node: Node): Revision {
  return {
    id: node.id,
    script: node.script,
    down: node.down,
    resolvedDependencies: node.resolved,
    normalizedDependencies: node.normalized,
    normalizedDown:
      node.normalized.length === 0 && node.down.length < 2 ? node.down : unique(node.down, node.normalized),
    children: node.children,
    allChildren: node.allChildren,
    branchLabels: node.labels,
    isBranchPoint: node.children.size > 1,
    isMergePoint: node.down.length > 1,
    isHead: node.children.size === 0,
    isRealHead: node.allChildren.size === 0,
    isBase: node.down.length === 0,
  };
}

/** What is refused when a revision is made, before it meets the others. */
function verify({ id, downRevision, dependsOn }: Script): void {
  if (downRevision.includes(id)) throw cycleError('Self-loop', [id]);
  if (dependsOn.includes(id)) throw cycleError('Dependency self-loop', [id]);
  const illegal = illegalCharacters(id);
  if (illegal.length === 0) return;
  throw new AlembicError(
    'RevisionError',
    `Character(s) '${illegal.join(', ')}' not allowed in revision identifier '${id}'`,
  );
}

function mapLabels(all: readonly Node[], byId: Nodes): ReadonlyMap<string, Node> {
  const labels = new Map<string, Node>();
  for (const node of all) {
    for (const label of node.script.branchLabels) {
      const owner = labels.get(label) ?? byId.get(label);
      if (owner) {
        const message = `Branch name '${label}' in revision ${node.id} already used by revision ${owner.id}`;
        throw new AlembicError('RevisionError', message);
      }
      labels.set(label, node);
    }
  }
  return labels;
}

function resolveDependencies(all: readonly Node[], map: Nodes): void {
  for (const node of all) {
    node.resolved = node.script.dependsOn.map((name) => {
      const found = map.get(name);
      if (!found) throw keyError(name);
      return found.id;
    });
  }
}

/** Tells every revision its children. A replaced duplicate keeps its place among the heads but has no say here. */
function link(all: readonly Node[], map: Nodes, warnings: string[]): { heads: Set<Node>; realHeads: Set<Node> } {
  const heads = new Set(all);
  const realHeads = new Set(all);
  for (const node of map.values()) {
    for (const id of allDown(node)) {
      const parent = map.get(id);
      if (!parent) {
        warnings.push(`Revision ${id} referenced from ${node.id} is not present`);
        throw keyError(id);
      }
      parent.allChildren.add(node.id);
      if (node.down.includes(parent.id)) parent.children.add(node.id);
      if (node.down.includes(id)) heads.delete(parent);
      realHeads.delete(parent);
    }
  }
  return { heads, realHeads };
}

/** Leaves out the dependencies that a version-ancestor declares already. */
function normalizeDependencies(all: readonly Node[], map: Nodes): void {
  const declarers = new Map<string, number>();
  for (const node of all) {
    for (const id of new Set(node.resolved)) declarers.set(id, (declarers.get(id) ?? 0) + 1);
  }
  for (const node of all) {
    if (node.resolved.length === 0) continue;
    const own = new Set(node.resolved);
    // Only another declarer can make one needless; without any, the walk over the ancestors would change nothing.
    if (node.resolved.some((id) => (declarers.get(id) ?? 0) > 1)) {
      for (const ancestor of reach([node], down, map)) {
        if (ancestor !== node) for (const id of ancestor.resolved) own.delete(id);
      }
    }
    node.normalized = [...own];
  }
}

/** Every node reached from `start`, `start` included, in the order Alembic yields them. */
function reach(start: Iterable<Node>, next: Step, map: Nodes): Set<Node> {
  const seen = new Set<Node>();
  for (const first of start) {
    const open = [first];
    for (let node = open.pop(); node; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      for (const id of next(node)) {
        const found = map.get(id);
        if (!found) throw keyError(id);
        if (found.id !== id) throw new AlembicError('RevisionError', 'Dependency resolution failed; broken map');
        open.push(found);
      }
    }
  }
  return seen;
}

/** Whether a node is reached from `start`. A replaced duplicate in `start` stands for its id. */
function reached(start: Iterable<Node>, next: Step, byId: Nodes): (node: Node) => boolean {
  const nodes = reach(start, next, byId);
  const replaced = new Set<string>();
  for (const node of start) if (byId.get(node.id) !== node) replaced.add(node.id);
  return (node) => nodes.has(node) || replaced.has(node.id);
}

/** A reachability test, as Alembic's: a cycle that hangs on a node with another way in and out passes it. */
function detectCycle(
  byId: Nodes,
  heads: ReadonlySet<Node>,
  bases: readonly Node[],
  kind: 'Cycle' | 'Dependency cycle',
  below: Step,
  above: Step,
): void {
  if (heads.size === 0 || bases.length === 0) throw cycleError(kind, [...byId.keys()]);
  const down = reached(heads, below, byId);
  const up = reached(bases, above, byId);
  const lost = Array.from(byId.values())
    .filter((node) => !down(node) || !up(node))
    .map((node) => node.id);
  if (lost.length > 0) throw cycleError(kind, lost.sort(compareCodePoints));
}

/** Python's order of strings. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

/**
 * A label holds for the descendants of its revision, and for its ancestors up to the next branch or merge point.
 * Alembic starts the walk upwards at the last descendant it came by, not at the labelled revision: so do we.
 */
function propagateLabels(all: readonly Node[], map: Nodes): void {
  for (const node of all) {
    if (node.script.branchLabels.length === 0) continue;
    let last = node;
    for (const descendant of descendantsInYieldOrder(node, map)) {
      for (const label of node.labels) descendant.labels.add(label);
      last = descendant;
    }
    for (let parent = last; parent.allChildren.size <= 1 && parent.down.length <= 1;) {
      for (const label of node.labels) parent.labels.add(label);
      const above = parent.down[0];
      if (above === undefined) break;
      const next = map.get(above);
      if (!next) throw keyError(above);
      parent = next;
    }
  }
}

function descendantsInYieldOrder(node: Node, map: Nodes): Iterable<Node> {
  return reach([node], (one) => one.children, map);
}
