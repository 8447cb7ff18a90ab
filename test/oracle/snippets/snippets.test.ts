import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHead } from '../../../server/src/revision/file';
import { repositoryRoot } from '../../support/repository';
import { oraclePython, skipReason } from '../support/venv';
import { expandSnippet } from './expandSnippet';
import { skipping } from '../../support/missing';

const reason = skipReason();

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly body: readonly string[];
}

const snippets = JSON.parse(readFileSync(join(repositoryRoot, 'snippets/alembic.json'), 'utf8')) as Readonly<
  Record<string, Snippet>
>;
const texts = Object.fromEntries(
  Object.entries(snippets).map(([name, { body }]) => [name, expandSnippet(body.join('\n'))]),
);

/** A part of the SQL that each snippet makes on PostgreSQL. */
const SQL: Readonly<Record<string, string>> = {
  'Create table': 'CREATE TABLE "table"',
  'Drop table': 'DROP TABLE "table"',
  'Rename table': 'ALTER TABLE old_name RENAME TO new_name',
  'Add column': 'ADD COLUMN "column" INTEGER',
  'Add a required column to a filled table': 'SET NOT NULL',
  'Drop column': 'DROP COLUMN "column"',
  'Rename column': 'RENAME old_name TO new_name',
  'Alter column': 'TYPE BIGINT',
  'Create index': 'CREATE INDEX ix_table_column ON "table"',
  'Drop index': 'DROP INDEX ix_table_column',
  'Create index concurrently': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS',
  'Drop index concurrently': 'DROP INDEX CONCURRENTLY IF EXISTS',
  'Create primary key': 'ADD CONSTRAINT pk_table PRIMARY KEY (id)',
  'Create foreign key': 'FOREIGN KEY("column") REFERENCES referent (id)',
  'Create unique constraint': 'UNIQUE ("column")',
  'Create check constraint': 'CHECK (price >= 0)',
  'Drop constraint': 'DROP CONSTRAINT name',
  'Batch alter table': 'ADD COLUMN "column" INTEGER',
  'Execute SQL': 'UPDATE table SET column = 1',
  'Bulk insert': "VALUES ('second')",
  'Data migration': "UPDATE item SET status='new'",
  'Create enum type': "CREATE TYPE status AS ENUM ('draft', 'sent')",
  'Drop enum type': 'DROP TYPE status',
  'Add enum value': "ALTER TYPE status ADD VALUE IF NOT EXISTS 'new'",
};

describe('the snippets', skipping(reason), () => {
  it('run under the pinned Alembic as they stand', () => {
    const run = spawnSync(oraclePython(), [join(import.meta.dirname, 'runSnippets.py')], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const outcomes = JSON.parse(run.stdout) as Readonly<Record<string, unknown>>;
    const revision = outcomes['Alembic revision file'] as { revision: string; down_revision: string; __doc__: string };
    expect(revision.revision).toMatch(/^[0-9a-f]{12}$/);
    expect(revision.__doc__).toContain(`Revision ID: ${revision.revision}\nRevises: ${revision.down_revision}\n`);
    for (const [name, outcome] of Object.entries(outcomes)) {
      if (name === 'Alembic revision file') continue;
      expect(outcome, name).toBeInstanceOf(Array);
      expect((outcome as string[]).join('\n'), name).toContain(SQL[name] ?? 'a line in the table above');
    }
  });

  it('make a revision file that says what we read in it', () => {
    const head = readHead(texts['Alembic revision file'] ?? '');
    expect(head.revision).toMatchObject({ kind: 'known', value: head.docstring?.revisionId?.value });
    expect(head.downRevision).toMatchObject({ kind: 'known', value: { items: [{ value: 'parent' }] } });
  });

  it('have prefixes of their own', () => {
    const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
