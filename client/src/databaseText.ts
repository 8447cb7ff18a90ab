import type { DatabaseInfo, ProjectInfo, StateInfo } from '../../server/src/protocol/data';
import { shortId } from './tree/shortId';

type Known = Extract<StateInfo, { readonly kind: 'known' }>;

/** Where databases stand that were read, in a few words; what was only guessed says so. */
export function knownWords(state: Known, heads: ProjectInfo['heads']): string {
  const words = standingWords(state, heads);
  if (state.source !== 'guess') return words;
  return state.asking === true ? `${words}, asking env.py` : `${words}, not asked of env.py`;
}

function standingWords({ databases, unknownRows, pendingCount }: Known, heads: ProjectInfo['heads']): string {
  if (unknownRows.length > 0) return `stands at unknown revision ${unknownRows.map(shortId).join(', ')}`;
  if (databases.length < 2) return pendingCount > 0 ? `${pendingCount} pending` : upToDate(heads);
  const behind = databases.filter(({ pendingCount: own = 0 }) => own > 0);
  if (behind.length === 0) return `${databases.length} databases ${upToDate(heads)}`;
  return behind.map((database) => `${nameOf(database)} ${database.pendingCount ?? 0} pending`).join(', ');
}

function upToDate(heads: ProjectInfo['heads']): string {
  return heads.length === 0 ? 'no revisions' : 'up to date';
}

/** What env.py calls it, else what everybody does. */
export function nameOf({ name, label }: Pick<DatabaseInfo, 'name' | 'label'>): string {
  return name ?? label;
}

/** One fact a line: which databases, and where each stands. */
export function databaseLines({ databases, source, asking }: Known): string[] {
  const lines = databases.flatMap((database) => {
    const { label, url } = database;
    const place = `Database: ${database.name === undefined ? '' : `${database.name}, `}${label} (${url})`;
    return databases.length === 1
      ? [`Current: ${currentWords(database)}`, place]
      : [`${place}, at ${currentWords(database)}`];
  });
  if (source !== 'guess') return lines;
  const why = asking === true ? 'is being asked' : 'could not be asked';
  return [...lines, `Guessed: env.py ${why}, and may open another database.`];
}

/** The rows of one database in words. */
function currentWords({ current, versionTableExists }: Pick<DatabaseInfo, 'current' | 'versionTableExists'>): string {
  if (current.length > 0) return current.join(', ');
  return versionTableExists ? 'base (nothing applied)' : 'base (no version table yet)';
}
