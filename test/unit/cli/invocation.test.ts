import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { commandHelp, helpText } from '../../../server/src/cli/help';
import { type Invocation, readArguments } from '../../../server/src/cli/invocation';
import { CLI_COMMANDS, type CliCommandName } from '../../../server/src/cli/options';
import { COMMAND_OPTIONS } from '../../../server/src/usecases/commands/commandTable';

const NAMES = Object.keys(CLI_COMMANDS) as readonly CliCommandName[];

function read(...args: readonly string[]): Invocation | string {
  const result = readArguments(args);
  if (!result.ok) return result.error;
  return result.value.kind === 'run' ? result.value.invocation : result.value.kind;
}

/** An invocation of a command with these options and words. */
function asking(
  name: string,
  values: Readonly<Record<string, readonly string[]>> = {},
  flags: readonly string[] = [],
  words: readonly string[] = [],
): object {
  return { command: { name, values: new Map(Object.entries(values)), flags: new Set(flags), words } };
}

describe('readArguments', () => {
  it('takes the options of history in every spelling argparse takes', () => {
    for (const args of [
      ['-r1975ea:ae1027'],
      ['-r', '1975ea:ae1027'],
      ['-r=1975ea:ae1027'],
      ['--rev-range=1975ea:ae1027'],
      ['--rev=1975ea:ae1027'],
    ]) {
      expect(read('history', ...args, '-v')).toMatchObject(
        asking('history', { 'rev-range': ['1975ea:ae1027'] }, ['verbose']),
      );
    }
    expect(read('history', '-r=-2:')).toMatchObject(asking('history', { 'rev-range': ['-2:'] }));
  });

  it('takes an abbreviation for the one option of the command that it fits', () => {
    expect(read('revision', '--me', 'users', '--b=orders')).toMatchObject(
      asking('revision', { message: ['users'], 'branch-label': ['orders'] }),
    );
    expect(read('init', '--me', 'a:b', 'm')).toMatchObject({ fill: { metadata: 'a:b' } });
    expect(read('heads', '--metadata', 'a:b')).toBe("'heads' takes no --metadata.");
  });

  it('takes a Python command with its mapping of paths', () => {
    const given = [
      '--python-command',
      "docker exec 'my api' python",
      '--path-mapping=.=/app',
      '--path-mapping',
      'a=b=c',
    ];
    expect(read(...given, 'current')).toMatchObject({
      python: '',
      pythonCommand: ['docker', 'exec', 'my api', 'python'],
      pathMapping: { '.': '/app', a: 'b=c' },
    });
    expect(read('current', '--python-command', "a 'b")).toMatch(/a quote that is not closed/);
    expect(read('current', '--python-command=a', '--python=b')).toBe('Give --python or --python-command, not both.');
    expect(read('current', '--path-mapping', '.=/app')).toBe('--path-mapping goes with --python-command.');
    expect(read('current', '--python-command=a', '--path-mapping', '/app')).toMatch(/needs HERE=THERE/);
  });

  it('takes --quiet and --raiseerr where Alembic takes them', () => {
    for (const name of ['heads', 'current', 'upgrade']) {
      const words = name === 'upgrade' ? ['head'] : [];
      expect(read('-q', '--raiseerr', name, ...words)).toMatchObject({ quiet: true, raiseerr: true });
      expect(read(name, ...words)).toMatchObject({ quiet: false, raiseerr: false });
    }
  });

  it('takes relative revisions for what they are', () => {
    expect(read('downgrade', '-1')).toMatchObject(asking('downgrade', {}, [], ['-1']));
    expect(read('upgrade', '+1', '--yes')).toMatchObject({
      ...asking('upgrade', {}, [], ['+1']),
      yes: true,
    });
    expect(read('stamp', 'ae10', 'b@head', '-y')).toMatchObject(asking('stamp', {}, [], ['ae10', 'b@head']));
  });

  it('takes our options before the command and after it, the command’s own first', () => {
    expect(read('-c', 'a.ini', '-n', 'two', '-x', 'a=1', 'current', '-c', '-x', 'b=2')).toMatchObject({
      ...asking('current', {}, ['check-heads']),
      config: { ini: 'a.ini' },
      section: 'two',
      xArguments: ['a=1', 'b=2'],
    });
    expect(read('heads', '-c', 'a.ini')).toMatchObject({ config: { ini: 'a.ini' } });
    expect(read('--python', 'py', 'upgrade', 'head', '--sql', '--confirm', 'shop')).toMatchObject({
      python: 'py',
      confirm: 'shop',
    });
  });

  it('takes every word after --versions for a folder, wherever the command stands', () => {
    for (const args of [
      ['graph', '--versions', 'a', 'b', '--json'],
      ['--versions', 'a', 'graph', 'b', '--json'],
      ['graph', '--json', '--versions', 'a', '--versions', 'b'],
    ]) {
      expect(read(...args)).toMatchObject({ command: { name: 'graph' }, versions: ['a', 'b'], json: true });
    }
    expect(read('show', 'ae10', '--versions', 'a')).toMatchObject({
      ...asking('show', {}, [], ['ae10']),
      versions: ['a'],
    });
  });

  it.each([
    [[], 'No command is given.'],
    [['foo'], "There is no command 'foo'."],
    [['heads', '--nope'], "Unknown option '--nope'."],
    [['heads', '--json'], "'heads' takes no --json."],
    [['graph', '-x', 'a'], "'graph' takes no -x."],
    [['heads', 'x'], "'x' is one word too many for 'heads'."],
    [['graph', 'x'], "'x' is one word too many for 'graph'."],
    [['upgrade'], "'upgrade' needs a revision, for example 'head'."],
    [['upgrade', 'a', 'b'], "'b' is one word too many for 'upgrade'."],
    [['upgrade', 'a', '--versions', 'b'], "'upgrade' takes no --versions."],
    [['upgrade', 'a:b'], 'Range revision not allowed.'],
    [['revision', '--yes'], "'revision' takes no --yes."],
    [['-c', 'a', '-c', 'b', 'heads'], 'only one ini file may be indicated.'],
    [
      ['heads', '--versions', 'a', '--project', 'b'],
      '--versions names bare folders: it goes without --project, --config and --name.',
    ],
    [['heads', '--config', 'a', '--project', 'b'], 'Give --project or --config, not both.'],
  ])('says what is wrong with %j', (args, message) => {
    expect(read(...args)).toBe(message);
  });

  it('says what is missing of an option without its value', () => {
    expect(read('heads', '--project')).toBe('--project needs a value.');
  });

  it('says how a value that begins with a dash is written', () => {
    expect(read('history', '-r', '-2:')).toBe(
      "-r needs a value. One that begins with a dash follows '=', as in -r=-2:.",
    );
  });

  it('knows help and version without a command', () => {
    expect([read('--help'), read('-h'), read('heads', '--help'), read('--version')]).toEqual([
      'help',
      'help',
      'help',
      'version',
    ]);
    expect(readArguments(['heads', '-h'])).toEqual({ ok: true, value: { kind: 'help', command: 'heads' } });
  });

  it('never throws', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(...NAMES, '--versions', '-r', '--', '-n', '-1', '--yes=1', '-vv', '-x', '--sql'),
    );
    fc.assert(
      fc.property(fc.array(word), (args) => {
        const result = readArguments(args);
        if (!result.ok) expect(result.error).toMatch(/^[^\0\n]*[^.\n]\.$/);
      }),
    );
  });
});

describe('the help', () => {
  it('names every command', () => {
    for (const command of NAMES) expect(helpText()).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });

  it('names every option of a command', () => {
    for (const command of NAMES)
      expect(commandHelp(command)).toMatch(new RegExp(`^Usage: alembic-workbench ${command}`));
    const all = NAMES.map(commandHelp).join('');
    for (const option of Object.keys(COMMAND_OPTIONS)) expect(all).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
    expect(commandHelp('current')).toMatch(/^ {2}--check-heads, -c /m);
    expect(commandHelp('current')).toMatch(/^ {2}--config FILE {2}/m);
  });

  it('fits a terminal', () => {
    for (const text of [helpText(), ...NAMES.map(commandHelp)]) {
      for (const line of text.split('\n')) expect(line.length, line).toBeLessThan(121);
    }
  });
});
