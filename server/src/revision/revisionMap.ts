import type { Result } from '../common/result';
import { comparePython } from '../python/text';
import { AlembicError, attempt, cycleError, keyError } from './alembicError';
import type { Revision, RevisionError, RevisionMap } from './model';
import type { Script } from './script';

/** Characters that have a meaning in revision arguments (script/revision.py, `verify_rev_id`). */
const ILLEGAL = /[-+:@]/g;

/** Shared by all that have none: nothing is ever added to it. */
const NOBODY = new Set<string>();

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A revision while its map is being built. Chains are long and rebuilt while the user types: what is made is kept. */
interface Node extends Mutable<Revision> {
  children: Set<string>;
  allChildren: Set<string>;
  branchLabels: Set<string>;
}

function createNode(script: Script): Node {
  const { id, downRevision, branchLabels } = script;
  return {
    id,
    script,
    down: downRevision,
    resolvedDependencies: [],
    normalizedDependencies: [],
    normalizedDown: downRevision.length < 2 ? downRevision : [...new Set(downRevision)],
    depth: 0,
    children: NOBODY,
    allChildren: NOBODY,
    branchLabels: branchLabels.length === 0 ? NOBODY : new Set(branchLabels),
    isBranchPoint: false,
    isMergePoint: downRevision.length > 1,
    isHead: true,
    isRealHead: true,
    isBase: downRevision.length === 0,
  };
}

type Nodes = ReadonlyMap<string, Node>;
type Step = (node: Node) => Iterable<string>;

const down: Step = (node) => node.down;
const allDown = ({ down, resolvedDependencies }: Node): readonly string[] =>
  resolvedDependencies.length === 0 ? down : unique(down, resolvedDependencies);

function unique(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

/** The characters of an id that Alembic refuses, each once, sorted; empty for a lawful id. */
export function illegalCharacters(id: string): readonly string[] {
  const found = id.match(ILLEGAL);
  return found === null ? [] : [...new Set(found)].sort();
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
    const node = createNode(script);
    all.push(node);
    byId.set(node.id, node);
    if (byId.size + warnings.length < all.length) warnings.push(`Revision ${node.id} is present more than once`);
  }
  const labels = mapLabels(all, byId);
  const map = labels.size === 0 ? byId : new Map([...byId, ...labels]);
  const declarers = resolveDependencies(all, map);
  const named = link(byId.values(), map, declarers, warnings);
  const isAcyclic = measureDepths(byId);
  // A replaced duplicate has no say, unless a label still leads to it: Alembic walks the keys of its map.
  const labelled = [...labels.values()].filter((node) => byId.get(node.id) !== node);
  link(labelled, map, declarers, warnings);
  // A graph without cycles, in which every edge names one revision by its id, passes every test that follows.
  const isSound = isAcyclic && named && all.length === byId.size;
  normalizeDependencies(all, map, declarers, isSound);
  const heads = all.filter((node) => node.isHead);
  const realHeads = all.filter((node) => node.isRealHead);
  const bases = all.filter((node) => node.isBase);
  const realBases = bases.filter((node) => node.script.dependsOn.length === 0);
  if (byId.size > 0 && !isSound) {
    detectCycle(byId, heads, bases, 'Cycle', down, (node) => node.children);
    // Without dependencies the second question is the first one again.
    if (declarers.size > 0) {
      detectCycle(byId, realHeads, realBases, 'Dependency cycle', allDown, (node) => node.allChildren);
    }
  }
  propagateLabels(all, map);
  const ids = (nodes: Iterable<Node>): readonly string[] => Array.from(nodes, (node) => node.id);
  return {
    revisions: byId,
    labels: new Map(Array.from(labels, ([label, node]) => [label, node.id])),
    heads: ids(heads),
    realHeads: ids(realHeads),
    bases: ids(bases),
    realBases: ids(realBases),
    warnings,
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

/** Who depends on a revision, by its id. */
type Declarers = ReadonlyMap<string, readonly Node[]>;

function resolveDependencies(all: readonly Node[], map: Nodes): Declarers {
  const declarers = new Map<string, Node[]>();
  for (const node of all) {
    if (node.script.dependsOn.length === 0) continue;
    node.resolvedDependencies = node.script.dependsOn.map((name) => {
      const found = map.get(name);
      if (!found) throw keyError(name);
      return found.id;
    });
    for (const id of new Set(node.resolvedDependencies)) {
      const others = declarers.get(id);
      if (others) others.push(node);
      else declarers.set(id, [node]);
    }
  }
  return declarers;
}

/**
 * Tells the parents of `nodes` their children; who has some is no head. A replaced duplicate stays a head.
 * Leaves the number of parents in `depth`, below zero. False when a parent is named by its label.
 */
function link(nodes: Iterable<Node>, map: Nodes, declarers: Declarers, warnings: string[]): boolean {
  let named = true;
  for (const node of nodes) {
    for (const id of allDown(node)) {
      const parent = map.get(id);
      if (!parent) {
        warnings.push(`Revision ${id} referenced from ${node.id} is not present`);
        throw keyError(id);
      }
      if (parent.id !== id) named = false;
      const isDown = node.down.includes(parent.id);
      if (parent.allChildren === NOBODY) {
        parent.allChildren = new Set();
        // Where nobody depends on it, its children are all its children.
        parent.children = declarers.has(parent.id) ? new Set() : parent.allChildren;
      }
      if (!parent.allChildren.has(node.id)) {
        parent.allChildren.add(node.id);
        node.depth--;
      }
      if (isDown) {
        parent.children.add(node.id);
        parent.isBranchPoint = parent.children.size > 1;
      }
      if (node.down.includes(id)) parent.isHead = false;
      parent.isRealHead = false;
    }
  }
  return named;
}

/** Sets `depth`, parents first; it says how many parents are still to come as long as it is below zero. */
function measureDepths(byId: Nodes): boolean {
  const open: Node[] = [];
  for (const node of byId.values()) if (node.depth === 0) open.push(node);
  let measured = 0;
  for (let node = open.pop(); node; node = open.pop()) {
    measured++;
    for (const id of node.allChildren) {
      const child = byId.get(id);
      if (!child || ++child.depth < 0) continue;
      const parents = allDown(child);
      // Almost every revision has one parent: it is at hand.
      if (parents.length === 1 && parents[0] === node.id) child.depth = node.depth + 1;
      else for (const parent of parents) child.depth = Math.max(child.depth, (byId.get(parent)?.depth ?? 0) + 1);
      open.push(child);
    }
  }
  if (measured === byId.size) return true;
  for (const node of byId.values()) if (node.depth < 0) node.depth = Infinity;
  return false;
}

/** Leaves out the dependencies that a version-ancestor declares already. */
function normalizeDependencies(all: readonly Node[], map: Nodes, declarers: Declarers, isSound: boolean): void {
  if (declarers.size === 0) return;
  for (const node of all) {
    if (node.resolvedDependencies.length === 0) continue;
    const own = new Set(node.resolvedDependencies);
    // Only another declarer can make one needless; without any, the walk over the ancestors would change nothing.
    const rivals = [...own].flatMap((id) => declarers.get(id) ?? []).filter((rival) => rival !== node);
    if (rivals.length > 0) leaveOutDeclared(node, own, map, isSound ? rivals : null);
    node.normalizedDependencies = [...own];
    node.normalizedDown = unique(node.down, node.normalizedDependencies);
  }
}

/** `rivals`: the only ones that can matter; null: every ancestor is walked, because the walk itself may fail. */
function leaveOutDeclared(node: Node, own: Set<string>, map: Nodes, rivals: readonly Node[] | null): void {
  if (rivals === null) {
    for (const ancestor of reach([node], down, map)) {
      if (ancestor !== node) for (const id of ancestor.resolvedDependencies) own.delete(id);
    }
    return;
  }
  const floor = rivals.reduce((lowest, { depth }) => Math.min(lowest, depth), Infinity);
  const seen = new Set<string>();
  const open = [...node.down];
  for (let id = open.pop(); id !== undefined && own.size > 0; id = open.pop()) {
    const ancestor = map.get(id);
    if (!ancestor || ancestor.depth < floor || seen.has(id)) continue;
    seen.add(id);
    for (const dependency of ancestor.resolvedDependencies) own.delete(dependency);
    open.push(...ancestor.down);
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
  heads: readonly Node[],
  bases: readonly Node[],
  kind: 'Cycle' | 'Dependency cycle',
  below: Step,
  above: Step,
): void {
  if (heads.length === 0 || bases.length === 0) throw cycleError(kind, [...byId.keys()]);
  const down = reached(heads, below, byId);
  const up = reached(bases, above, byId);
  const lost = Array.from(byId.values())
    .filter((node) => !down(node) || !up(node))
    .map((node) => node.id);
  if (lost.length > 0) throw cycleError(kind, lost.sort(comparePython));
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
      addLabels(descendant, node.branchLabels);
      last = descendant;
    }
    for (let parent = last; parent.allChildren.size <= 1 && parent.down.length <= 1;) {
      addLabels(parent, node.branchLabels);
      const above = parent.down[0];
      if (above === undefined) break;
      const next = map.get(above);
      if (!next) throw keyError(above);
      parent = next;
    }
  }
}

function addLabels(node: Node, labels: ReadonlySet<string>): void {
  if (node.branchLabels === NOBODY) node.branchLabels = new Set();
  for (const label of labels) node.branchLabels.add(label);
}

function descendantsInYieldOrder(node: Node, map: Nodes): Iterable<Node> {
  return reach([node], (one) => one.children, map);
}
