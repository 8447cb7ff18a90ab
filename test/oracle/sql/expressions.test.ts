import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../server/src/common/result';
import { compileExpression } from '../../../server/src/dialect/expressions/compileExpression';
import type { Context, DialectName } from '../../../server/src/schema/context';
import type { SqlExpression } from '../../../server/src/schema/expression';
import type { SqlType } from '../../../server/src/schema/sqlType';
import { element, statement, TABLES } from './expressionArbitrary';
import { python, tablePython } from './expressionPython';
import { oracleSeed } from '../support/seed';
import { oraclePython, skipReason } from '../support/venv';

const SEED = oracleSeed();
const COUNT = Number(process.env.ALEMBIC_WORKBENCH_EXPRESSIONS ?? 3000);
const DIALECTS = ['postgresql', 'sqlite', 'mysql'] as const;

type Answer = Readonly<Record<DialectName, { readonly sql: string } | { readonly error: string }>>;

/** What SQLAlchemy makes of Python texts that set `result`. */
function ask(cases: readonly string[]): readonly Answer[] {
  const task = { cases, dialects: DIALECTS, preamble: TABLES.map(tablePython).join('\n') };
  const asked = spawnSync(oraclePython(), [join(import.meta.dirname, 'expressions.py')], {
    input: JSON.stringify(task),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  expect(asked.stderr).toBe('');
  return asked.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

const MARKS: Readonly<Record<DialectName, string>> = { postgresql: '"', sqlite: '"', mysql: '`' };

/** The input has no reserved words. */
function quote(dialect: DialectName): (name: string) => string {
  return (name) => {
    const mark = MARKS[dialect];
    return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : mark + name.replaceAll(mark, mark + mark) + mark;
  };
}

const TYPE_TEXTS: Readonly<Record<string, string>> = {
  Integer: 'INTEGER',
  String: 'VARCHAR',
  Text: 'TEXT',
  Boolean: 'BOOLEAN',
  Date: 'DATE',
  Numeric: 'NUMERIC',
  Float: 'FLOAT',
};

function typeText(type: SqlType): Result<string, string> {
  const text = TYPE_TEXTS[type.name];
  return text === undefined ? err(`no text for ${type.name}`) : ok(text);
}

function compile(expression: SqlExpression, dialect: DialectName): Result<string, string> {
  const context: Context = { dialect, mode: 'offline', sqlalchemy: '2.0', naming: null };
  return compileExpression(expression, context, { quote: quote(dialect), typeText, percent: 'single' });
}

/** Python refuses it before there is an expression: and_() and or_() of one text are that text. */
const NEVER_BUILT = /^(AttributeError|TypeError): .*TextClause/;

interface Tally {
  same: number;
  bothRefuse: number;
  readonly different: string[];
  readonly unknown: Map<string, number>;
}

function compare(expressions: readonly SqlExpression[]): Tally {
  const texts = expressions.map((expression) => `result = ${python(expression)}`);
  const tally: Tally = { same: 0, bothRefuse: 0, different: [], unknown: new Map() };
  ask(texts).forEach((answer, index) => {
    const [expression, text] = [expressions[index], texts[index]];
    if (expression === undefined || text === undefined) throw new Error('more answers than questions');
    for (const dialect of DIALECTS) {
      const theirs = answer[dialect];
      if ('error' in theirs && NEVER_BUILT.test(theirs.error)) continue;
      const ours = compile(expression, dialect);
      if (!ours.ok && 'error' in theirs) tally.bothRefuse++;
      else if (!ours.ok) tally.unknown.set(ours.error, (tally.unknown.get(ours.error) ?? 0) + 1);
      else if ('sql' in theirs && theirs.sql === ours.value) tally.same++;
      else {
        const right = 'sql' in theirs ? theirs.sql : theirs.error;
        tally.different.push(`${dialect}\n${text}\n  ours   ${ours.value}\n  theirs ${right}`);
      }
    }
  });
  return tally;
}

function report(name: string, { same, bothRefuse, different, unknown }: Tally): void {
  const reasons = [...unknown]
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `  ${count} ${reason}`);
  console.log(
    [
      `${name}: ${same} same, ${bothRefuse} refused by both, ${different.length} different, not known:`,
      ...reasons.slice(0, 25),
    ].join('\n'),
  );
}

describe.skipIf(skipReason() !== null)('Core expressions, as SQLAlchemy compiles them', () => {
  it.each([
    ['expressions', element],
    ['statements', statement],
  ])(`generated %s (seed ${SEED})`, (name, arbitrary) => {
    const tally = compare(fc.sample(arbitrary, { numRuns: COUNT, seed: SEED }));
    report(name, tally);
    expect(tally.different.slice(0, 12).join('\n\n')).toBe('');
    expect(tally.same).toBeGreaterThan(COUNT);
  });
});
