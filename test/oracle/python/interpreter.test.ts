import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../../server/src/python/interpreter/interpreter';
import { testSeed } from '../../support/seed';
import { oraclePython, skipReason } from '../support/venv';
import { programs } from './interpreterPrograms';
import { WRITTEN } from './interpreterWritten';

const reason = skipReason();
const GENERATED = Number(process.env.ALEMBIC_WORKBENCH_ORACLE_PROGRAMS ?? 600);

interface Ran {
  readonly error: string | null;
  /** What names hold, by `repr`; null where that says nothing. */
  readonly names: Readonly<Record<string, string | null>>;
}

function python(texts: readonly string[]): readonly Ran[] {
  const run = spawnSync(oraclePython(), ['-W', 'ignore', join(import.meta.dirname, 'interpreterGlobals.py')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as readonly Ran[];
}

interface Compared {
  readonly differences: readonly string[];
  readonly known: number;
  readonly unknown: number;
}

/** What we say of a program against what Python does. */
function compared(text: string, real: Ran): Compared {
  let followed = true;
  const interpreter = new Interpreter({
    importModule: () => undefined,
    readModule: () => undefined,
    notFollowed: () => {
      followed = false;
    },
  });
  const outcome = interpreter.runFile(text);
  const differences: string[] = [];
  let known = 0;
  let unknown = 0;
  if (outcome.kind === 'raised' && outcome.type !== real.error) {
    differences.push(`raises ${outcome.type}: ${outcome.message}, Python ${String(real.error)}`);
  }
  for (const name of interpreter.globals()) {
    const value = interpreter.global(name);
    if (value === undefined) continue;
    const ours = interpreter.repr(value);
    if (value.kind === 'unknown') {
      unknown++;
      followed = false;
    }
    if (ours === undefined) continue;
    if (outcome.kind !== 'completed' && outcome.kind !== 'raised') continue;
    known++;
    const theirs = name in real.names ? real.names[name] : 'not bound';
    if (theirs !== null && theirs !== ours) differences.push(`${name} = ${ours}, Python ${String(theirs)}`);
  }
  if (outcome.kind === 'completed' && followed) {
    if (real.error !== null) differences.push(`completes, Python raises ${real.error}`);
    for (const name of Object.keys(real.names)) {
      if (interpreter.global(name) === undefined) differences.push(`${name} is not bound`);
    }
  }
  return { differences, known, unknown };
}

function check(texts: readonly string[]): { known: number; unknown: number } {
  const answers = python(texts);
  const total = { known: 0, unknown: 0 };
  const wrong: { text: string; differences: readonly string[] }[] = [];
  for (const [index, text] of texts.entries()) {
    const real = answers[index];
    if (real === undefined) throw new Error('Python did not answer');
    const { differences, known, unknown } = compared(text, real);
    total.known += known;
    total.unknown += unknown;
    if (differences.length > 0) wrong.push({ text, differences });
  }
  expect(wrong.slice(0, 5).map(({ text, differences }) => `${text}\n--> ${differences.join('; ')}`)).toEqual([]);
  return total;
}

describe.skipIf(reason !== null)(`programs, followed${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  it('written by hand: every name holds what it holds in Python', () => {
    const { known, unknown } = check(WRITTEN);
    console.log(`${WRITTEN.length} programs: ${known} names known, ${unknown} not`);
    expect(WRITTEN.length).toBeGreaterThan(100);
    expect(known / (known + unknown)).toBeGreaterThan(0.8);
  });

  it('generated: every name holds what it holds in Python, or is unknown', () => {
    const seed = testSeed();
    const texts = fc.sample(programs, { seed, numRuns: GENERATED });
    console.log(`seed ${seed}`);
    const { known, unknown } = check(texts);
    console.log(`${texts.length} programs: ${known} names known, ${unknown} not`);
    expect(known).toBeGreaterThan(texts.length);
    expect(known / (known + unknown)).toBeGreaterThan(0.5);
  });
});
