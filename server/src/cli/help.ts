import { type CommandOption, optionsOf } from '../usecases/commands/commandTable';
import { CLI_COMMANDS, type CliCommandName, isOwn, type OptionName, OPTIONS, TAKES } from './options';

/** Commands by what becomes of them. */
const GROUPS: readonly (readonly [title: string, commands: readonly CliCommandName[]])[] = [
  [
    "Answered from the files, without Python ('current', -i, and sql without a START\nask the project's own Alembic):",
    ['graph', 'lint', 'sql', 'schema', 'log', 'reverse', 'history', 'heads', 'branches', 'show', 'edit'],
  ],
  ["Asked of the project's own Alembic; nothing is written to a database:", ['current', 'check', 'list_templates']],
  ['Tried on databases made for it, and removed afterwards (SQLite and PostgreSQL):', ['rehearse', 'verify']],
  ['Write files, through the project’s own Alembic, and print their paths:', ['init', 'revision', 'merge']],
  [
    'Write to a database, after showing what will happen; with --sql they print SQL instead:',
    ['upgrade', 'downgrade', 'stamp', 'ensure_version'],
  ],
];

const WHICH: readonly OptionName[] = [
  'project',
  'config',
  'name',
  'versions',
  'python',
  'python-command',
  'path-mapping',
  'x',
  'quiet',
  'help',
  'version',
];

const DIFFERENCES = `What differs from 'alembic':
  - upgrade, downgrade, stamp and ensure_version name the database and the steps first, ask, and stop before the
    first step when env.py opens another database, or finds it at another revision, than was shown. --yes answers.
  - Databases whose name or URL matches a pattern of ALEMBIC_WORKBENCH_PROTECTED (with *, separated by commas) need
    --confirm DATABASE instead of --yes.
  - history, heads, branches, show, graph, lint and sql START:END run no Python. Reading never makes the version table.
  - sql without a START begins where the database stands, which may be several rows, and says so on standard error;
    upgrade --sql begins at base.
  - revision and merge go on with the next number where ids are numbers in step (0007), unless --rev-id is given.
  - Ctrl+C asks a run to end; a second one ends it by force. What the database is at then is read and told.
  - init asks what to fill into env.py, and shows the change first; --metadata, --url-variable, --batch answer.
  - Options may stand before and after the command. Errors and what env.py prints go to standard error.

Exit codes: 0 done; 1 errors found, or a run failed; 2 wrong use, or nothing was run.
`;

/** What `--help` prints. */
export function helpText(): string {
  const groups = GROUPS.map(([title, commands]) =>
    [
      `${title}\n`,
      ...rows(commands.map((command) => [withWords(command), CLI_COMMANDS[command].help] as const)),
      '\n',
    ].join(''),
  );
  return [
    'Usage: alembic-workbench COMMAND [OPTIONS]\n\n',
    ...groups,
    'Which project, and what it is run with:\n',
    ...rows(WHICH.map((name) => [spelled(name, OPTIONS[name]), OPTIONS[name].help] as const)),
    "\n'alembic-workbench COMMAND --help' lists the options of a command.\n\n",
    DIFFERENCES,
  ].join('');
}

/** What `COMMAND --help` prints. */
export function commandHelp(command: CliCommandName): string {
  const own = Object.entries(isOwn(command) ? {} : optionsOf(command));
  const taken = new Set(own.flatMap(([, { short }]) => short ?? []));
  const ours = TAKES[command].map((name): readonly [string, CommandOption] => {
    const option: CommandOption = OPTIONS[name];
    // `current -c` is --check-heads there.
    if (option.short === undefined || !taken.has(option.short)) return [name, option];
    const { short: _, ...others } = option;
    return [name, others];
  });
  const options = [...own, ...ours].map(([name, option]) => [spelled(name, option), option.help] as const);
  return [
    `Usage: alembic-workbench ${withWords(command)} [OPTIONS]\n\n`,
    `${CLI_COMMANDS[command].help}\n\n`,
    ...rows(options),
  ].join('');
}

function withWords(command: CliCommandName): string {
  const { name, count } = CLI_COMMANDS[command].words;
  return count === 0 ? command : `${command} ${name}${count === 'many' ? '...' : ''}`;
}

/** `--message TEXT, -m TEXT`; of an option without a long name the short one. */
function spelled(name: string, { short, value }: CommandOption): string {
  const shown = value === undefined ? '' : ` ${value}`;
  const names = [...(name.length > 1 ? [`--${name}`] : []), ...(short === undefined ? [] : [short])];
  return names.map((one) => one + shown).join(', ');
}

function rows(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(34, Math.max(...pairs.map(([left]) => left.length)) + 2);
  return pairs.map(([left, right]) => {
    // What is too long for the column has a line of its own.
    const gap = left.length < width ? ' '.repeat(width - left.length) : `\n  ${' '.repeat(width)}`;
    return `  ${left}${gap}${right}\n`;
  });
}
