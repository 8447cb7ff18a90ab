import type { Chain } from '../../../server/src/revision/model';
import type { RevisionMap } from '../../../server/src/revision/model';
import { buildRevisionMap } from '../../../server/src/revision/revisionMap';
import type { Script } from '../../../server/src/revision/script';

/** A script by its id and what it follows: `script('b', ['a'], { dependsOn: ['x'] })`. */
export function script(id: string, downRevision: readonly string[] = [], more: Partial<Script> = {}): Script {
  return { id, downRevision, dependsOn: [], branchLabels: [], message: '', path: `${id}.py`, ...more };
}

/** The map of scripts that load. */
export function mapOf(...scripts: readonly Script[]): RevisionMap {
  const map = buildRevisionMap(scripts);
  if (!map.ok) throw new Error(map.error.message);
  return map.value;
}

/** A chain to compare with another one: depths may be more than they must be. */
export function withoutDepths(chain: Chain): unknown {
  const revisions = Array.from(chain.map.revisions.values(), (revision) => ({ ...revision, depth: null }));
  return { ...chain, map: { ...chain.map, revisions } };
}
