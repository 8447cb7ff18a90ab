import { fc } from '../../../support/random';
import { describe, expect, it } from 'vitest';
import { COMMAND_OPTIONS, COMMANDS } from '../../../../server/src/usecases/commands/commandTable';
import { argumentsOf, readCommand } from '../../../../server/src/usecases/commands/readCommand';

/** The arguments as they would be handed on, or what is wrong with them. */
function read(...args: readonly string[]): readonly string[] | string {
  const command = readCommand(args);
  return command.ok ? argumentsOf(command.value) : command.error;
}

describe('readCommand', () => {
  it.each<[readonly string[], readonly string[]]>([
    [
      ['history', '-v', '-r', 'a:b'],
      ['history', '--verbose', '--rev-range=a:b'],
    ],
    [
      ['history', '-vi', '-r=-2:'],
      ['history', '--verbose', '--indicate-current', '--rev-range=-2:'],
    ],
    [
      ['revision', '-m', '-1', '--depends-on', 'a', '--depends=b'],
      ['revision', '--message=-1', '--depends-on=a', '--depends-on=b'],
    ],
    [
      ['revision', '-mfirst', '-m', 'second'],
      ['revision', '--message=first', '--message=second'],
    ],
    [
      ['downgrade', '-1'],
      ['downgrade', '-1'],
    ],
    [
      ['merge', 'a', '--splice', 'b'],
      ['merge', '--splice', 'a', 'b'],
    ],
    [
      ['show', '--', '-x'],
      ['show', '--', '-x'],
    ],
    [
      ['current', '-c'],
      ['current', '--check-heads'],
    ],
    [
      ['upgrade', '--sql', 'a:b', '--tag', 'nightly build'],
      ['upgrade', '--sql', '--tag=nightly build', 'a:b'],
    ],
  ])('takes %j', (args, canonical) => {
    expect(read(...args)).toEqual(canonical);
  });

  it.each([
    [[], 'No command is given.'],
    [['nope'], "There is no command 'nope'."],
    [['-c', 'other.ini', 'heads'], '-c is not taken here: choose the project and its target instead.'],
    [['-x', 'a=b', 'current'], '-x is not taken here: choose the project and its target instead.'],
    [['heads', '--sql'], "Unknown option '--sql'."],
    [['heads', 'x'], "'x' is one word too many for 'heads'."],
    [['upgrade'], "'upgrade' needs a revision, for example 'head'."],
    [['merge'], "'merge' needs a revision, for example 'head'."],
    [['init'], "'init' needs a directory."],
    [['revision', '-m'], '-m needs a value.'],
    [['revision', '-m', '--sql'], "-m needs a value. One that begins with a dash follows '=', as in -m=--sql."],
    [['revision', '--s'], "'--s' may be --sql or --splice."],
    [['heads', '--verbose=yes'], '--verbose takes no value.'],
    [['revision', '--autogenerate', '--sql'], 'Using --sql with --autogenerate does not make any sense'],
    [['upgrade', 'a:b'], 'Range revision not allowed'],
    [['downgrade', 'a:b'], 'Range revision not allowed'],
    [['downgrade', '--sql', 'base'], 'downgrade with --sql requires <fromrev>:<torev>'],
    [['stamp', '--sql', '--purge', 'head'], "Can't use --purge with --sql mode"],
    [['stamp', '--sql', 'a:b', 'c:d'], 'Stamp operation with --sql only supports a single starting revision at a time'],
    [['history', '-r', 'a'], 'History range requires [start]:[end], [start]:, or :[end]'],
  ])('refuses %j', (args, message) => {
    expect(read(...args)).toBe(message);
  });

  it('reads what it hands on as the same command again', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('-1', '--', '-v', '-m', '--head', '--sql', 'a:b', '-x y', ...Object.keys(COMMAND_OPTIONS)),
    );
    const args = fc.tuple(fc.constantFrom(...Object.keys(COMMANDS)), fc.array(word, { maxLength: 4 }));
    fc.assert(
      fc.property(args, ([name, words]) => {
        const command = readCommand([name, ...words]);
        if (!command.ok) {
          expect(command.error).not.toContain('undefined');
          return;
        }
        expect(readCommand(argumentsOf(command.value))).toEqual(command);
      }),
    );
  });
});
