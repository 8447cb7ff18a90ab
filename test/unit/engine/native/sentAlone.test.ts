import { describe, expect, it } from 'vitest';
import { isNothing, sentAlone } from '../../../../server/src/engine/native/sentAlone';
import type { DialectName } from '../../../../server/src/schema/context';

describe('sentAlone', () => {
  it.for<[DialectName, string]>([
    ['postgresql', 'CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)'],
    ['postgresql', "UPDATE t SET a = 'COMMIT; BEGIN'"],
    ['postgresql', 'CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql'],
    ['postgresql', '-- COMMIT\nSELECT 1'],
    ['postgresql', 'SAVEPOINT s; ROLLBACK TO s'],
    ['postgresql', 'VACUUM t'],
    ['sqlite', 'CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END'],
    ['sqlite', 'PRAGMA foreign_keys = ON'],
  ])('lets %s send %s inside a transaction', ([dialect, sql]) => {
    expect(sentAlone(sql, dialect)).toBeNull();
  });

  it.for<[DialectName, string, string]>([
    ['postgresql', 'COMMIT', 'COMMIT would end'],
    ['postgresql', 'SELECT 1; /* so */ commit', 'COMMIT would end'],
    ['postgresql', 'START TRANSACTION', 'START would end'],
    ['postgresql', 'ROLLBACK', 'ROLLBACK would end'],
    ['postgresql', "PREPARE TRANSACTION 'x'", 'PREPARE TRANSACTION would end'],
    ['postgresql', "SELECT 'open", 'cannot be taken apart'],
    ['postgresql', ' ', 'is empty'],
    ['postgresql', '-- nothing', 'is empty'],
    ['sqlite', 'VACUUM', 'no VACUUM'],
    ['sqlite', 'PRAGMA journal_mode = WAL', 'PRAGMA journal_mode'],
  ])('does not let %s send %s', ([dialect, sql, reason]) => {
    expect(sentAlone(sql, dialect)).toContain(reason);
  });
});

describe('isNothing', () => {
  it.for(['', '  \n', '-- so', '/* so */ ;', ';;'])('leaves out %s on SQLite', (sql) => {
    expect(isNothing(sql, 'sqlite')).toBe(true);
    expect(isNothing(sql, 'postgresql')).toBe(false);
  });

  it.for(['SELECT 1', '-- so\nSELECT 1', '; SELECT 1', '/* a */ -- b\n(SELECT 1)', "' "])('sends %s', (sql) => {
    expect(isNothing(sql, 'sqlite')).toBe(false);
  });
});
