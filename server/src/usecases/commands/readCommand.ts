import { err, ok, type Result } from '../../common/result';
import { type CommandName, type CommandOptionName, COMMANDS, isCommandName, optionsOf } from './commandTable';
import { type ReadWords, readWords } from './readWords';

/** A command with its arguments, held against the table. */
export interface Command {
  readonly name: CommandName;
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Revisions, or the directory of `init`. */
  readonly words: readonly string[];
}

/** Options before a command that say what Alembic is run with: never a command's own. */
const ENVIRONMENT = /^(-[cnx]|--config|--name)(=|$)/;

/**
 * Reads a command as Alembic's command line takes it: `["history", "-v"]`. Runs nothing.
 * @returns in the error a sentence: an unknown command or option, a missing value, too many words, or what Alembic itself
 * refuses before it looks at anything.
 */
export function readCommand(args: readonly string[]): Result<Command, string> {
  const [name, ...rest] = args;
  if (name === undefined) return err('No command is given.');
  if (ENVIRONMENT.test(name)) return err(`${name} is not taken here: choose the project and its target instead.`);
  if (!isCommandName(name)) return err(`There is no command '${name}'.`);
  const read = readWords(rest, optionsOf(name));
  return read.ok ? checkedCommand(name, read.value) : read;
}

/** Holds words that were read against the table, and against what Alembic refuses whatever the project. */
export function checkedCommand(
  name: CommandName,
  { flags, values, words }: Pick<ReadWords, 'flags' | 'values' | 'words'>,
): Result<Command, string> {
  const { count, name: wanted } = COMMANDS[name].words;
  const unexpected = count === 'many' ? undefined : words[count];
  if (unexpected !== undefined) return err(`'${unexpected}' is one word too many for '${name}'.`);
  if (count !== 0 && words.length === 0) {
    const example = wanted === 'REVISION' ? "a revision, for example 'head'" : 'a directory';
    return err(`'${name}' needs ${example}.`);
  }
  const command = { name, flags, values, words };
  const refusal = refusedCombination(command);
  return refusal === null ? ok(command) : err(refusal);
}

/** The value of an option that takes one; of several the last. */
export function valueOf(command: Pick<Command, 'values'>, option: CommandOptionName): string | undefined {
  return command.values.get(option)?.at(-1);
}

/** The arguments as Alembic's command line takes them, whatever dashes the values begin with. */
export function argumentsOf({ name, flags, values, words }: Command): string[] {
  const marked = words.some((word) => word.startsWith('-') && !/^-\d+$/.test(word));
  return [
    name,
    ...Array.from(flags, (flag) => `--${flag}`),
    ...Array.from(values).flatMap(([option, given]) => given.map((value) => `--${option}=${value}`)),
    ...(marked ? ['--'] : []),
    ...words,
  ];
}

const SEVERAL_STARTS = 'Stamp operation with --sql only supports a single starting revision at a time';

/** What Alembic refuses whatever the project (alembic/command.py), in its own words. */
function refusedCombination({ name, flags, values, words }: Command): string | null {
  const sql = flags.has('sql');
  const [word = ''] = words;
  switch (name) {
    case 'revision':
      return sql && flags.has('autogenerate') ? 'Using --sql with --autogenerate does not make any sense' : null;
    case 'upgrade':
      return refusedRange(word, sql);
    case 'downgrade':
      return sql && !word.includes(':') ? 'downgrade with --sql requires <fromrev>:<torev>' : refusedRange(word, sql);
    case 'stamp': {
      if (sql && flags.has('purge')) return "Can't use --purge with --sql mode";
      const starts = words.filter((one) => one.includes(':')).map((one) => one.split(':')[0]);
      return sql && new Set(starts).size > 1 ? SEVERAL_STARTS : null;
    }
    case 'history': {
      const range = values.get('rev-range')?.at(-1);
      return range === undefined || range.split(':').length === 2
        ? null
        : 'History range requires [start]:[end], [start]:, or :[end]';
    }
    default:
      return null;
  }
}

function refusedRange(range: string, sql: boolean): string | null {
  const ends = range.split(':').length;
  if (ends === 1) return null;
  if (!sql) return 'Range revision not allowed';
  return ends === 2 ? null : `'${range}' has more than two ends.`;
}
