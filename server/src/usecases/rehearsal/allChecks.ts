import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { Check } from './verify';

/** All that can be verified of a project; its revisions in the order of its files. */
export function allChecks({ chain }: Pick<ProjectSnapshot, 'chain'>): readonly Check[] {
  const revisions = new Set([...chain.map.revisions.values()].map(({ id }) => id));
  return [
    { kind: 'singleHead' },
    { kind: 'upgradeFromBase' },
    ...[...revisions].map((revision): Check => ({ kind: 'roundTrip', revision })),
  ];
}
