import type { RevisionMap, Step } from '../../revision/model';
import { getRevision } from '../../revision/resolve';
import { asRevision } from '../../revision/traverse';

/** `upgrade a, b -> c`: dependencies are left out (`MigrationStep.short_log`). */
export function logLine(map: RevisionMap, step: Step): string {
  if (step.kind === 'stamp') return `stamp_revision ${step.from.join(', ')} -> ${step.to.join(', ')}`;
  const down = step.revision === null ? [] : asRevision(getRevision(map, step.revision)).down;
  const [from, to] = step.up ? [down, step.to] : [step.from, down];
  return `${step.kind} ${from.join(', ')} -> ${to.join(', ')}`;
}
