import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { CheckInfo } from '../../protocol/rehearsal';

/** All that can be verified of a project; its revisions in the order of its files. */
export function allChecks({ chain }: Pick<ProjectSnapshot, 'chain'>): readonly CheckInfo[] {
  const revisions = new Set([...chain.map.revisions.values()].map(({ id }) => id));
  return [
    { kind: 'singleHead' },
    { kind: 'upgradeFromBase' },
    ...[...revisions].map((revision): CheckInfo => ({ kind: 'roundTrip', revision })),
  ];
}
