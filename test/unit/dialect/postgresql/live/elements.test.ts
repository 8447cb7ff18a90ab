import { describe, expect, it } from 'vitest';
import {
  operatorClass,
  printedParts,
  settled,
  withoutParentheses,
} from '../../../../../server/src/dialect/postgresql/live/elements';

describe('the parts of an index as PostgreSQL prints it', () => {
  it('are told apart at commas outside of parentheses, brackets, strings and names', () => {
    const definition =
      'CREATE INDEX "odd (name" ON public.t USING btree (a, lower((b)::text) text_pattern_ops, (x[1:2]), concat(\'),(\', c) DESC) INCLUDE (d) WHERE (a > 0)';
    expect(printedParts(definition)?.map(({ text }) => text)).toEqual([
      'a',
      'lower((b)::text) text_pattern_ops',
      '(x[1:2])',
      "concat('),(', c) DESC",
    ]);
  });

  it.each([
    ['(a)', null],
    ['(a text_pattern_ops)', 'text_pattern_ops'],
    ['(a public."Odd_ops")', 'public."Odd_ops"'],
    ['(a DESC)', undefined],
    ['(a NULLS FIRST)', undefined],
    ['(a COLLATE "C")', undefined],
    ["(a gist_trgm_ops (siglen='32'))", undefined],
  ])('%s has the operator class %s', (definition, expected) => {
    const [part] = printedParts(definition) ?? [];
    expect(part && operatorClass(part.text, part)).toBe(expected);
  });

  it.each([
    ['(a > 0)', 'a > 0'],
    ['((a > 0) AND (b > 0))', '(a > 0) AND (b > 0)'],
    ['(a > 0) AND (b > 0)', '(a > 0) AND (b > 0)'],
    ["(a <> ')')", "a <> ')'"],
    ['lower(a)', 'lower(a)'],
  ])('the condition %s is %s', (sql, expected) => {
    expect(withoutParentheses(sql)).toBe(expected);
  });

  it.each([
    [
      "(kind)::text = ANY ((ARRAY['a'::character varying, 'b,]'::character varying])::text[])",
      "(kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b,]'::character varying)::text])",
    ],
    [
      'x = ANY ((ARRAY[1])::bigint[]) AND y <> ALL ((ARRAY[f(1, 2)])::double precision[])',
      'x = ANY (ARRAY[(1)::bigint]) AND y <> ALL (ARRAY[(f(1, 2))::double precision])',
    ],
    ["(ARRAY['a'::text])[1]", "(ARRAY['a'::text])[1]"],
    ['(ARRAY[ARRAY[1], ARRAY[2]])::bigint[]', '(ARRAY[ARRAY[1], ARRAY[2]])::bigint[]'],
    ["'(ARRAY[1])::text[]'", "'(ARRAY[1])::text[]'"],
  ])('%s is read as %s', (sql, expected) => {
    expect(settled(sql)).toBe(expected);
  });

  it.each([
    ['((a >= 1) AND (a <= 2)) AND (b > 0)', '(a >= 1) AND (a <= 2) AND (b > 0)'],
    ['(((a > 1) OR (b > 1)) OR (c > 1))', '((a > 1) OR (b > 1) OR (c > 1))'],
    ['((a > 1) OR (b > 1)) AND (c > 1)', '((a > 1) OR (b > 1)) AND (c > 1)'],
    ['(a > 1) AND ((b > 1) AND (c > 1))', '(a > 1) AND ((b > 1) AND (c > 1))'],
    ["(x <> '((a AND b) AND c)')", "(x <> '((a AND b) AND c)')"],
  ])('settles what is joined from the left: %s', (sql, expected) => {
    expect(settled(sql)).toBe(expected);
  });
});
