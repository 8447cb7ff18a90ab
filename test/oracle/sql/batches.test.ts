import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { applyOperations } from '../../../server/src/operations/applyOperation';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context } from '../../../server/src/schema/context';
import { tableAt } from '../../../server/src/schema/lookup';
import { emptySchema } from '../../../server/src/schema/schema';
import { applyContext } from '../../../server/src/usecases/schema/applyContext';
import { tableSql } from '../../../server/src/usecases/schema/tableSql';
import { onlineStatements } from '../../../server/src/usecases/sql/onlineStatements';
import { testSeed } from '../../support/seed';
import { oraclePython, skipReason } from '../support/venv';
import { batchCase, type BatchCase } from './batchTexts';
import { statementsAlike } from './statementsAlike';

/** `ALEMBIC_WORKBENCH_ORACLE_ALL`: more of them. */
const CASES = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL === undefined ? 500 : 5000;

/** `after`: what makes the table as it is then; null: that is in doubt. */
type Answer = { readonly after: readonly string[] | null } & (
  { readonly statements: readonly string[] } | { readonly error: string }
);

interface Theirs {
  readonly setup: string | null;
  readonly statements: readonly (readonly [text: string, parameters: string | null])[];
  readonly error?: string;
  readonly differs?: readonly string[];
}

const HEAD = [
  'from alembic import op',
  'import sqlalchemy as sa',
  'from sqlalchemy import func',
  'from sqlalchemy.dialects import mysql, postgresql, sqlite',
  '',
  'def upgrade():',
];

function ours({ table, setup, body, naming }: BatchCase): Answer {
  const context: Context = { dialect: 'sqlite', mode: 'online', sqlalchemy: '2.0', naming };
  const read = (lines: readonly string[]) =>
    readOperations([...HEAD, ...lines.map((line) => `    ${line}`), ''].join('\n'), 'upgrade', context, {
      readModule: () => undefined,
    });
  const before = applyOperations(emptySchema('sqlite'), read(setup).operations, applyContext(context, null));
  const dialect = dialectNamed('sqlite');
  if (dialect === undefined) throw new Error('no dialect');
  const { operations, ends } = read(body);
  const { schema } = applyOperations(before.schema, operations, applyContext(context, null));
  const state = tableAt(schema, table, null);
  const made = state?.table == null || state.doubt !== null ? null : tableSql(state.table, context);
  const after = made?.ok === true ? made.value : null;
  const statements: string[] = [];
  for (const { written } of onlineStatements(operations, before.schema, { dialect, context, revision: null })) {
    if (!written.ok) return { error: written.error.reason, after };
    statements.push(...written.value.map((statement) => statement.replace(/;$/, '')));
  }
  return ends.kind === 'completed'
    ? { statements, after }
    : { error: 'reason' in ends ? ends.reason : 'The file raises.', after: null };
}

function alembic(cases: readonly (BatchCase & Pick<Answer, 'after'>)[]): readonly Theirs[] {
  const { stdout, stderr, status } = spawnSync(oraclePython(), [join(import.meta.dirname, 'batchStatements.py')], {
    input: JSON.stringify({ cases }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as readonly Theirs[];
}

/** What SQLite refuses, not Alembic. */
function isDatabaseError(error: string): boolean {
  return /^(?:Operational|Integrity)Error: \(sqlite3\./.test(error);
}

/** Whether a run that SQLite ended sent what ours would send up to there; Alembic drops its half-made copy then. */
function isBeginning(sent: readonly string[], mine: readonly string[]): boolean {
  const [last = ''] = sent.slice(-1);
  const begun = last.startsWith('DROP TABLE') && last.includes('_alembic_tmp_') ? sent.slice(0, -1) : sent;
  const isOrdered = statementsAlike(mine.slice(0, begun.length), begun);
  // Where it ends among indexes, others of them may have come first.
  const [all, some] = [mine, begun].map((texts) => texts.filter((text) => !/^CREATE (?:UNIQUE )?INDEX /.test(text)));
  return isOrdered || (begun.every((text) => mine.includes(text)) && statementsAlike(all ?? [], some ?? []));
}

const reason = skipReason();

describe.skipIf(reason !== null)('the SQL of batches on SQLite', () => {
  it('is what Alembic sends with a connection, or is said not to be known', () => {
    const seed = testSeed();
    const cases = fc.sample(batchCase, { seed, numRuns: CASES });
    const answers = cases.map(ours);
    const theirs = alembic(cases.map((one, index) => ({ ...one, after: answers[index]?.after ?? null })));
    const different: string[] = [];
    const unknown = new Map<string, number>();
    const tally = { same: 0, copies: 0, refused: 0, refusedByDatabase: 0, unknown: 0, withoutTable: 0, tables: 0 };
    for (const [index, one] of cases.entries()) {
      const real = theirs[index] ?? { setup: 'missing', statements: [] };
      if (real.setup !== null) {
        tally.withoutTable++;
        continue;
      }
      const mine = answers[index] ?? { error: 'There is no answer.', after: null };
      const sent = real.statements.map(([text]) => text);
      const text = [...one.setup, ...one.body, JSON.stringify(one.naming)].join('\n');
      if (mine.after !== null && real.error === undefined) tally.tables++;
      if ((real.differs ?? []).length > 0) different.push(`${text}\n  the table: ${(real.differs ?? []).join('\n')}`);
      if ('error' in mine) {
        if (real.error !== undefined) tally.refused++;
        else {
          tally.unknown++;
          const key = mine.error.replaceAll(/`[^`]*`/g, '`…`');
          unknown.set(key, (unknown.get(key) ?? 0) + 1);
        }
      } else if (real.error !== undefined) {
        if (isDatabaseError(real.error) && isBeginning(sent, mine.statements)) tally.refusedByDatabase++;
        else different.push(`${text}\n  ours: ${mine.statements.join('\n')}\n  Alembic raises: ${real.error}`);
      } else if (statementsAlike(mine.statements, sent)) {
        tally.same++;
        if (sent.some((statement) => statement.startsWith('INSERT'))) tally.copies++;
      } else different.push(`${text}\n  ours: ${mine.statements.join('\n')}\n  real: ${sent.join('\n')}`);
    }
    const counted = [...unknown].sort(([, a], [, b]) => b - a).map(([key, count]) => `  ${count} ${key}`);
    console.log(
      `batches: ${tally.same} the same (${tally.copies} copies of the table), ${tally.refused} refused by both, ` +
        `${tally.refusedByDatabase} the same until SQLite refuses them, ` +
        `${different.length} different, ${tally.unknown} not known, ${tally.withoutTable} without a table to alter; ${tally.tables} tables compared ` +
        `(seed ${seed})\n${counted.join('\n')}`,
    );
    expect(different.slice(0, 5), `${different.length} differ, seed ${seed}`).toEqual([]);
    expect(tally.copies).toBeGreaterThan(CASES / 5);
  });
});
