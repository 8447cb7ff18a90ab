import type { RevisionMap } from '../../revision/model';
import { planUpgrade } from '../../revision/plans';

/** In what order an upgrade from base runs revisions: planned once for a chain, however many ask. */
export class UpgradeOrder {
  readonly #known = new WeakMap<RevisionMap, ChainOrder>();

  /** The revisions up to a target, in order; null where the chain does not have it, or cannot order them. */
  upTo(map: RevisionMap, target: string): readonly string[] | null {
    let order = this.#known.get(map);
    if (order === undefined) this.#known.set(map, (order = new ChainOrder(map)));
    return order.upTo(target);
  }
}

/** How many targets are remembered that are neither the heads nor on the line from base. */
const REMEMBERED = 20;

class ChainOrder {
  readonly #plans = new Map<string, readonly string[] | null>();
  /** The line from base: as far as every revision follows the one before it and nothing else. */
  #line: { readonly all: readonly string[]; readonly positions: ReadonlyMap<string, number> } | undefined;

  constructor(private readonly map: RevisionMap) {}

  upTo(target: string): readonly string[] | null {
    this.#line ??= this.#lineFromBase();
    const { all, positions } = this.#line;
    const position = positions.get(target);
    if (position !== undefined) return all.slice(0, position + 1);
    const known = this.#plans.get(target);
    if (known !== undefined) return known;
    const plan = this.#plan(target);
    const oldest = [...this.#plans.keys()].find((one) => one !== 'heads');
    if (this.#plans.size >= REMEMBERED && oldest !== undefined) this.#plans.delete(oldest);
    this.#plans.set(target, plan);
    return plan;
  }

  #lineFromBase(): { readonly all: readonly string[]; readonly positions: ReadonlyMap<string, number> } {
    const heads = this.#plan('heads');
    this.#plans.set('heads', heads);
    const all = heads ?? [];
    const positions = new Map<string, number>();
    for (const [position, id] of all.entries()) {
      const revision = this.map.revisions.get(id);
      const [parent, ...more] = [...(revision?.down ?? []), ...(revision?.resolvedDependencies ?? [])];
      if (more.length > 0 || parent !== all[position - 1]) break;
      positions.set(id, position);
    }
    return { all, positions };
  }

  #plan(target: string): readonly string[] | null {
    const plan = planUpgrade(this.map, [], target);
    return plan.ok ? plan.value.flatMap(({ revision }) => revision ?? []) : null;
  }
}
