import Database from 'better-sqlite3';
import { Client } from 'pg';

/** Of ten columns each. */
export const TABLES = 1000;
/** Created in one go. */
const AT_ONCE = 100;

type Dialect = 'postgresql' | 'sqlite';

/** Types and expressions that are not the same in both. */
const WORDS: Readonly<Record<Dialect, Readonly<Record<'id' | 'moment' | 'now' | 'document', string>>>> = {
  postgresql: { id: 'serial', moment: 'timestamptz', now: 'now()', document: 'jsonb' },
  sqlite: { id: 'INTEGER', moment: 'DATETIME', now: 'CURRENT_TIMESTAMP', document: 'JSON' },
};

/** What an application's table usually has: a key, a reference, defaults, checks, a unique constraint, two indexes. */
function tableStatements(index: number, dialect: Dialect): readonly string[] {
  const { id, moment, now, document } = WORDS[dialect];
  const name = `item_${index}`;
  const parent = index === 0 ? '' : ` REFERENCES item_${index - 1} (id) ON DELETE CASCADE`;
  return [
    `CREATE TABLE ${name} (
      id ${id} PRIMARY KEY, parent_id integer${parent},
      name varchar(255) NOT NULL DEFAULT 'none', price numeric(10, 2) DEFAULT 0,
      amount integer NOT NULL, made_at ${moment} NOT NULL DEFAULT ${now}, document ${document},
      state varchar(20) DEFAULT 'new', note text, active boolean NOT NULL DEFAULT true,
      CONSTRAINT ck_${name}_amount CHECK (amount > 0),
      CONSTRAINT ck_${name}_state CHECK (state IN ('new', 'paid', 'sent')),
      CONSTRAINT uq_${name}_name UNIQUE (name, state))`,
    `CREATE INDEX ix_${name}_parent ON ${name} (parent_id)`,
    `CREATE INDEX ix_${name}_made ON ${name} (made_at) WHERE active`,
  ];
}

/** Fills an empty PostgreSQL database. */
export async function fillPostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let from = 0; from < TABLES; from += AT_ONCE) {
      const statements = Array.from({ length: AT_ONCE }, (_, index) => tableStatements(from + index, 'postgresql'));
      await client.query(statements.flat().join(';\n'));
    }
  } finally {
    await client.end();
  }
}

/** Makes a file of SQLite. */
export function makeSqlite(path: string): void {
  const database = new Database(path);
  try {
    database.transaction(() => {
      for (let index = 0; index < TABLES; index++) {
        for (const sql of tableStatements(index, 'sqlite')) database.exec(sql);
      }
    })();
  } finally {
    database.close();
  }
}
