import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { expect, it } from 'vitest';
import { parseUrl, renderMasked } from '../../../server/src/dialect/url';
import { oraclePython } from '../support/venv';
import { testSeed } from '../../support/seed';

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    '1',
    '_',
    ' ',
    '%',
    '@',
    ':',
    '/',
    '?',
    '&',
    '=',
    '#',
    '[',
    ']',
    '+',
    '.',
    ',',
    '\\',
    '"',
    "'",
    'ä',
    'ß',
    '\n',
    '%40',
    '%C3%A4',
    '%zz',
    '%ff',
  ),
  maxLength: 8,
});
const maybe = (arbitrary: fc.Arbitrary<string>, before: string, after = ''): fc.Arbitrary<string> =>
  fc.option(arbitrary, { nil: null }).map((value) => (value === null ? '' : before + value + after));
const url = fc
  .tuple(
    fc.oneof(fc.constantFrom('postgresql', 'sqlite', 'mysql+pymysql', 'postgresql+psycopg2'), text),
    fc.constantFrom('://', ':///', ':/', '://'),
    maybe(
      fc.tuple(text, maybe(text, ':')).map((pair) => pair.join('')),
      '',
      '@',
    ),
    fc.oneof(fc.constantFrom('localhost', '10.0.0.1', '[::1]', '', 'a.b'), text),
    maybe(fc.oneof(fc.nat(70_000).map(String), fc.constantFrom('', ' 12 ', '1_000', 'x', '-1', '+5'), text), ':'),
    maybe(text, '/'),
    maybe(
      fc
        .array(fc.oneof(fc.constantFrom('host=h', 'sslmode=require', 'a=1', 'a=2', 'b=', 'c', 'x=a+b'), text))
        .map((parts) => parts.join('&')),
      '?',
    ),
  )
  .map((parts) => parts.join(''));

it('reads database URLs as the pinned SQLAlchemy does', () => {
  const seed = testSeed();
  const urls = fc.sample(url, { seed, numRuns: 5_000 });
  const answers = execFileSync(oraclePython(), [join(import.meta.dirname, 'makeUrl.py')], {
    input: urls.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const ours = urls.map((one) => {
    const parsed = parseUrl(one);
    return parsed === null ? null : { ...parsed, query: Object.fromEntries(parsed.query), shown: renderMasked(parsed) };
  });
  const read = answers.filter((answer) => answer !== null).length;
  console.log(`database URLs: seed ${seed}, ${read} of ${urls.length} can be read`);
  expect(read).toBeGreaterThan(urls.length / 5);
  expect(ours.map((our, index) => ({ url: urls[index], our }))).toEqual(
    answers.map((our, index) => ({ url: urls[index], our })),
  );
});
