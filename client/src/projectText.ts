import type { ProjectInfo, RunningState, StateInfo } from '../../server/src/protocol/data';
import { databaseLines, knownWords } from './databaseText';
import { shortId } from './tree/shortId';

const RUNNING = {
  upgrade: 'upgrading',
  downgrade: 'downgrading',
  stamp: 'stamping',
  ensure_version: 'making the version table of',
} as const;

/** Where a project's database stands, in a few words. */
export function stateWords({ state, heads }: ProjectInfo): string {
  switch (state.kind) {
    case 'unknown':
      return 'database not read';
    case 'reading':
      return 'reading the database';
    case 'running':
      return runningWords(state);
    case 'failed':
      return 'database cannot be read';
    case 'known':
      return knownWords(state, heads);
  }
}

function runningWords({ command, revision, cancelled }: RunningState): string {
  if (cancelled === true) return 'cancelling…';
  return revision === undefined ? RUNNING[command] : `${RUNNING[command]} ${shortId(revision)}`;
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
  const body = bodyText(project, heads, words);
  const icon = iconOf(project.state, warnings.length > 0);
  return {
    text: `$(${icon}) ${named ? `${project.name}: ` : ''}${project.target === undefined ? '' : `[${project.target}] `}${body}`,
    tooltip: [
      `${project.name}: ${words}`,
      ...(project.target === undefined ? [] : [`Target: ${project.target}`]),
      ...(project.state.kind === 'known' ? databaseLines(project.state) : []),
      ...warnings,
    ],
    warning: warnings.length > 0,
    accessibilityLabel: [
      `Alembic, ${project.name}`,
      ...(project.target === undefined ? [] : [`target ${project.target}`]),
      words,
      `head ${heads}`,
      ...warnings,
    ].join(', '),
  };
}

function bodyText({ state, heads }: ProjectInfo, headsShown: string, words: string): string {
  if (state.kind === 'running') return runningWords(state);
  if (state.kind === 'reading') return `→ ${headsShown}`;
  // The head is of the files: it must not be taken for where the database is.
  if (state.kind !== 'known') return `${heads.length === 1 ? `head ${headsShown}` : headsShown} · ${words}`;
  const atHeads = state.pendingCount === 0 && state.unknownRows.length === 0;
  const guessed = state.source === 'guess' ? ' (guess)' : '';
  if (atHeads && heads.length > 0) return `${headsShown} up to date${guessed}`;
  return `${currentText(state.current)} → ${headsShown}${guessed}`;
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
  if (warning) return 'warning';
  return state.kind === 'known' ? 'database' : 'git-commit';
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

/** What stands between the revisions and their database; package.json has a welcome text for each. */
export type DatabaseHelp =
  | 'restricted'
  | 'noInterpreter'
  | 'alembicMissing'
  | 'driverMissing'
  | 'databaseMissing'
  | 'databaseLocked'
  | 'connectionFailed'
  | 'secretMissing'
  | 'targetInvalid'
  | 'unknownRow'
  | 'guess'
  | 'failed';

const HELP_BY_CODE: Readonly<Record<string, DatabaseHelp | undefined>> = {
  notTrusted: 'restricted',
  noInterpreter: 'noInterpreter',
  alembicMissing: 'alembicMissing',
  driverMissing: 'driverMissing',
  databaseMissing: 'databaseMissing',
  databaseLocked: 'databaseLocked',
  connectionFailed: 'connectionFailed',
  secretMissing: 'secretMissing',
  targetInvalid: 'targetInvalid',
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
  for (const { name, state } of projects) {
    if (state.kind !== 'known') continue;
    const prefix = projects.length > 1 ? `${name}: ` : '';
    if (state.unknownRows.length > 0) {
      return { help: 'unknownRow', message: `${prefix}no file has ${state.unknownRows.join(', ')}` };
    }
    // The first answer of env.py takes a moment: nothing is in the way then.
    if (state.source === 'guess' && state.asking !== true)
      return { help: 'guess', message: `${prefix}env.py was not asked` };
  }
  return null;
}
