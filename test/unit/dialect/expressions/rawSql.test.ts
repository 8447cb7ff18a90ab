import { fc } from '../../../support/random';
import { describe, expect, it } from 'vitest';
import { printedPlainly } from '../../../../server/src/dialect/expressions/printText';
import { rawSql } from '../../../../server/src/dialect/expressions/rawSql';

describe('SQL that a database prints', () => {
  it.each([
    ["'x'::text", "'x'::text"],
    ["'at 12:30'", "'at 12:30'"],
    ["note <> ':x'", "note <> '\\:x'"],
    ["'\\:x'", "'\\\\:x'"],
  ])('%s is written as text() needs it', (sql, expected) => {
    expect(rawSql(sql)).toEqual({ kind: 'text', sql: expected, binds: {} });
    expect(printedPlainly(expected)).toBe(sql);
  });

  it('has every colon escaped where SQLAlchemy takes part of a word for a parameter', () => {
    expect(rawSql("':ab:c'")).toMatchObject({ sql: "'\\:ab\\:c'" });
  });

  it('is always written again as it was', () => {
    const sql = fc.array(fc.constantFrom(':', '\\', 'a', '_', ' ', "'", '$', '1', 'é')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(sql, (text) => {
        const found = rawSql(text);
        return (found.kind === 'text' ? printedPlainly(found.sql) : found.sql) === text;
      }),
      { seed: 5, numRuns: 2000 },
    );
    expect(fc.sample(sql, { seed: 5, numRuns: 2000 }).some((text) => rawSql(text).kind === 'literalColumn')).toBe(true);
  });
});
