import { fc } from '../../support/random';
import { mostly, pick, type Text } from '../sql/pythonTexts';
import { perhaps, words } from './postgresTables';

// Generated tables of SQLite, as the statements that make them; what SQLite refuses is left out by whoever runs them.

const TYPES: readonly (readonly [type: string, ...defaults: string[]])[] = [
  ['INTEGER', '0', '-1', '(1 + 2)'],
  ['BIGINT', '9223372036854775807'],
  ['SMALLINT'],
  ['NUMERIC(10, 2)', '1.50'],
  ['DECIMAL', '0.0'],
  ['FLOAT', '1e3'],
  ['REAL', '.5'],
  ['VARCHAR(50)', "''", "'it''s'", "'a:b %s'"],
  ['VARCHAR', "'x'"],
  ['TEXT', "'tab\tand\nline'", "(lower('X'))", "('a' || 'b')"],
  ['NVARCHAR(20)'],
  ['CHAR(3)', "'abc'"],
  ['BOOLEAN', '1', 'TRUE', 'false'],
  ['DATE', 'CURRENT_DATE'],
  ['DATETIME', 'CURRENT_TIMESTAMP', "(datetime('now'))"],
  ['TIMESTAMP', "'2024-01-02'"],
  ['TIME', 'CURRENT_TIME'],
  ['BLOB', "x'00'"],
  ['JSON', "'{}'", '\'{"a": [1]}\''],
  ['CHAR(36)'],
];
const ODD = ['Mixed', 'a b', 'select', 'x"y', 'per%cent', 'co:lon', '1st', 'naïve', 'a.b', "quo'te"];

function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

interface Column {
  readonly name: string;
  readonly text: string;
}

const name = mostly(pick('id', 'name', 'amount', 'status', 'at', 'data'), pick(...ODD), 4);
const conflict = perhaps(pick('ON CONFLICT REPLACE', 'ON CONFLICT IGNORE'), 12);

const column = fc
  .tuple(name, fc.constantFrom(...TYPES), fc.nat(9))
  .chain(([own, [type, ...defaults], by]) =>
    words(
      fc.constant(`${q(own)} ${type}`),
      perhaps(pick('NOT NULL'), 3),
      fc.constant(by < 5 && defaults[by] !== undefined ? `DEFAULT ${defaults[by]}` : ''),
      perhaps(pick('COLLATE NOCASE', 'COLLATE RTRIM'), 10),
      perhaps(words(pick('UNIQUE'), conflict), 9),
      perhaps(pick(`CHECK (${q(own)} IN (1, 'a:b'))`, `CONSTRAINT ${q(`ck ${own}`)} CHECK (length(${q(own)}) > 1)`), 8),
      perhaps(
        words(
          pick('REFERENCES target (id)', 'REFERENCES target (a, b)', 'REFERENCES target'),
          perhaps(pick('ON DELETE CASCADE', 'ON UPDATE SET NULL', 'DEFERRABLE INITIALLY DEFERRED'), 2),
        ),
        9,
      ),
    ).map((text): Column => ({ name: own, text })),
  );
const computed = fc
  .tuple(
    name,
    pick(
      'INTEGER GENERATED ALWAYS AS (pk * 2) STORED',
      "TEXT AS ('a:' || pk) VIRTUAL",
      'NUMERIC AS (pk / 3) STORED NOT NULL',
    ),
  )
  .map(([own, text]): Column => ({ name: own, text: `${q(own)} ${text}` }));

function constraint(number: number, names: readonly string[]): Text {
  const some = fc
    .subarray([...names], { minLength: 1, maxLength: Math.min(2, names.length) })
    .map((list) => `(${list.map(q).join(', ')})`);
  const called = perhaps(pick(`CONSTRAINT c_${number}`, `CONSTRAINT ${q(`Odd ${number}`)}`), 2);
  return fc.oneof(
    words(called, 'UNIQUE', some, conflict),
    words(
      called,
      'CHECK',
      pick(
        '(pk > 0)',
        "(pk BETWEEN 1 AND 3 OR 'a:b' <> 'c')",
        '(CASE WHEN pk = 1 THEN 1 ELSE 0 END)',
        '(pk IS NOT NULL AND (pk > 1))',
      ),
    ),
    words(
      called,
      'FOREIGN KEY (pk)',
      pick('REFERENCES target (id)', 'REFERENCES target'),
      perhaps(pick('ON DELETE SET NULL', 'ON UPDATE CASCADE', 'ON DELETE RESTRICT ON UPDATE NO ACTION'), 2),
      perhaps(pick('DEFERRABLE', 'DEFERRABLE INITIALLY DEFERRED'), 4),
    ),
  );
}

/** Comes before the tables. */
export const BEFORE_SQLITE = 'CREATE TABLE target (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, UNIQUE (a, b))';

/** The statements that make the table of a number and what hangs on it. */
export function generatedSqliteTable(number: number): fc.Arbitrary<readonly string[]> {
  const columns = fc.uniqueArray(fc.oneof({ weight: 8, arbitrary: column }, { weight: 1, arbitrary: computed }), {
    selector: ({ name: own }) => own.toLowerCase(),
    maxLength: 6,
  });
  const table = mostly(pick(`t${number}`), pick(`T ${number}`, `per%${number}`, `${number}st`, `qu"ote${number}`), 5);
  return fc.tuple(table, columns).chain(([own, list]) => {
    const names = ['pk', ...list.map((one) => one.name)];
    const [first = 'pk'] = list.map((one) => one.name);
    const index = words(
      pick('CREATE INDEX', 'CREATE UNIQUE INDEX'),
      fc.nat(99_999).map((at) => q(`${at % 7 === 0 ? 'Odd ix' : 'ix'} ${number} ${at}`)),
      `ON ${q(own)}`,
      fc.oneof(
        fc.uniqueArray(pick(...names), { minLength: 1, maxLength: 3 }).map((list_) => `(${list_.map(q).join(', ')})`),
        pick(
          `(${q(first)} DESC)`,
          `(lower(${q(first)}))`,
          '(pk + 1)',
          `(pk, ${q(first)} COLLATE NOCASE DESC)`,
          "('a:b' || pk)",
        ),
      ),
      perhaps(pick('WHERE pk > 5', `WHERE ${q(first)} IS NOT NULL AND pk <> 3`, "WHERE 'a:b' = 'c' || pk"), 4),
    );
    const change = pick(
      `ALTER TABLE ${q(own)} RENAME TO ${q(`now ${number}`)}`,
      `ALTER TABLE ${q(own)} RENAME COLUMN ${q(first)} TO "re named"`,
      `ALTER TABLE ${q(own)} ADD COLUMN "added later" TEXT DEFAULT 'x:y' CHECK ("added later" <> 'z')`,
      `ALTER TABLE ${q(own)} ADD COLUMN added INTEGER REFERENCES target (id)`,
      `ALTER TABLE ${q(own)} DROP COLUMN ${q(first)}`,
    );
    const key = pick(
      'pk INTEGER PRIMARY KEY',
      'pk INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT',
      'pk INTEGER NOT NULL',
      'pk TEXT PRIMARY KEY',
      'pk BIGINT NOT NULL, PRIMARY KEY (pk)',
      'pk INTEGER, CONSTRAINT "the key" PRIMARY KEY (pk)',
    );
    return fc
      .tuple(
        key,
        fc.array(
          fc.nat(999).chain((at) => constraint(at, names)),
          { maxLength: 3 },
        ),
        fc.array(index, { maxLength: 2 }),
        fc.array(change, { maxLength: 1 }),
        perhaps(pick('STRICT'), 12),
      )
      .map(([pk, constraints, indexes, changes, tail]) => {
        // What ends in a table's constraint stands behind the columns.
        const [keyColumn = '', ...keys] = pk.split(/, (?=PRIMARY|CONSTRAINT)/);
        // SQLAlchemy writes no AUTOINCREMENT for a key that is a foreign key.
        const allowed = constraints.filter((one) => !pk.includes('AUTOINCREMENT') || !one.includes('FOREIGN KEY'));
        const items = [keyColumn, ...list.map(({ text }) => text), ...keys, ...allowed];
        return [`CREATE TABLE ${q(own)} (${items.join(', ')}) ${tail}`.trimEnd(), ...indexes, ...changes];
      });
  });
}
