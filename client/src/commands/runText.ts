import type { PlannedDatabaseInfo, RunCommand, RunPlan } from '../../../server/src/protocol/data';
import type { RunProgressInfo } from '../../../server/src/protocol/requests';

interface CommandWords {
  /** The button that does it. */
  readonly button: string;
  readonly title: (database: string, count: string) => string;
  readonly doing: string;
  readonly done: string;
  /** `the upgrade of shop.db`. */
  readonly noun: string;
  /** What the user has to know before. */
  readonly warning?: string;
  readonly nothing: (database: string) => string;
}

/** What each command is called where the user meets it. */
export const COMMAND_WORDS: Readonly<Record<RunCommand, CommandWords>> = {
  upgrade: {
    button: 'Upgrade',
    title: (database, count) => `Upgrade ${database} by ${count}?`,
    doing: 'Upgrading',
    done: 'Upgraded',
    noun: 'upgrade',
    nothing: (database) => `Nothing to upgrade: ${database} is there already.`,
  },
  downgrade: {
    button: 'Downgrade',
    title: (database, count) => `Downgrade ${database} by ${count}?`,
    doing: 'Downgrading',
    done: 'Downgraded',
    noun: 'downgrade',
    warning: 'A downgrade can delete tables and columns with the data in them. That cannot be undone.',
    nothing: (database) => `Nothing to downgrade: ${database} is there already.`,
  },
  stamp: {
    button: 'Stamp',
    title: (database) => `Stamp ${database}?`,
    doing: 'Stamping',
    done: 'Stamped',
    noun: 'stamp',
    warning:
      'A stamp only rewrites the version table; no migration runs. If the schema is not what these revisions make, later upgrades fail or lose data.',
    nothing: (database) => `Nothing to stamp: ${database} is there already.`,
  },
  ensure_version: {
    button: 'Create Version Table',
    title: (database) => `Create the version table in ${database}?`,
    doing: 'Creating the version table in',
    done: 'Created the version table in',
    noun: 'new version table',
    nothing: (database) => `Nothing to create: ${database} has its version table already.`,
  },
};

const PURGE_WARNING = 'Every row of the version table is deleted first, those that no revision file has as well.';

const MOST_STEPS = 10;

/** The words of the dialog that asks before a run. */
export interface Confirmation {
  readonly title: string;
  readonly detail: string;
  readonly button: string;
}

/** Names the command, the database, each revision and who runs them. */
export function confirmation(plan: RunPlan): Confirmation {
  const words = COMMAND_WORDS[plan.command];
  const steps = new Set(plan.databases.flatMap((database) => database.steps.map(({ id }) => id)));
  const count = steps.size === 1 ? '1 revision' : `${steps.size} revisions`;
  const { notes = [] } = plan;
  const isSaid = notes.some((note) => note.includes('--purge'));
  const purge = plan.arguments.includes('--purge') && !isSaid ? [PURGE_WARNING, ''] : [];
  const detail = [
    ...(words.warning === undefined ? [] : [words.warning, '']),
    ...purge,
    ...notes.flatMap((note) => [note, '']),
    `Command: alembic ${[plan.command, ...plan.arguments].join(' ')}`,
    ...(plan.target === undefined ? [] : [`Target: ${plan.target}`]),
    ...plan.databases.flatMap((database) => databaseLines(plan.command, database)),
    '',
    `${plan.engine === 'native' ? 'Native engine' : 'Python'}: ${plan.engineDetail}`,
    `Working directory: ${plan.workingDirectory}`,
  ].join('\n');
  return { title: words.title(databaseNames(plan), count), detail, button: words.button };
}

/** The databases of a plan or of a run, for a title. */
export function databaseNames({ databases }: { readonly databases: readonly { readonly label: string }[] }): string {
  return databases.map(({ label }) => label).join(', ');
}

function databaseLines(command: RunCommand, database: PlannedDatabaseInfo): string[] {
  const { steps, name, label, url, current, to, fileMissing } = database;
  const shown = steps.slice(0, MOST_STEPS).map(({ id, message }) => `    ${id}  ${firstLine(message)}`.trimEnd());
  const left = steps.length - shown.length;
  return [
    `Database: ${name === undefined ? '' : `${name}, `}${label} (${url})${fileMissing ? ', will be created' : ''}`,
    // The version table is made as it stands at base: nothing moves.
    ...(command === 'ensure_version' ? [] : [`From ${standing(current)} to ${standing(to)}`]),
    ...(steps.length === 0
      ? []
      : ['', command === 'stamp' ? 'Revisions:' : 'Revisions, in the order they run:', ...shown]),
    ...(left > 0 ? [`    … and ${left} more`] : []),
  ];
}

function standing(ids: readonly string[]): string {
  return ids.length === 0 ? 'base' : ids.join(', ');
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.trim() ?? '';
}

/** The line below the progress bar. */
export function progressMessage({ revision, message, done, total }: RunProgressInfo): string {
  const name = firstLine(message);
  return `${revision}${name === '' ? '' : ` ${name}`} (${done} of ${total} done)`;
}

/** A button below an error that leads on. */
export interface NextStep {
  readonly title: string;
  readonly command: string;
}

const SELECT_INTERPRETER = { title: 'Select Interpreter', command: 'alembicWorkbench.selectInterpreter' } as const;

const NEXT_STEP: Readonly<Record<string, NextStep | undefined>> = {
  notTrusted: { title: 'Manage Workspace Trust', command: 'alembicWorkbench.manageTrust' },
  noInterpreter: SELECT_INTERPRETER,
  alembicMissing: SELECT_INTERPRETER,
  driverMissing: SELECT_INTERPRETER,
  secretMissing: { title: 'Set Secret…', command: 'alembicWorkbench.setSecret' },
  targetInvalid: { title: 'Select Target…', command: 'alembicWorkbench.selectTarget' },
  unsavedFiles: { title: 'Save All', command: 'workbench.action.files.saveAll' },
  notUpToDate: { title: 'Upgrade', command: 'alembicWorkbench.upgradeToHead' },
  alreadyExists: { title: 'Stamp…', command: 'alembicWorkbench.stamp' },
  changedDatabase: { title: 'Refresh', command: 'alembicWorkbench.refresh' },
};

/** The buttons of an error by its code; the log is always one of them. */
export function nextSteps(code: string): NextStep[] {
  const step = NEXT_STEP[code];
  return [...(step === undefined ? [] : [step]), { title: 'Show Log', command: 'alembicWorkbench.showOutput' }];
}
