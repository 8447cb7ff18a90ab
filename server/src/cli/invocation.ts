import type { Context } from '../schema/context';
import { err, ok, type Result } from '../common/result';
import type { EnvironmentChoices } from '../protocol/commands';
import { optionsOf } from '../usecases/commands/commandTable';
import { checkedCommand, type Command } from '../usecases/commands/readCommand';
import { type ReadWords, readWords } from '../usecases/commands/readWords';
import { splitCommand } from './commandLine';
import { configFiles, type ConfigFiles } from './configFiles';
import { CLI_COMMANDS, type CliCommandName, isCliCommand, isOwn, type OptionName, OPTIONS, TAKES } from './options';

type OwnName = Exclude<CliCommandName, Command['name']>;
type OwnCommand = { readonly [N in OwnName]: { readonly name: N } }[OwnName];

/** What the arguments ask for. */
export interface Invocation {
  /** A command of Alembic's with its arguments, or one of ours. */
  readonly command: Command | OwnCommand;
  /** Where to look for projects; the working directory when none is given. */
  readonly project?: string;
  /** Bare folders of revision files; empty: projects are looked for. */
  readonly versions: readonly string[];
  /** Empty: none is named. */
  readonly config: ConfigFiles;
  readonly section?: string;
  readonly python: string;
  /** What stands for `python` where it runs elsewhere; empty: it runs here. */
  readonly pythonCommand: readonly string[];
  /** With it: folders here -> what they are called there. As typed. */
  readonly pathMapping: Readonly<Record<string, string>>;
  readonly xArguments: readonly string[];
  /** `module:attribute` of the application whose context env.py needs; empty: none. */
  readonly application: string;
  /** Of `init`: what is filled into env.py. */
  readonly fill: EnvironmentChoices;
  readonly quiet: boolean;
  readonly raiseerr: boolean;
  readonly json: boolean;
  /** The one word of our own commands: `START:END` or `END` of `sql`, REV of `schema`, TABLE of `log`. */
  readonly range?: string;
  /** Of `schema`: what the database holds, not what the revisions make. */
  readonly live: boolean;
  /** Of `sql`: the way back. */
  readonly downgrade: boolean;
  /** Of `sql`: every revision by itself. */
  readonly each: boolean;
  /** Of `sql`, `schema`, `log`, `reverse`, `lint` and `graph`. */
  readonly dialect?: string;
  /** Of `schema` and `log`: which of several databases. */
  readonly database?: string;
  /** Of `rehearse`: what is copied of a PostgreSQL database. */
  readonly copy?: string;
  /** What runs migrations. */
  readonly engine?: string;
  /** Of `sql`: whose SQL it is. */
  readonly sqlalchemy?: Context['sqlalchemy'];
  /** Of `reverse`: how what is not undone is said. */
  readonly irreversible?: string;
  /** Of `reverse`: the file is changed. */
  readonly write: boolean;
  readonly yes: boolean;
  /** The name of the database, as the user knows it. */
  readonly confirm?: string;
}

const ALWAYS = ['help', 'version'] as const satisfies readonly OptionName[];

/** What the program was started for. */
export type Request =
  | { readonly kind: 'run'; readonly invocation: Invocation }
  | { readonly kind: 'help'; readonly command: CliCommandName | null }
  | { readonly kind: 'version' };

/**
 * Reads the arguments after the program's name. The command is the first word that names one. Before it our options count,
 * after it its own too, which come first: `current -c` is `--check-heads`.
 * @returns in the error one sentence about what is wrong.
 */
export function readArguments(args: readonly string[]): Result<Request, string> {
  const before = readWords(args, OPTIONS, isCliCommand);
  if (!before.ok) return before;
  const command = before.value.words.at(-1);
  if (command === undefined || !isCliCommand(command)) {
    if (before.value.flags.has('help')) return ok({ kind: 'help', command: null });
    if (before.value.flags.has('version')) return ok({ kind: 'version' });
    const [word] = before.value.words;
    return err(word === undefined ? 'No command is given.' : `There is no command '${word}'.`);
  }
  const own = isOwn(command) ? {} : optionsOf(command);
  // What abbreviates an option of the command abbreviates none that it does not take.
  const taken = Object.fromEntries([...TAKES[command], ...ALWAYS].map((name) => [name, OPTIONS[name]]));
  const fitting = readWords(before.value.rest, { ...own, ...taken });
  const after = fitting.ok ? fitting : readWords(before.value.rest, { ...OPTIONS, ...own });
  if (!after.ok) return err(fitting.ok ? after.error : fitting.error);
  const given = joined(before.value, after.value);
  if (given.flags.has('help')) return ok({ kind: 'help', command });
  if (given.flags.has('version')) return ok({ kind: 'version' });
  const strange = [...given.flags, ...given.values.keys()].find(
    (name) => !Object.hasOwn(own, name) && !TAKES[command].includes(name as OptionName),
  );
  if (strange !== undefined) return err(`'${command}' takes no ${strange.length === 1 ? '-' : '--'}${strange}.`);
  return invocationOf(command, given);
}

/** Both halves of the line; the last word of the first is the command. */
function joined(before: ReadWords, after: ReadWords): Omit<ReadWords, 'rest'> {
  const values = new Map(before.values);
  for (const [name, given] of after.values) values.set(name, [...(values.get(name) ?? []), ...given]);
  return {
    flags: new Set([...before.flags, ...after.flags]),
    values,
    words: [...before.words.slice(0, -1), ...after.words],
  };
}

function invocationOf(
  name: CliCommandName,
  { flags, values, words }: Omit<ReadWords, 'rest'>,
): Result<Request, string> {
  const ours = (option: OptionName): readonly string[] => values.get(option) ?? [];
  const named = ours('config').length > 0;
  const config = configFiles(ours('config'));
  if (!config.ok) return config;
  const project = ours('project').at(-1);
  const section = ours('name').at(-1);
  const confirm = ours('confirm').at(-1);
  const dialect = ours('dialect').at(-1);
  const engine = ours('engine').at(-1);
  const database = ours('database').at(-1);
  const copy = ours('copy').at(-1);
  const sqlalchemy = ours('sqlalchemy').at(-1);
  if (sqlalchemy !== undefined && sqlalchemy !== '2.0' && sqlalchemy !== '2.1') {
    return err(`The SQL of SQLAlchemy ${sqlalchemy} is not written. Give --sqlalchemy 2.0 or 2.1.`);
  }
  const irreversible = ours('irreversible').at(-1);
  const bare = ours('versions');
  const takesWord = isOwn(name) && CLI_COMMANDS[name].words.count === 1 && !flags.has('each');
  // Where a command takes no words, those that follow --versions are folders too.
  const takesWords = name === 'show' || takesWord;
  const versions = bare.length === 0 || takesWords ? bare : [...bare, ...words];
  if (versions.length > 0 && (named || (project ?? section) !== undefined)) {
    return err('--versions names bare folders: it goes without --project, --config and --name.');
  }
  if (named && project !== undefined) return err('Give --project or --config, not both.');
  const python = pythonOf(ours);
  if (!python.ok) return python;
  const range = takesWord ? words.at(0) : undefined;
  const rest = range === undefined ? words : words.slice(1);
  const command = commandOf(name, { flags, values, words: versions === bare ? rest : [] });
  if (!command.ok) return command;
  return ok({
    kind: 'run',
    invocation: {
      command: command.value,
      versions,
      config: config.value,
      ...python.value,
      xArguments: ours('x'),
      application: ours('app').at(-1) ?? '',
      fill: fillOf(ours, flags),
      quiet: flags.has('quiet'),
      raiseerr: flags.has('raiseerr'),
      json: flags.has('json'),
      live: flags.has('live'),
      each: flags.has('each'),
      downgrade: flags.has('downgrade'),
      yes: flags.has('yes'),
      ...(project !== undefined && { project }),
      ...(section !== undefined && { section }),
      ...(confirm !== undefined && { confirm }),
      ...(dialect !== undefined && { dialect }),
      ...(engine !== undefined && { engine }),
      ...(database !== undefined && { database }),
      ...(copy !== undefined && { copy }),
      ...(sqlalchemy !== undefined && { sqlalchemy }),
      write: flags.has('write'),
      ...(irreversible !== undefined && { irreversible }),
      ...(range !== undefined && { range }),
    },
  });
}

type Given = (option: OptionName) => readonly string[];

/** How Python is reached. */
function pythonOf(ours: Given): Result<Pick<Invocation, 'python' | 'pythonCommand' | 'pathMapping'>, string> {
  const python = ours('python').at(-1) ?? '';
  const given = ours('python-command').at(-1) ?? '';
  const command = splitCommand(given);
  if (command === null) return err(`--python-command has a quote that is not closed: ${given}`);
  if (python !== '' && command.length > 0) return err('Give --python or --python-command, not both.');
  const pairs = ours('path-mapping').map((text) => /^([^=]+)=(.+)$/s.exec(text) ?? text);
  const wrong = pairs.find((pair) => typeof pair === 'string');
  if (wrong !== undefined) return err(`--path-mapping needs HERE=THERE, as in .=/app; this is '${wrong}'.`);
  if (pairs.length > 0 && command.length === 0) return err('--path-mapping goes with --python-command.');
  const pathMapping = Object.fromEntries(pairs.map(([, here = '', there = '']) => [here, there]));
  return ok({ python, pythonCommand: command, pathMapping });
}

function fillOf(ours: Given, flags: ReadonlySet<string>): EnvironmentChoices {
  const metadata = ours('metadata').at(-1);
  const urlVariable = ours('url-variable').at(-1);
  return {
    ...(metadata !== undefined && { metadata }),
    ...(urlVariable !== undefined && { urlVariable }),
    ...(flags.has('batch') && { renderAsBatch: true }),
  };
}

/** The command with its own options alone. */
function commandOf(
  name: CliCommandName,
  { flags, values, words }: Omit<ReadWords, 'rest'>,
): Result<Invocation['command'], string> {
  if (isOwn(name)) {
    const [word] = words;
    return word === undefined ? ok({ name }) : err(`'${word}' is one word too many for '${name}'.`);
  }
  const own = optionsOf(name);
  const command = checkedCommand(name, {
    flags: new Set([...flags].filter((flag) => Object.hasOwn(own, flag))),
    values: new Map([...values].filter(([option]) => Object.hasOwn(own, option))),
    words,
  });
  return command.ok ? command : err(command.error.endsWith('.') ? command.error : `${command.error}.`);
}
