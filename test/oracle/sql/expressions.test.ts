import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../server/src/common/result';
import { compileExpression } from '../../../server/src/dialect/expressions/compileExpression';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context, DialectName } from '../../../server/src/schema/context';
import type { SqlExpression } from '../../../server/src/schema/expression';
import type { SqlType } from '../../../server/src/schema/sqlType';
import { element, jsonItem, statement } from './expressionArbitrary';
import { python, tablePython } from './expressionPython';
import { TABLES } from './expressionTables';
import { skipping } from '../../support/missing';
import { testSeed } from '../../support/seed';
import { oraclePython, skipReason, sqlalchemy21Python } from '../support/venv';

const SEED = testSeed();
const COUNT = Number(process.env.ALEMBIC_WORKBENCH_EXPRESSIONS ?? 1500);
type Version = Context['sqlalchemy'];
const VERSIONS = [
  { sqlalchemy: '2.0', count: COUNT, missing: skipReason() },
  { sqlalchemy: '2.1', count: COUNT / 5, missing: skipReason(sqlalchemy21Python) },
] as const;
const DIALECTS = ['postgresql', 'sqlite', 'mysql'] as const;

type Answer = Readonly<Record<DialectName, { readonly sql: string } | { readonly error: string }>>;

/** What SQLAlchemy makes of Python texts that set `result`. */
function ask(
  version: Version,
  cases: readonly string[],
  preamble = TABLES.map(tablePython).join('\n'),
): readonly Answer[] {
  const task = { cases, dialects: DIALECTS, preamble };
  const asked = spawnSync(
    version === '2.0' ? oraclePython() : sqlalchemy21Python(),
    [join(import.meta.dirname, 'expressions.py')],
    {
      input: JSON.stringify(task),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  );
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
  Unicode: 'VARCHAR',
};

function typeText(type: SqlType): Result<string, string> {
  const isScaled = type.kind === 'library' && type.arguments.scale !== undefined;
  const text = isScaled ? 'NUMERIC(10, 2)' : TYPE_TEXTS[type.name];
  return text === undefined ? err(`no text for ${type.name}`) : ok(text);
}

function compile(expression: SqlExpression, dialect: DialectName, sqlalchemy: Version): Result<string, string> {
  const context: Context = { dialect, mode: 'offline', sqlalchemy, naming: null };
  return compileExpression(expression, context, { quote: quote(dialect), typeText, percent: 'single' });
}

interface Tally {
  same: number;
  bothRefuse: number;
  readonly different: string[];
  readonly unknown: Map<string, number>;
}

function compare(expressions: readonly SqlExpression[], sqlalchemy: Version): Tally {
  const texts = expressions.map((expression) => `result = ${python(expression)}`);
  const tally: Tally = { same: 0, bothRefuse: 0, different: [], unknown: new Map() };
  ask(sqlalchemy, texts).forEach((answer, index) => {
    const [expression, text] = [expressions[index], texts[index]];
    if (expression === undefined || text === undefined) throw new Error('more answers than questions');
    for (const dialect of DIALECTS) {
      const theirs = answer[dialect];
      const ours = compile(expression, dialect, sqlalchemy);
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

const TABLES_OF_FILE = [
  "t = sa.table('t', sa.column('id', sa.Integer), sa.column('name', sa.String(50)), sa.column('flag', sa.Boolean()),",
  "  sa.column('at', sa.DateTime), sa.column('raw'), sa.column('data', postgresql.JSONB), sa.column('doc', sa.JSON))",
  "u = sa.table('u', sa.column('id', sa.Integer), sa.column('t_id', sa.Integer), sa.column('n', sa.Text), schema='app')",
  "v = sa.sql.table('v', sa.sql.column('id', sa.Integer()), sa.sql.column('kind', sa.Enum('a', 'b', name='kind')))",
];

/** As they stand in migrations: read by our library, and made by the real one. */
const WRITTEN = [
  "'UPDATE t SET a = 1'",
  "sa.text('UPDATE t SET a = :a WHERE b LIKE \\'5%\\' AND c::int > 1').bindparams(a='it\\'s')",
  "sa.text('SELECT \\\\:x, :missing')",
  "sa.text('x = :d').bindparams(sa.bindparam('d', datetime.date(2020, 1, 2), sa.Date))",
  "t.update().values(name='x')",
  "t.update().where(t.c.name == None).values(flag=True, name='y')",
  "t.update().where(t.c.name.is_(None)).where(t.c.id > 5).values({'name': t.c.name + '_old'})",
  't.update().where(t.c.flag == True).values(flag=False)',
  't.update().where(~t.c.flag).values({t.c.flag: sa.true()})',
  't.update().where(t.c.flag.is_(sa.false())).values(at=sa.func.now())',
  "sa.update(t).where(sa.and_(t.c.id == 1, sa.or_(t.c.name == 'a', t.c.name == 'b'))).values(name=sa.null())",
  "t.update().where((t.c.id == 1) & (t.c.name != 'a') | ~(t.c.id < 3)).values(name=None)",
  "t.update().where(t.c.name.in_(['a', 'b'])).values(name=op.inline_literal('c'))",
  "t.update().where(t.c.id.in_([])).values(name='c')",
  't.update().where(t.c.id.notin_([1, 2])).values(id=t.c.id * 2 + 1)',
  't.update().where(t.c.id == u.c.t_id).values(name=u.c.n)',
  't.update().where(t.c.raw == 5).values(raw=t.c.id)',
  't.update().values(name=sa.select(u.c.n).where(u.c.t_id == t.c.id).scalar_subquery())',
  "t.update().values(name=sa.case((t.c.id > 5, 'big'), (t.c.id == 5, 'five'), else_='small'))",
  "t.update().values(name=sa.case({1: 'one', 2: 'two'}, value=t.c.id))",
  't.update().values(name=sa.cast(t.c.id, sa.String), id=sa.cast(t.c.name, sa.Integer()))',
  "t.update().values(name=sa.func.coalesce(t.c.name, 'none'), id=sa.func.length(t.c.name))",
  "t.update().values(name=sa.func.concat(t.c.name, '-', t.c.id))",
  't.update().values(name=sa.text("upper(\'a\')"))',
  't.update().values(name=sa.literal_column("\'a\'"))',
  "t.update().where(t.c.name.like('a%')).values(name=sa.func.replace(t.c.name, 'a', 'b'))",
  "t.update().where(t.c.name.ilike('%x_', escape='/')).values(name=sa.func.lower(t.c.name))",
  "t.update().where(t.c.name.startswith('a')).where(t.c.name.contains('b')).values(name='c')",
  "t.update().where(t.c.data['k'].astext == 'v').values(data=sa.null())",
  "t.update().where(t.c.doc['k'] != None).values(name='x')",
  "t.update().where(t.c.data[['a', 1]].astext.cast(sa.Integer) > 1).values(name=t.c.data['k'].as_string())",
  "t.update().where(t.c.doc[('a', 'b')].as_boolean() == True).values(id=t.c.doc['n'].as_integer())",
  "t.update().where(~t.c.doc['a'].as_boolean()).values(name=t.c.doc['a']['b'].as_json()['c'].as_string() + '!')",
  "t.update().where(t.c.doc[['a', 'b']].as_float() > 1.5).values(id=t.c.doc['n'].as_numeric(10, 2))",
  "t.update().where(t.c.doc['a'].as_string().in_(['x', 'y'])).values(name=t.c.doc[0].as_string())",
  "t.update().where(t.c.doc['a'].as_string().is_not(None)).values(doc=t.c.doc[['b']])",
  "t.update().where(t.c.at.between('2020-01-01', datetime.datetime(2020, 2, 1, 3, 4, 5))).values(name='x')",
  "t.update().where(sa.extract('year', t.c.at) == 2020).values(name='x')",
  "t.update().where(sa.exists(sa.select(u.c.id).where(u.c.t_id == t.c.id))).values(name='x')",
  "t.update().where(t.c.id.in_(sa.select(u.c.t_id).where(u.c.n == 'q'))).values(name='x')",
  't.delete()',
  "t.delete().where(t.c.name == 'a\\\\b').where(t.c.id == -1)",
  't.delete().where(t.c.id == u.c.t_id)',
  "v.update().where(v.c.kind == 'a').values(kind='b')",
  "v.delete().where(v.c.kind.in_(['a', 'b']))",
  "t.insert().values(name='x', id=1)",
  "t.insert().values({'raw': 'x'})",
  "t.insert().values([{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}])",
  "t.insert().from_select(['id', 'name'], sa.select(u.c.id, u.c.n).where(u.c.n.isnot(None)).order_by(u.c.id.desc()))",
  "t.insert().from_select(['id'], sa.select(sa.func.max(u.c.id)))",
  "t.insert().from_select(['id'], sa.select(u.c.id).select_from(u.join(v, u.c.id == v.c.id)).distinct())",
  "sa.insert(t).values(id=sa.func.nextval('seq'), at=sa.func.current_timestamp())",
  'postgresql.insert(t).values(id=1).on_conflict_do_nothing()',
  "postgresql.insert(t).values(id=1, name='a').on_conflict_do_nothing(index_elements=['id'])",
  "postgresql.insert(t).values(id=1, name='a').on_conflict_do_update(index_elements=['id'], set_={'name': 'b'})",
  "sa.select(t.c.id, sa.func.count()).where(t.c.name == 'a').group_by(t.c.id).having(sa.func.count() > 1)",
  'sa.select(t.c.id, u.c.id).where(t.c.id == u.c.t_id).order_by(t.c.id).limit(10)',
  "sa.select(t.c.name.label('n'), sa.func.now().label('m'))",
  "sa.select(sa.literal('a'), sa.literal(1).label('one'), sa.null())",
  "sa.select(t).where(t.c.name.op('~')('^a'))",
  'sa.select(sa.func.count(sa.distinct(t.c.name)))',
  "sa.select(t.alias('x').c.id)",
  'sa.select(sa.func.Lower(t.c.name) == sa.func.now())',
  't.insert().values(at=datetime.datetime(2020, 1, 2, 3, 4, 5, 6), flag=False)',
  "t.insert().values(at='2020-01-01')",
  "sa.schema.CreateSequence(sa.Sequence('a_seq', start=3, increment=2, minvalue=1, nomaxvalue=True, cache=5, cycle=False))",
  "sa.schema.CreateSequence(sa.schema.Sequence('Big', schema='app'), if_not_exists=True)",
  "sa.schema.DropSequence(sa.schema.Sequence('a_seq'))",
  "sa.schema.DropSequence(sa.Sequence('Big', schema='App', optional=True), if_exists=True)",
  't.update().where(t.c.flag == sa.sql.False_()).values(flag=sa.sql.True_())',
  "t.insert().values(data={'a': 1})",
];

function ours(snippet: string, dialect: DialectName, sqlalchemy: Version): Result<string, string> | undefined {
  const imports =
    'import datetime\nimport sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n';
  const text = `${imports}${TABLES_OF_FILE.join('\n')}\ndef upgrade():\n    op.execute(${snippet})\n`;
  const context: Context = { dialect, mode: 'offline', sqlalchemy, naming: null };
  const { operations, ends } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  const [operation] = operations;
  if (operation?.kind === 'execute') return compile(operation.statement, dialect, sqlalchemy);
  return err(operation?.kind === 'opaque' ? `not read: ${operation.reason}` : `not read: ${JSON.stringify(ends)}`);
}

describe.for(VERSIONS)(
  'Core expressions of migrations, read and compiled, SQLAlchemy $sqlalchemy',
  ({ sqlalchemy, missing }) => {
    it('never differ from it', skipping(missing), () => {
      const op = 'class op:\n    inline_literal = staticmethod(lambda value: sa.literal_column(repr(value)))\n';
      const answers = ask(
        sqlalchemy,
        WRITTEN.map((snippet) => `${op}result = ${snippet}`),
        TABLES_OF_FILE.join('\n'),
      );
      const unknown: string[] = [];
      const different: string[] = [];
      let same = 0;
      WRITTEN.forEach((snippet, index) => {
        for (const dialect of DIALECTS) {
          const theirs = answers[index]?.[dialect];
          const mine = ours(snippet, dialect, sqlalchemy);
          if (theirs === undefined || mine === undefined) throw new Error('no answer');
          if (mine.ok && 'sql' in theirs && theirs.sql === mine.value) same++;
          else if (mine.ok)
            different.push(`${dialect} ${snippet}\n  ours   ${mine.value}\n  theirs ${JSON.stringify(theirs)}`);
          else if ('sql' in theirs) unknown.push(`${dialect} ${snippet}: ${mine.error}`);
        }
      });
      console.log(
        [`written, SQLAlchemy ${sqlalchemy}: ${same} same, ${unknown.length} not known:`, ...unknown].join('\n'),
      );
      expect(different.join('\n\n')).toBe('');
      expect(same).toBeGreaterThan(WRITTEN.length * 2);
    });
  },
);

describe.for(VERSIONS)(
  'Core expressions, as SQLAlchemy $sqlalchemy compiles them',
  ({ sqlalchemy, count, missing }) => {
    it.for([
      ['expressions', element],
      ['items of JSON', jsonItem],
      ['statements', statement],
    ] as const)(`generated %s (seed ${SEED})`, skipping(missing), ([name, arbitrary]) => {
      const tally = compare(fc.sample<SqlExpression>(arbitrary, { numRuns: count, seed: SEED }), sqlalchemy);
      report(`${name}, SQLAlchemy ${sqlalchemy}`, tally);
      expect(tally.different.slice(0, 12).join('\n\n')).toBe('');
      expect(tally.same).toBeGreaterThan(count);
    });
  },
);
