import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../common/result';

export const COMMANDS = [
  'graph',
  'history',
  'heads',
  'branches',
  'lint',
  'current',
  'upgrade',
  'downgrade',
  'stamp',
] as const;
export type Command = (typeof COMMANDS)[number];

const OPTIONS = {
  project: { type: 'string' },
  versions: { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  name: { type: 'string', short: 'n' },
  python: { type: 'string' },
  json: { type: 'boolean' },
  verbose: { type: 'boolean', short: 'v' },
  'rev-range': { type: 'string', short: 'r' },
  'resolve-dependencies': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;
type OptionName = keyof typeof OPTIONS;

const FIND: readonly OptionName[] = ['project', 'config', 'name', 'help', 'version'];
const FILES: readonly OptionName[] = [...FIND, 'versions'];
const RUN: readonly OptionName[] = [...FIND, 'python', 'yes'];

/** What each command takes: its options, and how many targets. */
const TAKES: Readonly<Record<Command, { readonly options: readonly OptionName[]; readonly targets: 0 | 1 | 'many' }>> =
  {
    graph: { options: [...FILES, 'json'], targets: 0 },
    history: { options: [...FILES, 'verbose', 'rev-range'], targets: 0 },
    heads: { options: [...FILES, 'verbose', 'resolve-dependencies'], targets: 0 },
    branches: { options: [...FILES, 'verbose'], targets: 0 },
    lint: { options: [...FILES, 'json'], targets: 0 },
    current: { options: [...FIND, 'python', 'verbose'], targets: 0 },
    upgrade: { options: RUN, targets: 1 },
    downgrade: { options: RUN, targets: 1 },
    stamp: { options: RUN, targets: 'many' },
  };

export interface Invocation {
  readonly command: Command;
  /** Where to look for projects; the working directory when none is given. */
  readonly project?: string;
  /** Bare folders of revision files; empty: projects are looked for. */
  readonly versions: readonly string[];
  readonly config?: string;
  readonly section?: string;
  readonly python: string;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly range?: string;
  readonly resolveDependencies: boolean;
  readonly yes: boolean;
  readonly targets: readonly string[];
}

/** `-1` and its like are revisions, not options. */
const RELATIVE = /^-\d+$/;
/** Stands before them while `parseArgs` looks; no argument of a process can hold it. */
const MARK = '\0';

/**
 * Reads the arguments after the program's name. The command is the first word that names one; words after `--versions`
 * are folders too.
 * @returns `help` and `version` when they are asked for. The error says in one line what is wrong.
 */
export function readArguments(args: readonly string[]): Result<Invocation | 'help' | 'version', string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: args.map((arg) => (RELATIVE.test(arg) ? MARK + arg : arg)),
      options: OPTIONS,
      allowPositionals: true,
    });
  } catch (error) {
    if (error instanceof TypeError) return err(complaint(error.message));
    throw error;
  }
  const { values } = parsed;
  if (values.help) return ok('help');
  if (values.version) return ok('version');
  const words = parsed.positionals.map((word) => (word.startsWith(MARK) ? word.slice(MARK.length) : word));
  const at = words.findIndex(isCommand);
  const command = words[at];
  if (command === undefined || !isCommand(command)) {
    return err(words[0] === undefined ? 'No command is given.' : `There is no command '${words[0]}'.`);
  }
  const { options, targets } = TAKES[command];
  const strange = (Object.keys(values) as OptionName[]).find((name) => !options.includes(name));
  if (strange !== undefined) return err(`'${command}' takes no --${strange}.`);
  const others = words.filter((_, index) => index !== at);
  const versions = values.versions === undefined ? [] : [...values.versions, ...others];
  if (versions.length > 0 && (values.project ?? values.config ?? values.name) !== undefined) {
    return err('--versions names bare folders: it goes without --project, --config and --name.');
  }
  if (values.config !== undefined && values.project !== undefined) return err('Give --project or --config, not both.');
  const given = versions.length > 0 ? [] : others;
  const unexpected = targets === 'many' ? undefined : given[targets];
  if (unexpected !== undefined) return err(`'${unexpected}' is one word too many for '${command}'.`);
  if (targets !== 0 && given.length === 0) return err(`'${command}' needs a revision, for example 'head'.`);
  // `-r=-2:` is how argparse takes a range that begins with a dash.
  const range = values['rev-range']?.replace(/^=/, '');
  return ok({
    command,
    versions,
    targets: given,
    python: values.python ?? '',
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    resolveDependencies: values['resolve-dependencies'] ?? false,
    yes: values.yes ?? false,
    ...(values.project !== undefined && { project: values.project }),
    ...(values.config !== undefined && { config: values.config }),
    ...(values.name !== undefined && { section: values.name }),
    ...(range !== undefined && { range }),
  });
}

function isCommand(word: string): word is Command {
  return (COMMANDS as readonly string[]).includes(word);
}

/** Node's words without its advice, which speaks of an option that is none. */
function complaint(message: string): string {
  const dash = /^Option '(-[^']+)' argument is ambiguous/.exec(message)?.[1];
  if (dash !== undefined) return `A value that begins with a dash follows '=', as in ${dash}=-2:.`;
  const sentence = message.replace(/\. To specify a positional[^]*|\n[^]*/, '').replaceAll(MARK, '');
  return `${sentence.replace(/\.$/, '')}.`;
}

export const HELP = `Usage: alembic-workbench COMMAND [OPTIONS]

Reads revision files without running them:
  graph [--json]                    projects, their revisions, heads and problems
  history [-v] [-r BASE:HEAD]       revisions, newest first, as 'alembic history' prints them
  heads [-v] [--resolve-dependencies]
  branches [-v]
  lint [--json]                     problems of revision files and configuration; exit code 1 when there are errors

Run the project's own Alembic:
  current [-v]                      what the database is at
  upgrade REVISION [--yes]          show what will happen, ask, then run it
  downgrade REVISION [--yes]
  stamp REVISION... [--yes]

Which project:
  --project DIR                     look below DIR instead of the working directory
  --config FILE, -c FILE            the project of this configuration file
  --name SECTION, -n SECTION        the section of alembic.ini
  --versions DIR...                 these folders of revision files, without a configuration
  --python FILE                     the interpreter that has the project's Alembic

  --help, -h                        this text
  --version                         the version

Exit codes: 0 done; 1 errors found, or a run failed; 2 wrong use, or nothing was run.
`;
