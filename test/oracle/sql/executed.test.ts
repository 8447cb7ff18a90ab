import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { afterAll, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import type { DialectName } from '../../../server/src/schema/context';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { chainCases, packageOrSkip } from '../realProjects/chains';
import { testSeed } from '../../support/seed';
import { skipReason } from '../support/venv';
import { askProgram } from './askProgram';
import { chainProject } from './chainProject';
import { ours } from './compareOperations';
import { executedSteps, type Step } from './executedSteps';
import { CANNOT_RUN } from './initialTables';
import { operationCase } from './operationTexts';
import { TABLE_NAMES } from './pythonTexts';

const DIALECTS = ['postgresql', 'sqlite'] as const;

/** Chains that need their application after a few revisions; `ALEMBIC_WORKBENCH_ORACLE_ALL`: these, too. */
const SHORT = new Set(['superset', 'ironic']);
const EVERY_CHAIN = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL !== undefined;

/** What executedChain.py answers. */
interface Answer {
  readonly id: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly outcome: 'compared' | 'both' | 'failed' | 'ended';
  readonly detail: string;
  readonly stubbed: readonly string[];
  readonly different: readonly string[];
}

describe('the SQL of every revision, executed, of', skipping(skipReason() ?? postgresSkipReason()), () => {
  const runnable = chainCases((name) => CANNOT_RUN[name] === undefined && (EVERY_CHAIN || !SHORT.has(name)));
  const cases = DIALECTS.flatMap((dialect) => runnable.map((one) => ({ ...one, dialect })));
  const folder = mkdtempSync(join(tmpdir(), 'aw-chains-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(cases)('$name on $dialect leaves what Alembic leaves', async ({ dialect, ...one }, context) => {
    const { real, chain, name } = one;
    const root = packageOrSkip(real, context);
    const place = join(folder, `${name}-${dialect}`);
    const { project, naming, readModule } = await chainProject(one, root, place);
    const compiler = dialectNamed(dialect);
    if (compiler === undefined) throw new Error(dialect);
    const steps = executedSteps(project, {
      context: { dialect, mode: 'offline', sqlalchemy: '2.0', naming },
      dialect: compiler,
      readModule,
      // executedChain.py runs revisions without the project's env.py.
      environment: BARE_ENVIRONMENT,
    });
    const task = { root, without: chain.without ?? [], ignoreAnnotations: chain.sqlalchemy14 ?? false, naming, steps };
    const answers = await withDatabases(dialect, (databases) =>
      askProgram<Answer>('executedChain.py', { ...task, ...databases }),
    );
    console.log(
      [`${name}, ${dialect}`, ...report('upgrade', steps, answers), ...report('downgrade', steps, answers)].join('\n'),
    );
    const wrong = answers.filter(({ outcome, different }) => outcome === 'failed' || different.length > 0);
    expect(wrong.slice(0, 5), `${wrong.length} differ`).toEqual([]);
    expect(answers.some(({ outcome }) => outcome === 'compared')).toBe(true);
  });
});

/** What executedOperations.py answers. */
interface OperationAnswer {
  readonly outcome: 'compared' | 'refused' | 'onlyOurs' | 'onlyTheirs';
  readonly detail: string;
  readonly different: readonly string[];
}

/** About half of what is generated fits the tables that are there. */
const CASES = 400;

/** With a connection Alembic asks whether a type is there, and refuses a parameter without a value; offline it does neither. */
const DIFFERENT_ONLINE = /(?:Enum|ENUM)\(.*\)\.(?:create|drop)\(op\.get_bind\(\)|SELECT :x/;

describe('the SQL of operations, executed,', skipping(skipReason() ?? postgresSkipReason()), () => {
  it.for(DIALECTS)('on %s leaves what Alembic leaves', async (dialect) => {
    const seed = testSeed();
    const cases = fc.sample(operationCase, { seed, numRuns: CASES }).flatMap((one) => {
      const answer = ours(dialect, '2.0', one);
      // Cases stand in a transaction, to be forgotten. And what SQLAlchemy writes offline for PostgreSQL has two backslashes
      // for one, because no connection says that they mean nothing there: that is no text to execute.
      return 'error' in answer || one.body.some((line) => /autocommit_block|\\\\/.test(line))
        ? []
        : { ...one, statements: answer.statements };
    });
    const answers = await withDatabases(dialect, (databases) =>
      askProgram<OperationAnswer>('executedOperations.py', { dialect, tables: TABLE_NAMES, cases, ...databases }),
    );
    expect(answers).toHaveLength(cases.length);
    const number = (outcome: OperationAnswer['outcome']): number =>
      answers.filter((one) => one.outcome === outcome).length;
    const shown = (wanted: (answer: OperationAnswer) => boolean): readonly string[] =>
      answers.flatMap((one, index) =>
        wanted(one)
          ? [
              [...(cases[index]?.body ?? []), ...(cases[index]?.statements ?? []), one.detail, ...one.different].join(
                '\n',
              ),
            ]
          : [],
      );
    console.log(
      `Operations executed on ${dialect}, seed ${seed}: ${cases.length}, ${number('compared')} compared, ` +
        `${number('refused')} refused both times, ${number('onlyOurs')} by Alembic alone, ${number('onlyTheirs')} as we say alone`,
    );
    const isAlone = ({ outcome }: OperationAnswer): boolean => outcome === 'onlyOurs' || outcome === 'onlyTheirs';
    expect(shown(isAlone).filter((text) => !DIFFERENT_ONLINE.test(text))).toEqual([]);
    expect(shown(({ different }) => different.length > 0)).toEqual([]);
    expect(number('compared')).toBeGreaterThan(cases.length / 3);
  });
});

/** Counts of one direction, and why statements were not known. */
function report(direction: Answer['direction'], steps: readonly Step[], answers: readonly Answer[]): readonly string[] {
  const ours = answers.filter((one) => one.direction === direction);
  const number = (outcome: Answer['outcome']): number => ours.filter((one) => one.outcome === outcome).length;
  const stubbed = ours.filter((one) => one.outcome === 'both' && one.stubbed.length > 0).length;
  const all = steps.filter((one) => one.direction === direction);
  const reasons = new Map<string, number>();
  for (const { id, outcome, stubbed: stubs } of ours) {
    const reason = all.find((step) => step.id === id)?.reason.replaceAll(/`[^`]*`/g, '`…`') ?? '';
    if (outcome === 'both' && stubs.length === 0) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const ended = ours.find(({ outcome }) => outcome === 'ended');
  return [
    `  ${direction}: of ${all.length} executed as we say and compared ${number('compared')}, refused by the database ` +
      `${number('failed')}, run the same way on both ${number('both')} (${stubbed} for stubs)`,
    ...[...reasons].map(([reason, count]) => `    ${count} × not known: ${reason}`),
    ...(ended === undefined ? [] : [`    ended at ${ended.id}: ${ended.detail}`]),
  ];
}

async function withDatabases<T>(
  dialect: DialectName,
  use: (databases: { readonly ours: string; readonly theirs: string }) => Promise<T>,
): Promise<T> {
  if (dialect === 'sqlite') return use({ ours: 'sqlite://', theirs: 'sqlite://' });
  const [ours, theirs] = [await createTestDatabase(), await createTestDatabase()];
  try {
    return await use({ ours: ours.url, theirs: theirs.url });
  } finally {
    await Promise.all([ours.drop(), theirs.drop()]);
  }
}
