import type { ProjectInfo, StateInfo } from '../../server/src/protocol/data';
import { shortId } from './tree/shortId';

const RUNNING = { upgrade: 'upgrading', downgrade: 'downgrading', stamp: 'stamping' } as const;

/** Where a project's database stands, in a few words. */
export function stateWords({ state, heads }: ProjectInfo): string {
  switch (state.kind) {
    case 'unknown':
      return 'database not read';
    case 'reading':
      return 'reading the database';
    case 'running':
      return state.revision === undefined
        ? RUNNING[state.command]
        : `${RUNNING[state.command]} ${shortId(state.revision)}`;
    case 'failed':
      return 'database cannot be read';
    case 'known':
      if (state.unknownRows.length > 0)
        return `stands at unknown revision ${state.unknownRows.map(shortId).join(', ')}`;
      if (state.pendingCount > 0) return `${state.pendingCount} pending`;
      return heads.length === 0 ? 'no revisions' : 'up to date';
  }
}

/** The status bar item for one project. */
export interface StatusText {
  readonly text: string;
  /** Plain text, one fact a line. */
  readonly tooltip: readonly string[];
  /** Something the user has to mend. */
  readonly warning: boolean;
  readonly accessibilityLabel: string;
}

/** One short text: current → head. `named` puts the project's name in front. */
export function statusText(project: ProjectInfo, named: boolean): StatusText {
  const warnings = warningsOf(project);
  const words = stateWords(project);
  const heads = headsText(project.heads);
  const body = bodyText(project, heads);
  const icon = iconOf(project.state, warnings.length > 0);
  return {
    text: `$(${icon}) ${named ? `${project.name}: ` : ''}${body}`,
    tooltip: [`${project.name}: ${words}`, ...databaseLines(project.state), ...warnings],
    warning: warnings.length > 0,
    accessibilityLabel: [`Alembic, ${project.name}`, words, `head ${heads}`, ...warnings].join(', '),
  };
}

function bodyText({ state, heads }: ProjectInfo, headsShown: string): string {
  if (state.kind === 'running' || state.kind === 'reading') return `→ ${headsShown}`;
  if (state.kind !== 'known') return heads.length === 1 ? `head ${headsShown}` : headsShown;
  const atHeads = state.pendingCount === 0 && state.unknownRows.length === 0;
  if (atHeads && heads.length > 0) return `${headsShown} up to date`;
  return `${currentText(state.current)} → ${headsShown}`;
}

function currentText(current: readonly string[]): string {
  const [only] = current;
  if (only === undefined) return 'base';
  return current.length === 1 ? shortId(only) : `${current.length} current`;
}

function headsText(heads: readonly string[]): string {
  const [only] = heads;
  if (only === undefined) return 'no revisions';
  return heads.length === 1 ? shortId(only) : `${heads.length} heads`;
}

function iconOf(state: StateInfo, warning: boolean): string {
  if (state.kind === 'running' || state.kind === 'reading') return 'sync~spin';
  return warning ? 'warning' : 'database';
}

/** What the user has to know at once. A database nobody could read because the folder is not trusted is no fault. */
function warningsOf({ state, chainError, headsUnresolved, heads }: ProjectInfo): string[] {
  return [
    ...(chainError === undefined ? [] : [`Every Alembic command fails: ${chainError}`]),
    ...(headsUnresolved === true ? [`${heads.length} heads that should be one`] : []),
    ...(state.kind === 'failed' && state.code !== 'notTrusted' && state.code !== 'cancelled' ? [state.message] : []),
    ...(state.kind === 'known' && state.unknownRows.length > 0
      ? [`The database stands at ${state.unknownRows.join(', ')}, which no revision file has`]
      : []),
  ];
}

function databaseLines(state: StateInfo): string[] {
  if (state.kind !== 'known') return [];
  const current = state.current.length === 0 ? 'base (nothing applied)' : state.current.join(', ');
  return [`Current: ${current}`, `Database: ${state.databaseLabel} (${state.databaseUrl})`];
}

/** The project of a file: the innermost whose root holds it. */
export function projectOfFile(projects: readonly ProjectInfo[], uri: string): ProjectInfo | undefined {
  return projects
    .filter(({ rootUri }) => uri.startsWith(rootUri.endsWith('/') ? rootUri : `${rootUri}/`))
    .toSorted((a, b) => b.rootUri.length - a.rootUri.length)[0];
}

/** The project the status bar speaks of: that of the open file, else the only one, else the first by name, named. */
export function statusProject(
  projects: readonly ProjectInfo[],
  activeUri: string | undefined,
): { readonly project: ProjectInfo; readonly named: boolean } | undefined {
  const active = activeUri === undefined ? undefined : projectOfFile(projects, activeUri);
  if (active !== undefined) return { project: active, named: false };
  const [first] = projects.toSorted((a, b) => a.name.localeCompare(b.name));
  return first === undefined ? undefined : { project: first, named: projects.length > 1 };
}

export type DatabaseHelp =
  'restricted' | 'noInterpreter' | 'alembicMissing' | 'driverMissing' | 'databaseMissing' | 'failed';

const HELP_BY_CODE: Readonly<Record<string, DatabaseHelp | undefined>> = {
  notTrusted: 'restricted',
  noInterpreter: 'noInterpreter',
  alembicMissing: 'alembicMissing',
  driverMissing: 'driverMissing',
  databaseMissing: 'databaseMissing',
};

/** Which help the Database view offers, with the project and the message it is about; null: nothing is in the way. */
export function databaseHelp(
  projects: readonly ProjectInfo[],
  trusted: boolean,
): { readonly help: DatabaseHelp; readonly message?: string } | null {
  if (projects.length === 0) return null;
  if (!trusted) return { help: 'restricted' };
  for (const { name, state } of projects) {
    if (state.kind !== 'failed' || state.code === 'cancelled') continue;
    const message = projects.length > 1 ? `${name}: ${state.message}` : state.message;
    return { help: HELP_BY_CODE[state.code] ?? 'failed', message };
  }
  return null;
}
