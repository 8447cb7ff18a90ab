import type { WordOption } from './readWords';

/** An option of Alembic's commands. */
export interface CommandOption extends WordOption {
  /** What its value is called in the help. */
  readonly value?: string;
  readonly help: string;
}

/** The options of all commands by their long name (alembic-behaviour.md §1.2). */
export const COMMAND_OPTIONS = {
  template: { short: '-t', takes: 'value', value: 'NAME', help: 'template to make the folder from (generic)' },
  package: { takes: 'nothing', help: 'write empty __init__.py files as well' },
  message: { short: '-m', takes: 'value', value: 'TEXT', help: 'message of the revision' },
  autogenerate: { takes: 'nothing', help: 'fill in the difference between the database and the models' },
  sql: { takes: 'nothing', help: 'print SQL instead of running it; no database is opened' },
  head: { takes: 'value', value: 'REVISION', help: 'the head, or LABEL@head, to go on from' },
  splice: { takes: 'nothing', help: 'go on from revisions that are no heads as well' },
  'branch-label': { takes: 'value', value: 'LABEL', help: 'label of the branch that begins here' },
  'version-path': { takes: 'value', value: 'DIR', help: 'which folder of revisions the file goes to' },
  'rev-id': { takes: 'value', value: 'ID', help: 'id of the revision instead of one that is made up' },
  'depends-on': { takes: 'values', value: 'REVISION', help: 'a revision this one depends on; may be repeated' },
  tag: { takes: 'value', value: 'TEXT', help: 'handed to env.py' },
  purge: { takes: 'nothing', help: 'empty the version table first, whatever it holds' },
  'check-heads': { short: '-c', takes: 'nothing', help: 'fail unless the database is at every head' },
  verbose: { short: '-v', takes: 'nothing', help: 'more of each revision' },
  'rev-range': { short: '-r', takes: 'value', value: 'BASE:HEAD', help: 'which revisions; each end may be missing' },
  'indicate-current': { short: '-i', takes: 'nothing', help: 'mark what the database is at' },
  'resolve-dependencies': { takes: 'nothing', help: 'leave out heads that other revisions depend on' },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** One of `COMMAND_OPTIONS`. */
export type CommandOptionName = keyof typeof COMMAND_OPTIONS;

/** What a command takes, and its line in the help. */
export interface CommandSpec {
  readonly options: readonly CommandOptionName[];
  /** What it is given besides options: its name in the help, and how many. */
  readonly words: { readonly name: string; readonly count: 0 | 1 | 'many' };
  readonly help: string;
}

const NONE = { name: '', count: 0 } as const;
const REVISION = { name: 'REVISION', count: 1 } as const;
const REVISIONS = { name: 'REVISION', count: 'many' } as const;

/** Every command of Alembic's, with the options its command line has. */
export const COMMANDS = {
  init: {
    options: ['template', 'package'],
    words: { name: 'DIRECTORY', count: 1 },
    help: 'make a folder of migrations and its configuration',
  },
  list_templates: { options: [], words: NONE, help: 'the templates init can use' },
  revision: {
    options: [
      'message',
      'autogenerate',
      'sql',
      'head',
      'splice',
      'branch-label',
      'version-path',
      'rev-id',
      'depends-on',
    ],
    words: NONE,
    help: 'write a new revision file',
  },
  merge: {
    options: ['message', 'branch-label', 'rev-id', 'splice'],
    words: REVISIONS,
    help: 'write a revision that joins others',
  },
  upgrade: { options: ['sql', 'tag'], words: REVISION, help: 'upgrade the database to a revision' },
  downgrade: { options: ['sql', 'tag'], words: REVISION, help: 'go back to a revision' },
  stamp: {
    options: ['sql', 'tag', 'purge'],
    words: REVISIONS,
    help: 'write revisions into the version table without running them',
  },
  ensure_version: { options: ['sql'], words: NONE, help: 'make the version table if there is none' },
  current: { options: ['check-heads', 'verbose'], words: NONE, help: 'what the database is at' },
  history: {
    options: ['rev-range', 'verbose', 'indicate-current'],
    words: NONE,
    help: 'the revisions, newest first',
  },
  heads: { options: ['verbose', 'resolve-dependencies'], words: NONE, help: 'the revisions nothing follows' },
  branches: { options: ['verbose'], words: NONE, help: 'the revisions several others follow' },
  show: { options: [], words: REVISION, help: 'one revision in full; current is what the database is at' },
  check: { options: [], words: NONE, help: 'fail when the models and the database differ' },
  edit: { options: [], words: REVISION, help: 'open the file of a revision in EDITOR' },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** One of `COMMANDS`. */
export type CommandName = keyof typeof COMMANDS;

/** Whether Alembic has a command of this name. */
export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

/** The options a command takes. */
export function optionsOf(command: CommandName): Readonly<Record<string, CommandOption>> {
  return Object.fromEntries(COMMANDS[command].options.map((name) => [name, COMMAND_OPTIONS[name]]));
}
