import type { DatabaseState, EngineError } from '../engine/engine';
import type { RunDescription } from '../engine/keeper/journal';
import type { ProjectConfig } from '../project/model';
import type { PlannedRun } from './plannedRun';

/** The line above a run's output in the log: what runs where, and who runs it. Without passwords: URLs are masked. */
export function runBegins({ name, workingDirectory }: ProjectConfig, plan: PlannedRun): string {
  const { command, options, targets, databases, engineDetail } = plan;
  const places = databases.map(({ database: { identity }, steps }) => {
    const place = `${identity.label} (${identity.url})`;
    if (command === 'ensure_version') return place;
    return `${place}, ${steps.length === 1 ? '1 step' : `${steps.length} steps`}`;
  });
  const what = ['alembic', command, ...options, ...targets].join(' ');
  return `── ${name}: ${what} · ${places.join('; ')} · ${engineDetail}, in ${workingDirectory}`;
}

/** The line above the output of a run that somebody else began. */
export function runFound({ name }: ProjectConfig, { command, databases, begunAt }: RunDescription): string {
  const labels = databases.map(({ label }) => label).join(', ');
  return `── ${name}: ${command} of ${labels}, begun at ${new Date(begunAt).toLocaleString()}`;
}

/** The line below it: how it ended, and where the databases are now. */
export function runEnds(
  { name }: ProjectConfig,
  command: string,
  error: EngineError | null,
  state: DatabaseState,
): string {
  const how = error === null ? 'done' : error.code === 'cancelled' ? 'cancelled' : `failed. ${error.message}`;
  const where =
    state.kind === 'known'
      ? state.databases.map(({ identity, rows }) => `${identity.label} is at ${rows.join(', ') || 'base'}`).join('; ')
      : `Where the database is could not be read: ${state.error.message}`;
  return `── ${name}: ${command} ${how} · ${where}`;
}
