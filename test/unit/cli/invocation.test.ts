import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, HELP, readArguments } from '../../../server/src/cli/invocation';

function read(...args: readonly string[]): unknown {
  const result = readArguments(args);
  return result.ok ? result.value : result.error;
}

describe('readArguments', () => {
  it('takes the options of history in every spelling argparse takes', () => {
    for (const args of [
      ['-r1975ea:ae1027'],
      ['-r', '1975ea:ae1027'],
      ['-r=1975ea:ae1027'],
      ['--rev-range=1975ea:ae1027'],
    ]) {
      expect(read('history', ...args, '-v')).toMatchObject({
        command: 'history',
        range: '1975ea:ae1027',
        verbose: true,
      });
    }
    expect(read('history', '-r=-2:')).toMatchObject({ range: '-2:' });
  });

  it('takes relative revisions for what they are', () => {
    expect(read('downgrade', '-1')).toMatchObject({ command: 'downgrade', targets: ['-1'] });
    expect(read('upgrade', '+1', '--yes')).toMatchObject({ targets: ['+1'], yes: true });
    expect(read('stamp', 'ae10', 'b@head', '-y')).toMatchObject({ targets: ['ae10', 'b@head'], yes: true });
  });

  it('takes every word after --versions for a folder, wherever the command stands', () => {
    for (const args of [
      ['graph', '--versions', 'a', 'b', '--json'],
      ['--versions', 'a', 'graph', 'b', '--json'],
      ['graph', '--json', '--versions', 'a', '--versions', 'b'],
    ]) {
      expect(read(...args)).toMatchObject({ command: 'graph', versions: ['a', 'b'], json: true, targets: [] });
    }
  });

  it.each([
    [[], 'No command is given.'],
    [['foo'], "There is no command 'foo'."],
    [['heads', '--nope'], "Unknown option '--nope'."],
    [['heads', '--json'], "'heads' takes no --json."],
    [['heads', 'x'], "'x' is one word too many for 'heads'."],
    [['upgrade'], "'upgrade' needs a revision, for example 'head'."],
    [['upgrade', 'a', 'b'], "'b' is one word too many for 'upgrade'."],
    [['upgrade', 'a', '--versions', 'b'], "'upgrade' takes no --versions."],
    [
      ['heads', '--versions', 'a', '--project', 'b'],
      '--versions names bare folders: it goes without --project, --config and --name.',
    ],
    [['heads', '--config', 'a', '--project', 'b'], 'Give --project or --config, not both.'],
  ])('says what is wrong with %j', (args, message) => {
    expect(read(...args)).toBe(message);
  });

  it('says what is missing of an option without its value', () => {
    expect(read('heads', '--project')).toMatch(/--project/);
  });

  it('says how a value that begins with a dash is written', () => {
    expect(read('history', '-r', '-2:')).toBe("A value that begins with a dash follows '=', as in -r=-2:.");
    expect(read('history', '-r=-2:')).toMatchObject({ range: '-2:' });
  });

  it('knows help and version without a command', () => {
    expect([read('--help'), read('-h'), read('heads', '--help'), read('--version')]).toEqual([
      'help',
      'help',
      'help',
      'version',
    ]);
  });

  it('never throws', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(...COMMANDS, '--versions', '-r', '--', '-n', '-1', '--yes=1', '-vv'),
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
    for (const command of COMMANDS) expect(HELP).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });
});
