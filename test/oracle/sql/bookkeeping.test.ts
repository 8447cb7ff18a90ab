import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fc } from '../../support/random';
import { afterAll, describe, expect, it } from 'vitest';
import { ok } from '../../../server/src/common/result';
import { VersionTableSql } from '../../../server/src/dialect/versionTableSql';
import { type OfflineOptions, offlineScript } from '../../../server/src/engine/native/offlineScript';
import type { RevisionMap } from '../../../server/src/revision/model';
import { planDowngrade, planStamp, planUpgrade } from '../../../server/src/revision/plans';
import { buildRevisionMap } from '../../../server/src/revision/revisionMap';
import type { DialectName } from '../../../server/src/schema/context';
import { graph } from '../chain/graphs';
import { testSeed } from '../../support/seed';
import { skipping } from '../../support/missing';
import { oraclePython, skipReason } from '../support/venv';

const COUNT = 300;
const SEED = testSeed();
/** Which of several rows a merge updates comes from sets: where ours is not the first answer, others are asked. */
const OTHER_HASH_SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

interface Question {
  readonly kind: 'upgrade' | 'downgrade' | 'stamp';
  readonly from: string | null;
  readonly to: string;
}

interface Task {
  readonly scripts: unknown;
  readonly dialect: DialectName;
  readonly options: Options;
  readonly questions: readonly Question[];
}

interface Options {
  readonly version_table?: string;
  readonly version_table_schema?: string;
  readonly version_table_pk?: boolean;
  readonly transactional_ddl?: boolean;
  readonly transaction_per_migration?: boolean;
}

/** Null: refused. Which exception it is, the oracle of the chain asks. */
type Answer = { readonly text: string } | null;

/** offlineScripts.py in one long-lived process. */
class Oracle {
  readonly #process: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];

  constructor(hashSeed: number) {
    this.#process = spawn(oraclePython(), [join(import.meta.dirname, 'offlineScripts.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, PYTHONHASHSEED: String(hashSeed) },
    });
    const { stdout } = this.#process;
    if (!stdout) throw new Error('no stdout');
    createInterface({ input: stdout }).on('line', (line) => this.#waiting.shift()?.(line));
  }

  async ask(task: Task): Promise<readonly Answer[]> {
    const answer = new Promise<string>((resolve) => this.#waiting.push(resolve));
    this.#process.stdin?.write(`${JSON.stringify(task)}\n`);
    return JSON.parse(await answer) as readonly Answer[];
  }

  close(): void {
    this.#process.stdin?.end();
  }
}

const PLANS = {
  upgrade: planUpgrade,
  downgrade: planDowngrade,
  stamp: (map: RevisionMap, rows: readonly string[], to: string) => planStamp(map, rows, [to]),
} as const;

function ours(map: RevisionMap, { dialect, options }: Task, { kind, from, to }: Question): Answer {
  const rows = from === null ? [] : [from];
  const steps = PLANS[kind](map, rows, to);
  if (!steps.ok) return null;
  const table = {
    name: options.version_table ?? 'alembic_version',
    schema: options.version_table_schema ?? null,
    primaryKey: options.version_table_pk ?? true,
  };
  const offline: OfflineOptions = {
    transactionalDdl: options.transactional_ddl ?? dialect === 'postgresql',
    transactionPerMigration: options.transaction_per_migration ?? false,
    versionTable: new VersionTableSql(dialect, table, (name) => name),
    begin: 'BEGIN;',
    commit: 'COMMIT;',
    terminator: ';',
  };
  const script = offlineScript(map, rows, steps.value, () => ok([]), offline);
  return script.ok ? { text: script.value } : null;
}

/** Ids that mean something else where a script begins. */
const SYMBOLS = new Set(['head', 'heads', 'base', '']);

const task = graph
  .filter(({ scripts }) => !scripts.some(({ id }) => SYMBOLS.has(id)))
  .filter(({ scripts }) => buildRevisionMap(scripts).ok && new Set(scripts.map(({ id }) => id)).size === scripts.length)
  .chain(({ scripts }) => {
    const id = fc.constantFrom(...scripts.map((script) => script.id));
    return fc.record({
      scripts: fc.constant(scripts),
      dialect: fc.constantFrom<DialectName>('postgresql', 'sqlite', 'mysql'),
      options: fc.record(
        {
          version_table: fc.constant('versions'),
          version_table_schema: fc.constant('app'),
          version_table_pk: fc.boolean(),
          transactional_ddl: fc.boolean(),
          transaction_per_migration: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      questions: fc.array(
        fc.record({
          kind: fc.constantFrom('upgrade' as const, 'downgrade' as const, 'stamp' as const),
          from: fc.oneof(id, fc.constant(null)),
          to: fc.oneof(id, fc.constantFrom('heads', 'base')),
        }),
        { minLength: 6, maxLength: 6 },
      ),
    });
  });

describe('the script around revisions', skipping(skipReason()), () => {
  const oracles: Oracle[] = [];
  const oracle = (hashSeed: number): Oracle => (oracles[hashSeed] ??= new Oracle(hashSeed));
  afterAll(() => {
    for (const one of oracles) one.close();
  });

  it(`is what --sql prints: comments, transactions, version table (${COUNT} chains, seed ${SEED})`, async () => {
    const tally = { written: 0, refused: 0, otherSeed: 0 };
    await fc.assert(
      fc.asyncProperty(task, async (asked) => {
        const map = buildRevisionMap(asked.scripts);
        if (!map.ok) throw new Error(map.error.message);
        const theirs = [await oracle(0).ask(asked)];
        for (const [index, question] of asked.questions.entries()) {
          const own = JSON.stringify(ours(map.value, asked, question));
          const matches = (): boolean => theirs.some((answers) => JSON.stringify(answers[index]) === own);
          if (!matches()) {
            for (const seed of OTHER_HASH_SEEDS.slice(theirs.length - 1)) theirs.push(await oracle(seed).ask(asked));
            tally.otherSeed++;
          }
          if (!matches())
            expect({ question, answer: JSON.parse(own) as unknown }).toEqual({ question, answer: theirs[0]?.[index] });
          if (own !== 'null') tally.written++;
          else tally.refused++;
        }
      }),
      { numRuns: COUNT, seed: SEED },
    );
    console.log(
      `offline scripts: ${tally.written} written, ${tally.refused} refused by both, ${tally.otherSeed} found under another hash seed, seed ${SEED}`,
    );
    expect(tally.written).toBeGreaterThan(COUNT);
  });
});
