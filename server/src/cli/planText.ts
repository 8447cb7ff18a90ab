import { isIdle, type PlannedDatabase, type PlannedRun } from '../usecases/plannedRun';
import type { ProjectSnapshot } from '../workspace/snapshot';

/** What a run would do to which databases, and by which engine. */
export function planText(plan: PlannedRun, project: ProjectSnapshot): string {
  const who = plan.engine === 'native' ? 'Native engine' : 'Alembic';
  const engine = isIdle(plan) ? '' : `${who}: ${plan.engineDetail}, in ${project.config.workingDirectory}\n`;
  return [engine, ...plan.databases.map((database) => databaseText(plan, database, project))].join('');
}

function databaseText(
  { command, targets }: PlannedRun,
  { database, steps, rowsAfter }: PlannedDatabase,
  project: ProjectSnapshot,
): string {
  const { url } = database.identity;
  const named = `Database: ${url}${database.fileMissing ? ' (will be created)' : ''}\n`;
  if (command === 'ensure_version') {
    return database.versionTableExists
      ? `${url} has its version table.\n`
      : `${named}The version table will be made.\n`;
  }
  const at = rowsText(database.rows);
  if (steps.length === 0 && rowsAfter.length < database.rows.length) {
    return `${named}From ${at} to ${rowsText(rowsAfter)}: the version table is emptied.\n`;
  }
  if (steps.length === 0) return `${url} is at ${at}: ${[command, ...targets].join(' ')} has nothing to do.\n`;
  const lines = steps.map(({ kind, revision }) => {
    const message = project.chain.map.revisions.get(revision)?.script.message.split('\n', 1)[0];
    return `  ${kind} ${revision}${message === undefined || message === '' ? '' : `, ${message}`}\n`;
  });
  return [
    named,
    `From ${at} to ${rowsText(rowsAfter)}, ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}:\n`,
    ...lines,
  ].join('');
}

/** The rows of a version table, in words. */
export function rowsText(rows: readonly string[]): string {
  return rows.length === 0 ? 'base' : rows.join(', ');
}

/** What becomes of what a run has done when its process is killed. */
export function whatForceLeaves({ databases }: PlannedRun): string {
  const takesBack = databases.every(({ database }) => database.transactionalDdl);
  return takesBack
    ? 'The database takes back what was not committed; what was committed before, stays.'
    : 'What the statements before it did may stay, though their revision is not recorded.';
}
