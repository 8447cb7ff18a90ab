import { describe, expect, it } from 'vitest';
import { keyPragmas } from '../../../../server/src/engine/native/keyPragmas';
import type { PlacedAction } from '../../../../server/src/engine/native/stepStatements';

const sent = (...statements: readonly string[]): readonly PlacedAction[] =>
  statements.map((sql, from) => ({ kind: 'statement', sql, place: { from, to: from + 1 } }));

const OFF = 'PRAGMA foreign_keys=OFF';
const ON = 'pragma foreign_keys(1)';
const DDL = 'CREATE TABLE t (id INTEGER)';
const DML = 'INSERT INTO t VALUES (1)';

describe('keyPragmas', () => {
  it('sets before the transaction what a revision begins with, and after it what it ends with', () => {
    expect(keyPragmas(sent(OFF, DDL, ON))).toEqual({
      ok: true,
      value: { actions: sent(OFF, DDL, ON).slice(1, 2), before: false, after: true },
    });
  });

  it('leaves out what Python’s driver ignores, because it has begun a transaction by then', () => {
    expect(keyPragmas(sent(OFF, DML, ON))).toEqual({
      ok: true,
      value: { actions: sent(OFF, DML, ON).slice(1, 2), before: false },
    });
  });

  it('says nothing of a revision without', () => {
    expect(keyPragmas(sent(DDL, DML))).toEqual({ ok: true, value: { actions: sent(DDL, DML) } });
  });

  it.for<[string, readonly string[], number]>([
    ['between other statements', [DDL, ON, DDL], 2],
    ['to what is not known', ['PRAGMA foreign_keys = maybe'], 0],
  ])('refuses one %s', ([, statements, from]) => {
    expect(keyPragmas(sent(...statements))).toMatchObject({ ok: false, error: { place: { from } } });
  });
});
