import { groupBy } from '../common/collections';
import { buildRevisionMap, illegalCharacters } from './revisionMap';
import type { Chain, ChainDefect, RevisionMap } from './model';
import type { Script } from './script';

type Through = 'down' | 'dependsOn';
interface Edge {
  readonly to: string;
  readonly through: Through;
}
type Edges = ReadonlyMap<string, readonly Edge[]>;

const NONE: ReadonlySet<string> = new Set();

/**
 * Builds the chain of a project from its scripts, in load order. Never fails: see `Chain`. Takes time linear in the
 * number of scripts as long as there are few cycles.
 *
 * @param leftOut ids of revisions that are there without a script (see `Chain.leftOut`); edges to them are not followed.
 */
export function buildChain(scripts: readonly Script[], leftOut: ReadonlySet<string> = NONE): Chain {
  const followed = leftOut.size === 0 ? scripts : withoutEdgesTo(scripts, leftOut);
  const strict = buildRevisionMap(followed);
  if (strict.ok && strict.value.warnings.length === 0 && isAcyclic(strict.value)) {
    return { map: strict.value, error: null, defects: [], leftOut };
  }
  const repair = new Repair(followed);
  // A duplicate stops no command: Alembic's own map, with the copies it counts among the heads. A cycle that Alembic does
  // not notice is taken out all the same: its commands run round in it for ever.
  if (strict.ok && isAcyclic(strict.value)) return { map: strict.value, error: null, defects: repair.defects, leftOut };
  let repaired = buildRevisionMap(repair.scripts());
  if (!repaired.ok || !isAcyclic(repaired.value)) {
    repair.takeOutCycles();
    repaired = buildRevisionMap(repair.scripts());
  }
  if (!repaired.ok) throw new Error(`The repaired chain does not load: ${repaired.error.message}`);
  return { map: repaired.value, error: strict.ok ? null : strict.error, defects: repair.defects, leftOut };
}

function isAcyclic({ revisions }: RevisionMap): boolean {
  for (const { depth } of revisions.values()) if (depth === Infinity) return false;
  return true;
}

function withoutEdgesTo(scripts: readonly Script[], leftOut: ReadonlySet<string>): readonly Script[] {
  const there = new Set(scripts.map(({ id }) => id));
  const follows = (id: string): boolean => there.has(id) || !leftOut.has(id);
  return scripts.map((script) => ({
    ...script,
    downRevision: script.downRevision.filter(follows),
    dependsOn: script.dependsOn.filter(follows),
  }));
}

/** Finds what is wrong with a list of scripts and takes it out, one kind of defect after the other; cycles when asked. */
class Repair {
  readonly defects: ChainDefect[] = [];
  readonly #kept = new Map<string, Script>();
  readonly #labels: ReadonlyMap<string, string>;

  constructor(scripts: readonly Script[]) {
    this.#takeOutDuplicates(scripts);
    this.#takeOutIllegalIds();
    this.#labels = this.#takeOutLabels();
    this.#takeOutUnknown(this.#labels);
  }

  scripts(): readonly Script[] {
    return [...this.#kept.values()];
  }

  /** Of several scripts with one id Alembic keeps the one loaded last, in the place of the first. */
  #takeOutDuplicates(scripts: readonly Script[]): void {
    for (const script of scripts) this.#kept.set(script.id, script);
    if (this.#kept.size === scripts.length) return;
    for (const [id, group] of groupBy(scripts, (script) => script.id)) {
      if (group.length > 1) this.defects.push({ kind: 'duplicateId', id, scripts: group });
    }
  }

  #takeOutIllegalIds(): void {
    for (const [id, script] of this.#kept) {
      const characters = illegalCharacters(id);
      if (characters.length === 0) continue;
      this.defects.push({ kind: 'illegalId', script, id, characters: characters.join('') });
      this.#kept.delete(id);
    }
  }

  /** Label -> id of its revision, first come first served; conflicting labels are dropped. */
  #takeOutLabels(): ReadonlyMap<string, string> {
    const owners = new Map<string, Script>();
    for (const script of this.#kept.values()) {
      if (script.branchLabels.length === 0) continue;
      const own: string[] = [];
      for (const label of script.branchLabels) {
        const owner = this.#kept.get(label) ?? owners.get(label);
        if (owner) this.defects.push({ kind: 'labelConflict', script, label, owner });
        else {
          owners.set(label, script);
          own.push(label);
        }
      }
      if (own.length < script.branchLabels.length) this.#replace(script, { branchLabels: own });
    }
    return new Map(Array.from(owners, ([label, script]) => [label, script.id]));
  }

  #takeOutUnknown(labels: ReadonlyMap<string, string>): void {
    const isParent = (id: string): boolean => this.#kept.has(id);
    const isDependency = (name: string): boolean => this.#kept.has(name) || labels.has(name);
    // Replacing a script leaves it in its place: the walk goes on.
    for (const script of this.#kept.values()) {
      if (script.downRevision.every(isParent) && script.dependsOn.every(isDependency)) continue;
      const downRevision = script.downRevision.filter(isParent);
      const dependsOn = script.dependsOn.filter(isDependency);
      for (const id of new Set(script.downRevision)) {
        if (!this.#kept.has(id)) this.#report('unknownParent', script, id, labels.get(id));
      }
      for (const id of new Set(script.dependsOn)) {
        if (!this.#kept.has(id) && !labels.has(id)) this.#report('unknownDependency', script, id, undefined);
      }
      this.#replace(script, { downRevision, dependsOn });
    }
  }

  /** An id that no script of the repaired chain has; one taken out as illegal has its own defect. */
  #report(kind: 'unknownParent' | 'unknownDependency', script: Script, id: string, meant: string | undefined): void {
    if (this.defects.some((defect) => defect.kind === 'illegalId' && defect.id === id)) return;
    const whole = meant ?? onlyIdWithPrefix(id, this.#kept.keys());
    this.defects.push({ kind, script, id, ...(whole === undefined ? {} : { abbreviationOf: whole }) });
  }

  takeOutCycles(): void {
    const labels = this.#labels;
    for (;;) {
      const edges = new Map(
        Array.from(this.#kept.values(), (script): [string, readonly Edge[]] => [
          script.id,
          [
            ...script.downRevision.map((to): Edge => ({ to, through: 'down' })),
            ...script.dependsOn.map((name): Edge => ({ to: labels.get(name) ?? name, through: 'dependsOn' })),
          ],
        ]),
      );
      const cycle = findCycle(edges);
      if (!cycle) return;
      const scripts = cycle.flatMap(({ from }) => this.#kept.get(from) ?? []);
      this.defects.push({ kind: 'cycle', scripts, through: cycle.map(({ edge }) => edge.through) });
      // A dependency is given up before a parent; of several the last loaded.
      const position = new Map(Array.from(this.#kept.keys(), (id, index) => [id, index]));
      const [closing] = cycle.toSorted(
        (a, b) =>
          Number(b.edge.through === 'dependsOn') - Number(a.edge.through === 'dependsOn') ||
          (position.get(b.from) ?? 0) - (position.get(a.from) ?? 0),
      );
      const script = closing && this.#kept.get(closing.from);
      if (!script) return;
      this.#replace(script, {
        downRevision: script.downRevision.filter((id) => closing.edge.through !== 'down' || id !== closing.edge.to),
        dependsOn: script.dependsOn.filter(
          (name) => closing.edge.through !== 'dependsOn' || (labels.get(name) ?? name) !== closing.edge.to,
        ),
      });
    }
  }

  #replace(script: Script, change: Partial<Script>): void {
    this.#kept.set(script.id, { ...this.#kept.get(script.id), ...script, ...change });
  }
}

/** The only one of `ids` that begins with `prefix`; undefined when there is none, or more than one. */
export function onlyIdWithPrefix(prefix: string, ids: Iterable<string>): string | undefined {
  if (prefix === '') return undefined;
  let only: string | undefined;
  for (const id of ids) {
    if (!id.startsWith(prefix)) continue;
    if (only !== undefined) return undefined;
    only = id;
  }
  return only;
}

interface CycleStep {
  readonly from: string;
  readonly edge: Edge;
}

/** One cycle of the graph, or null: a depth-first walk without recursion, so that chains may be of any length. */
function findCycle(edges: Edges): readonly CycleStep[] | null {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const path: { from: string; next: number }[] = [{ from: start, next: 0 }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = edges.get(top.from)?.[top.next++];
      if (!edge) {
        done.add(top.from);
        onPath.delete(top.from);
        path.pop();
      } else if (onPath.has(edge.to)) {
        const first = path.findIndex((step) => step.from === edge.to);
        return path.slice(first).flatMap((step) => {
          const taken = edges.get(step.from)?.[step.next - 1];
          return taken ? [{ from: step.from, edge: taken }] : [];
        });
      } else if (!done.has(edge.to)) {
        path.push({ from: edge.to, next: 0 });
        onPath.add(edge.to);
      }
    }
  }
  return null;
}
