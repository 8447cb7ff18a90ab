import { describe, expect, it } from 'vitest';
import { newerSqlite } from '../../../../server/src/engine/native/newerSqlite';

describe('newerSqlite', () => {
  it.each([
    'ALTER TABLE t ALTER COLUMN a DROP NOT NULL',
    'alter table main."t t" alter a set not null',
    'ALTER TABLE t ADD CHECK (a > 1)',
    'SELECT 1; ALTER TABLE t ADD CONSTRAINT x CHECK (a > 1)',
    'ALTER TABLE t DROP CONSTRAINT x',
  ])('tells of %s', (sql) => {
    expect(newerSqlite(sql, 'sqlite')).toContain('3.53');
  });

  it.each([
    'ALTER TABLE t ADD COLUMN a INTEGER CONSTRAINT x CHECK (a > 1)',
    'ALTER TABLE t ADD "CONSTRAINT" INTEGER',
    'ALTER TABLE alter RENAME TO b',
    'ALTER TABLE t DROP COLUMN a',
    "INSERT INTO t VALUES ('ALTER TABLE t ALTER a')",
  ])('has nothing against %s', (sql) => {
    expect(newerSqlite(sql, 'sqlite')).toBeNull();
  });

  it('leaves PostgreSQL alone', () => {
    expect(newerSqlite('ALTER TABLE t ALTER COLUMN a DROP NOT NULL', 'postgresql')).toBeNull();
  });
});
