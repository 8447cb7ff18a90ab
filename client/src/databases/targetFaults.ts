import { usableTargets } from '../../../server/src/protocol/usableSettings';

const SHAPE =
  'A target has a name, and may have project, section and envFile (texts), x (a list of texts) and environment (an object of texts).';

/** What is wrong with the setting `targets`, in sentences: entries are left out as a whole. */
export function targetFaults(targets: unknown): string[] {
  if (targets === undefined || targets === null) return [];
  const setting = 'alembicWorkbench.targets';
  if (!Array.isArray(targets)) return [`The setting ${setting} is not used: it has to be a list. ${SHAPE}`];
  const entries: readonly unknown[] = targets;
  const unusable = entries.flatMap((entry, index) =>
    usableTargets([entry]).length === 0 ? [entryName(entry, index)] : [],
  );
  if (unusable.length === 0) return [];
  return [`Of ${setting}, ${unusable.join(' and ')} ${unusable.length === 1 ? 'is' : 'are'} not used. ${SHAPE}`];
}

function entryName(entry: unknown, index: number): string {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  const place = `entry ${index + 1}`;
  return typeof name === 'string' && name !== '' ? `${place} (${name})` : place;
}
