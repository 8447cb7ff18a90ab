import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { oraclePython } from '../../support/venv';
import type { Evaluated } from './evaluate';
import { evaluate } from './evaluate';

export interface Case {
  readonly source: string;
  /** Statements before it. */
  readonly setup?: string;
}

export interface Compared extends Case {
  readonly ours: Evaluated;
  /** What differs; null: nothing, or we do not know. */
  readonly difference: string | null;
}

/** Evaluates each case, and lets the real SQLAlchemy say what differs from what it makes. */
export function compareAll(cases: readonly Case[]): readonly Compared[] {
  const evaluated = cases.map((one) => ({ ...one, ours: evaluate(one.source, one.setup) }));
  const told = evaluated.filter(({ ours }) => ours.kind !== 'unknown');
  const input = told.map(({ source, setup, ours }) =>
    JSON.stringify({ source, setup, ours: ours.kind === 'data' ? ours.data : { raised: nameOf(ours) } }, bigintText),
  );
  const run = spawnSync(oraclePython(), [join(import.meta.dirname, '../construct.py')], {
    input: input.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const answers = run.stdout.trim().split('\n');
  if (answers.length !== told.length) throw new Error(`${answers.length} answers to ${told.length} cases`);
  const differences = new Map(told.map((one, index) => [one, JSON.parse(answers[index] ?? 'null') as string | null]));
  return evaluated.map((one) => ({ ...one, difference: differences.get(one) ?? null }));
}

function nameOf(ours: Evaluated): string | null {
  return ours.kind === 'raised' ? ours.type : null;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** How often each reason was given, the most frequent first. */
export function reasons(compared: readonly Compared[]): string {
  const counts = new Map<string, number>();
  for (const { ours } of compared) {
    if (ours.kind === 'unknown') counts.set(ours.reason, (counts.get(ours.reason) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  return rows.map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`).join('\n');
}

/** What differs, one line a case. */
export function differences(compared: readonly Compared[]): readonly string[] {
  return compared.flatMap(({ source, difference }) => (difference === null ? [] : [`${source}\n    ${difference}`]));
}
