import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../server/src/dialect/registry';
import type { ApplyContext } from '../../../server/src/operations/applied';
import { applyOperations } from '../../../server/src/operations/applyOperation';
import type { Operation } from '../../../server/src/operations/operation';
import { writeOperations } from '../../../server/src/operations/python/writeOperations';
import { type Direction, type Reading, readOperations } from '../../../server/src/operations/readOperations';
import { reverseAll } from '../../../server/src/operations/reverseOperation';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { emptySchema, type Schema } from '../../../server/src/schema/schema';
import { statementsOf } from '../../../server/src/usecases/sql/eachRevision';
import { onlineStatements } from '../../../server/src/usecases/sql/onlineStatements';
import { repositoryRoot } from '../../support/repository';
import { skipping } from '../../support/missing';
import { testSeed } from '../../support/seed';
import { chainFolders, unpackedPackage } from '../realProjects/fetch';
import { REAL_PACKAGES } from '../realProjects/projects';
import { skipReason } from '../support/venv';
import { mutated } from './mutations';

/** So many files a run; ALEMBIC_WORKBENCH_FUZZ_RUNS asks for another number. */
const RUNS = Number(process.env.ALEMBIC_WORKBENCH_FUZZ_RUNS ?? 10_000);
const SEED = testSeed();
/** A file that takes longer hangs, for whoever waits for its preview; generous, for busy machines. */
const MOST_MILLISECONDS = 10_000;
/** Beyond this a file says nothing that shorter ones do not, and takes the time of many. */
const LONGEST = 40_000;

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

function revisionFiles(): readonly string[] {
  const ours = ['examples', 'test/projects'].map((folder) => join(repositoryRoot, folder));
  const real = REAL_PACKAGES.flatMap((one) => {
    const root = unpackedPackage(one);
    return one.chains.flatMap((chain) => chainFolders(root, chain).versionLocations);
  });
  return [...ours, ...real]
    .flatMap(pythonFiles)
    .filter((text) => /^def (?:up|down)grade/m.test(text) && text.length < LONGEST);
}

const WAYS = (['postgresql', 'sqlite', 'mysql'] as const).flatMap((dialect) =>
  (['online', 'offline'] as const).flatMap((mode) =>
    (['upgrade', 'downgrade'] as const).map((direction) => ({ dialect, mode, direction })),
  ),
);

interface Way {
  readonly dialect: DialectName;
  readonly mode: Context['mode'];
  readonly direction: Direction;
}

/** Everything there is to say of a file: read, applied to a schema, written as SQL and as Python, undone. */
function everything(text: string, { dialect, mode, direction }: Way, start: Schema): readonly unknown[] {
  const context: Context = { dialect, mode, sqlalchemy: '2.0', naming: null };
  const compiler = dialectNamed(dialect);
  if (compiler === undefined) throw new Error(dialect);
  const read = readOperations(text, direction, context, { readModule: () => undefined });
  const readings = [read, ...(read.engines ?? [])];
  const sqlOf = (reading: Reading): unknown => statementsOf(reading, { dialect: compiler, context });
  return readings.flatMap((reading) => {
    const run: ApplyContext = { ...context, revision: 'a' };
    const { schema, contradictions } = applyOperations(start, reading.operations, run);
    const reversed = reverseAll(reading.operations, start, run);
    // What undoes it is a list of operations like others.
    const operations = reversed.flatMap((one) => one.operations);
    const undone = applyOperations(schema, operations, run);
    const sql = [sqlOf(reading), sqlOf({ operations, ends: { kind: 'completed' } })];
    const online = onlineStatements(reading.operations, start, { dialect: compiler, context, revision: 'a' });
    const python = [writeOperations(reading.operations), writeOperations(operations, { asBatch: true })];
    return [reading, sql, online.map(({ written }) => written), schema, contradictions, reversed, undone, python];
  });
}

/** To compare by: maps and large integers too. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' ? `${one}n` : one instanceof Map ? [...one] : one instanceof Set ? [...one] : one,
  );
}

describe(`files that are cut, shuffled and broken in any way (seed ${SEED})`, skipping(skipReason()), () => {
  it(`never make an error, hang, or read otherwise the second time: ${RUNS} of them`, { timeout: 900_000 }, () => {
    const files = revisionFiles();
    expect(files.length).toBeGreaterThan(500);
    /** What a file's upgrade leaves behind, so that operations meet tables, and doubts. */
    const startAfter = (file: string, dialect: DialectName): Schema => {
      const context: Context = { dialect, mode: 'online', sqlalchemy: '2.0', naming: null };
      const { operations: made } = readOperations(file, 'upgrade', context, { readModule: () => undefined });
      return applyOperations(emptySchema(dialect), made, { ...context, revision: 'b' }).schema;
    };
    let slowest = 0;
    let operations = 0;
    fc.assert(
      fc.property(mutated(files), fc.constantFrom(...WAYS), fc.boolean(), ({ file, text }, way, isNew) => {
        const start = isNew ? emptySchema(way.dialect) : startAfter(file, way.dialect);
        const begun = performance.now();
        const first = everything(text, way, start);
        const taken = performance.now() - begun;
        slowest = Math.max(slowest, taken);
        expect(taken).toBeLessThan(MOST_MILLISECONDS);
        operations += (first[0] as { readonly operations: readonly Operation[] }).operations.length;
        if (written(everything(text, way, start)) !== written(first)) {
          expect(everything(text, way, start)).toEqual(first);
          throw new Error('It is read otherwise the second time.');
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
    console.log(
      `${files.length} files, ${RUNS} mutants, ${operations} operations, the slowest ${Math.round(slowest)} ms`,
    );
    // Most mutants are still Python: otherwise only the parser would be tried.
    expect(operations).toBeGreaterThan(RUNS / 2);
  });
});
