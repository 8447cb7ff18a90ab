import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import {
  COMMAND_OPTIONS,
  COMMANDS,
  isCommandName,
  optionsOf,
} from '../../../server/src/usecases/commands/commandTable';
import { argumentsOf, type Command } from '../../../server/src/usecases/commands/readCommand';
import { OPTIONS } from '../../../server/src/cli/options';
import { readWords, type WordOption } from '../../../server/src/usecases/commands/readWords';
import { repositoryRoot } from '../../support/repository';
import { testSeed } from '../../support/seed';
import { oraclePython, skipReason } from '../support/venv';
import { skipping } from '../../support/missing';

const COUNT = 3000;
const SEED = testSeed();

interface Parsed {
  readonly command: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

interface Listed {
  /** The spellings of the options of each command. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** Those that stand before the command. */
  readonly options: readonly string[];
}

const alembic = (lines: readonly (readonly string[])[]): readonly (Parsed | null)[] => ask(lines) as (Parsed | null)[];

function ask(question: unknown): unknown {
  const { stdout, stderr, status } = spawnSync(
    oraclePython(),
    [join(repositoryRoot, 'test/oracle/commands/parseArguments.py')],
    { input: JSON.stringify(question), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** What argparse would hold, of a command of ours. */
function asParsed({ name, flags, values, words }: Command): Parsed {
  const options: Record<string, unknown> = {};
  for (const flag of flags) options[flag] = true;
  for (const [option, given] of values) options[option] = option === 'depends-on' ? given : given.at(-1);
  if (options.template === 'generic') delete options.template;
  return { command: name, options, words };
}

/** Ours, without what Alembic refuses only once it runs the command. */
function ours(args: readonly string[]): Command | null {
  const [name = '', ...rest] = args;
  if (!isCommandName(name)) return null;
  const read = readWords(rest, optionsOf(name));
  if (!read.ok) return null;
  const { flags, values, words } = read.value;
  const { count } = COMMANDS[name].words;
  if (count !== 'many' && words.length !== count) return null;
  return count === 'many' && words.length === 0 ? null : { name, flags, values, words };
}

describe('arguments', skipping(skipReason()), () => {
  const spelled = Object.entries(COMMAND_OPTIONS).flatMap(([name, option]) => [
    `--${name}`,
    `--${name}=x`,
    `--${name.slice(0, 4)}`,
    ...('short' in option ? [option.short, `${option.short}y`, `${option.short}=z`] : []),
  ]);
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...spelled) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('head', 'a:b', '-1', '+1', 'x y', '-x y', '', '-', '-1.5', '-vi', '--nope'),
    },
    fc.string({ maxLength: 4 }).filter((text) => !text.startsWith('-')),
  );
  const line = fc.tuple(fc.constantFrom(...Object.keys(COMMANDS)), fc.array(word, { maxLength: 5 }));

  it(`are read as argparse reads them (${COUNT} lines, seed ${SEED})`, () => {
    const lines = fc.sample(line, { numRuns: COUNT, seed: SEED }).map(([name, words]) => [name, ...words]);
    const theirs = alembic(lines);
    const canonical = alembic(lines.map((args) => argumentsOf(ours(args) ?? NOTHING)));
    let taken = 0;
    for (const [index, args] of lines.entries()) {
      const our = ours(args);
      const their = theirs[index];
      if (their !== null) {
        taken++;
        expect(our && asParsed(our), args.join(' | ')).toEqual(their);
      }
      // Words may stand between options with us; what is handed on, argparse takes.
      if (our !== null) expect(canonical[index], argumentsOf(our).join(' | ')).toEqual(asParsed(our));
    }
    expect(taken).toBeGreaterThan(COUNT / 20);
  });

  it('have every command and option that Alembic has, and no other', () => {
    const { commands, options: before } = ask(null) as Listed;
    const spellings = (name: string, option: WordOption): readonly string[] => [
      ...(name.length > 1 ? [`--${name}`] : []),
      ...(option.short === undefined ? [] : [option.short]),
    ];
    const named = Object.entries(COMMANDS).map(([name, { options }]) => [
      name,
      options.flatMap((option) => spellings(option, COMMAND_OPTIONS[option])).toSorted(),
    ]);
    // `-h` is argparse's own, and ours.
    expect(Object.fromEntries(named)).toEqual(commands);
    const global = Object.entries(OPTIONS).flatMap(([name, option]) => spellings(name, option));
    expect(global).toEqual(expect.arrayContaining([...before]));
  });

  it('are handed on as Alembic reads them', () => {
    for (const [name, { options, words }] of Object.entries(COMMANDS)) {
      const given = options.flatMap((option) =>
        COMMAND_OPTIONS[option].takes === 'nothing' ? [`--${option}`] : [`--${option}=v`],
      );
      const args = [name, ...given, ...(words.count === 0 ? [] : ['word'])];
      const our = ours(args);
      expect(our && asParsed(our)).toEqual(alembic([args])[0]);
    }
  });
});

/** Stands for lines of ours that are refused. */
const NOTHING: Command = { name: 'heads', flags: new Set(), values: new Map(), words: [] };
