import { type CommandName, type CommandOption, COMMANDS, type CommandSpec } from '../usecases/commands/commandTable';

/** Options of ours, besides those of Alembic's commands. */
export const OPTIONS = {
  project: { takes: 'value', value: 'DIR', help: 'look below DIR instead of the working directory' },
  config: { short: '-c', takes: 'values', value: 'FILE', help: 'the project of this configuration file' },
  name: { short: '-n', takes: 'value', value: 'SECTION', help: 'the section of alembic.ini' },
  versions: {
    takes: 'values',
    value: 'DIR...',
    help: 'these folders of revision files, without a configuration',
  },
  python: { takes: 'value', value: 'FILE', help: 'the interpreter that has the project’s Alembic' },
  'python-command': {
    takes: 'value',
    value: 'COMMAND',
    help: 'what stands for python where it runs elsewhere: "docker compose exec -T api python"',
  },
  'path-mapping': {
    takes: 'values',
    value: 'HERE=THERE',
    help: 'with --python-command: what a folder is called there; may be repeated',
  },
  x: { short: '-x', takes: 'values', value: 'NAME=VALUE', help: 'handed to env.py; may be repeated' },
  app: {
    takes: 'value',
    value: 'MODULE:NAME',
    help: 'the application, or what makes it, whose context env.py needs (Flask-Migrate)',
  },
  each: { takes: 'nothing', help: 'every revision by itself, each direction, without the version table' },
  downgrade: { takes: 'nothing', help: 'the way back: down to END' },
  dialect: {
    takes: 'value',
    value: 'NAME',
    help: 'the dialect: postgresql, sqlite or mysql; else that of the database',
  },
  sqlalchemy: {
    takes: 'value',
    value: 'VERSION',
    help: 'whose SQL it is: that of SQLAlchemy 2.0 or 2.1; else of the project’s own',
  },
  engine: { takes: 'value', value: 'ENGINE', help: 'what runs migrations: auto (default), alembic or native' },
  database: { takes: 'value', value: 'NAME', help: 'of several databases: which one' },
  copy: {
    takes: 'value',
    value: 'WHAT',
    help: 'of PostgreSQL: schema (tables without rows, default), or rows',
  },
  irreversible: {
    takes: 'value',
    value: 'HOW',
    help: 'how downgrade() says what it does not undo: comment (default) or raise',
  },
  write: { takes: 'nothing', help: 'put it into the file, after showing the difference' },
  live: { takes: 'nothing', help: 'of schema: what the database holds (SQLite and PostgreSQL), opened to read only' },
  json: { takes: 'nothing', help: 'print JSON' },
  yes: { short: '-y', takes: 'nothing', help: 'run it without a question' },
  confirm: { takes: 'value', value: 'DATABASE', help: 'the name of the database: needed for a protected one' },
  metadata: {
    takes: 'value',
    value: 'MODULE:NAME',
    help: 'write this target_metadata into env.py: shop.models:Base.metadata',
  },
  'url-variable': { takes: 'value', value: 'NAME', help: 'let env.py take the URL from this environment variable' },
  batch: { takes: 'nothing', help: 'let env.py render SQLite changes in batches (render_as_batch)' },
  quiet: { short: '-q', takes: 'nothing', help: 'print no answer but SQL; the exit code tells' },
  raiseerr: { takes: 'nothing', help: 'as with alembic; what Python says of an error is always shown' },
  help: { short: '-h', takes: 'nothing', help: 'this text' },
  version: { takes: 'nothing', help: 'the version' },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** One of `OPTIONS`. */
export type OptionName = keyof typeof OPTIONS;

const PLACE: readonly OptionName[] = ['project', 'config', 'name', 'quiet', 'raiseerr'];
const PYTHON: readonly OptionName[] = ['python', 'python-command', 'path-mapping'];
const ENVIRONMENT: readonly OptionName[] = [...PLACE, ...PYTHON, 'x', 'app'];
const WRITE: readonly OptionName[] = [...ENVIRONMENT, 'engine', 'yes', 'confirm'];
const FILES: readonly OptionName[] = [...PLACE, 'versions'];
/** Answered from files unless the database is asked for; a script may hand every command the same options. */
const CHAIN: readonly OptionName[] = [...ENVIRONMENT, 'versions'];

/** What is ours alone: answered without Python. */
const OWN = {
  graph: { options: [], words: { name: '', count: 0 }, help: 'every project with its revisions, heads and problems' },
  lint: {
    options: [],
    words: { name: '', count: 0 },
    help: 'problems of revision files and configuration; exit code 1 when there are errors',
  },
  sql: {
    options: [],
    words: { name: '[START:][END]', count: 1 },
    help: 'the SQL from START (where the database stands) to END (heads), or why there is none',
  },
  schema: {
    options: [],
    words: { name: '[REV]', count: 1 },
    help: 'the tables at a revision (heads), replayed from the files; with --live those of the database',
  },
  log: {
    options: [],
    words: { name: 'TABLE[.COLUMN]', count: 1 },
    help: 'the revisions that touched a table or column, the newest first, through renames',
  },
  reverse: {
    options: [],
    words: { name: 'REV', count: 1 },
    help: 'the downgrade() that undoes a revision; --write puts it into the file',
  },
  rehearse: {
    options: [],
    words: { name: '[TARGET]', count: 1 },
    help: 'the upgrade to TARGET (heads) on a copy of the database: its statements, times, locks and changes',
  },
  verify: {
    options: [],
    words: { name: '[REV]', count: 1 },
    help: 'one head, upgrade from base, and each revision up, down, up, on databases made for it',
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** Every command of ours: Alembic's and a few more. */
export const CLI_COMMANDS = { ...OWN, ...COMMANDS };
export type CliCommandName = keyof typeof CLI_COMMANDS;

/** Which of our options each command takes. */
export const TAKES: Readonly<Record<CliCommandName, readonly OptionName[]>> = {
  graph: [...FILES, 'dialect', 'json'],
  lint: [...FILES, 'dialect', 'json'],
  sql: [...CHAIN, 'each', 'downgrade', 'dialect', 'sqlalchemy', 'json'],
  schema: [...CHAIN, 'database', 'dialect', 'live', 'json'],
  log: [...FILES, 'database', 'dialect', 'json'],
  reverse: [...FILES, 'dialect', 'irreversible', 'write', 'yes', 'json'],
  rehearse: [...WRITE, 'copy', 'json'],
  verify: [...WRITE, 'json'],
  history: CHAIN,
  heads: CHAIN,
  branches: CHAIN,
  show: CHAIN,
  current: [...ENVIRONMENT, 'engine'],
  check: ENVIRONMENT,
  edit: ENVIRONMENT,
  revision: ENVIRONMENT,
  merge: ENVIRONMENT,
  init: [...ENVIRONMENT, 'metadata', 'url-variable', 'batch', 'yes'],
  list_templates: ENVIRONMENT,
  upgrade: WRITE,
  downgrade: WRITE,
  stamp: WRITE,
  ensure_version: WRITE,
};

/** Whether a word names a command. */
export function isCliCommand(word: string): word is CliCommandName {
  return Object.hasOwn(CLI_COMMANDS, word);
}

/** Whether a command is none of Alembic's. */
export function isOwn(command: CliCommandName): command is Exclude<CliCommandName, CommandName> {
  return Object.hasOwn(OWN, command);
}
