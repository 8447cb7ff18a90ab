import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { expect } from 'vitest';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { testSeed } from '../../support/seed';
import { operationCase, type OperationCase } from './operationTexts';
import { statementsAlike } from './statementsAlike';

type Answer = { readonly statements: readonly string[] } | { readonly error: string };

const HEAD = [
  'from alembic import op',
  'import datetime, decimal, enum, uuid',
  'import sqlalchemy as sa',
  'from sqlalchemy import func',
  'from sqlalchemy.dialects import mysql, postgresql, sqlite',
  '',
  'def upgrade():',
];

/** What we say that operations send in offline mode, or why it is not known. */
export function ours(dialect: DialectName, sqlalchemy: Context['sqlalchemy'], { body, naming }: OperationCase): Answer {
  const context: Context = { dialect, mode: 'offline', sqlalchemy, naming };
  const text = [...HEAD, ...body.map((line) => `    ${line}`), ''].join('\n');
  const { operations, ends } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  const memo = { createdTypes: new Set<string>() };
  const statements: string[] = [];
  for (const operation of operations) {
    const answer = dialectNamed(dialect)?.statements(operation, context, memo);
    if (answer === undefined) throw new Error(`no dialect ${dialect}`);
    if (!answer.ok) return { error: answer.error.reason };
    statements.push(...answer.value);
  }
  return ends.kind === 'completed' ? { statements } : { error: 'reason' in ends ? ends.reason : 'The file raises.' };
}

function alembic(python: string, dialect: DialectName, cases: readonly OperationCase[]): readonly Answer[] {
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'operationStatements.py')], {
    input: JSON.stringify({ dialect, cases }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as readonly Answer[];
}

/**
 * SQLAlchemy keeps a table's indexes and constraints, and Alembic what a new column brings, in sets: neighbours of these kinds
 * have no order.
 */
function withoutOrder(statements: readonly string[]): readonly string[] {
  const groups: string[][] = [];
  let last = '';
  for (const statement of statements) {
    const [kind = statement] =
      /^(?:CREATE(?= (?:UNIQUE )?INDEX)|ALTER TABLE .+? (?:ADD (?!COLUMN)|DROP CONSTRAINT))/.exec(statement) ?? [];
    const group = groups.at(-1);
    if (group !== undefined && kind === last && kind !== statement) group.push(statement);
    else groups.push([statement]);
    last = kind;
  }
  return groups.flatMap((group) => group.sort());
}

interface Comparison {
  /** An interpreter with Alembic and the version of SQLAlchemy. */
  readonly python: string;
  readonly sqlalchemy: Context['sqlalchemy'];
  readonly count: number;
  /** The part that has to be known of what Alembic prints; absent: most of it. */
  readonly known?: number;
  /** Absent: all kinds. */
  readonly among?: fc.Arbitrary<OperationCase>;
}

/** Compares the SQL of generated operations with what Alembic prints, in the running test. */
export function compareOperations(
  dialect: DialectName,
  { python, sqlalchemy, count, among = operationCase, known = 0.95 }: Comparison,
): void {
  const seed = testSeed();
  const cases = fc.sample(among, { seed, numRuns: count });
  const theirs = alembic(python, dialect, cases);
  const different: string[] = [];
  const unknown = new Map<string, number>();
  const tally = { same: 0, refused: 0, unknown: 0 };
  for (const [index, one] of cases.entries()) {
    const mine = ours(dialect, sqlalchemy, one);
    const real = theirs[index] ?? { error: '' };
    const text = [...one.body, JSON.stringify(one.naming)].join('\n');
    if ('error' in real) {
      if ('error' in mine) tally.refused++;
      else different.push(`${text}\n  ours: ${mine.statements.join('\n')}\n  Alembic raises: ${real.error}`);
    } else if ('error' in mine) {
      tally.unknown++;
      const key = mine.error.replaceAll(/`[^`]*`/g, '`…`');
      unknown.set(key, (unknown.get(key) ?? 0) + 1);
    } else if (statementsAlike(withoutOrder(mine.statements), withoutOrder(real.statements))) tally.same++;
    else different.push(`${text}\n  ours: ${mine.statements.join('\n')}\n  real: ${real.statements.join('\n')}`);
  }
  const counted = [...unknown].sort(([, a], [, b]) => b - a).map(([key, count]) => `  ${count} ${key}`);
  console.log(
    `Operations on ${dialect}, SQLAlchemy ${sqlalchemy}, seed ${seed}: ${tally.same} the same, ${tally.refused} refused by both, ${tally.unknown} not known:\n${counted.join('\n')}`,
  );
  expect(different.slice(0, 5).join('\n\n'), `${different.length} different, seed ${seed}`).toBe('');
  // Most of what Alembic prints is known; a reader that understands nothing would be never wrong.
  expect(tally.same).toBeGreaterThan((tally.same + tally.unknown) * known);
}
