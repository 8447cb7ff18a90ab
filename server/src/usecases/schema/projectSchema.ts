import { err, ok, type Result } from '../../common/result';
import { type Schema, schemaKey } from '../../schema/schema';
import { inTurns } from '../../workspace/scheduler';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { DIALECT_TITLES } from '../sql/revisionSqlText';
import type { ProjectReadings } from './projectReadings';
import type { RevisionReplay } from './schemaReplay';
import { schemaText, shownKey } from './schemaText';

/** A project with several databases has a history of each. */
interface History {
  readonly engine: string | null;
  readonly replayed: readonly RevisionReplay[];
}

/**
 * What databases hold after an upgrade from base to a revision (or `heads`), as SQL; a part for each database.
 * @returns in the error why that is not known, one sentence.
 */
export async function projectSchema(
  project: ProjectSnapshot,
  revision: string,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<Result<string, string>> {
  const histories = await historiesOf(project, revision, readings, signal);
  if (histories === null) return err(`The revisions up to ${revision} cannot be put in order.`);
  const parts = histories.map(({ engine, replayed }) => {
    const dialect = readings.dialectOf(project, engine);
    const { context } = readings.options(project, dialect, 'online');
    const schema = replayed.at(-1)?.after;
    const text = schema === undefined ? '' : schemaText(schema, context);
    const title = `-- ${DIALECT_TITLES[dialect]}${engine === null ? '' : `, database ${engine}`}`;
    return `${title}\n\n${text === '' ? '-- There are no tables.\n' : text}`;
  });
  return ok(parts.join('\n'));
}

/** Everything up to a revision, for each database; null where it cannot be ordered. */
export async function historiesOf(
  project: ProjectSnapshot,
  revision: string,
  readings: ProjectReadings,
  signal?: AbortSignal,
): Promise<readonly History[] | null> {
  const histories: History[] = [];
  for (const engine of readings.engines(project)) {
    const replay = readings.replay(project, readings.dialectOf(project, engine), engine);
    const replayed = await inTurns(replay.steps(project, revision), signal);
    if (replayed === null) return null;
    histories.push({ engine, replayed });
  }
  return histories;
}

/** Every table that ever was, by `schemaKey`, with the columns it ever had. */
export function tablesOf(replayed: readonly RevisionReplay[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  let last: Schema['tables'] | undefined;
  for (const { after } of replayed) {
    for (const [key, state] of after.tables) {
      // What did not change was looked at before.
      if (last?.get(key) === state) continue;
      const columns = found.get(key) ?? new Set();
      for (const { name } of state.table?.columns ?? []) columns.add(name);
      found.set(key, columns);
    }
    last = after.tables;
  }
  return found;
}

/** The key of a table as `shownKey` shows it; undefined: there is none. */
export function keyOfShown(keys: Iterable<string>, shown: string): string | undefined {
  return [...keys].find((key) => key === schemaKey(shown, null) || shownKey(key) === shown);
}
