import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { expect, it } from 'vitest';
import { parseIni } from '../../../server/src/project/ini';
import { IniReader } from '../../../server/src/project/interpolation';
import { oraclePython, skipReason } from '../support/venv';
import { groupBy } from '../../../server/src/common/collections';
import { testSeed } from '../../support/seed';
import { skipping } from '../../support/missing';

const ODD = ['\ufeff', '\u00a0', '\u0085', '\u001c', '\u2028', '\f', '\v', 'İ', 'Σ', '😀', 'ß'];
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'A', 'key', 'Key', 'here', 'a b', 'alembic', 'DEFAULT') },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...Array.from('ab[]=:#; %()s'), ...ODD), maxLength: 5 }) },
);
const value = fc
  .array(
    fc.oneof(
      fc.constantFrom('x', ' ', '%%', '%(here)s', '%(a)s', '%(b)s', '%(KEY)s', ' # no comment', '; x', '=', ':'),
      { weight: 1, arbitrary: fc.constantFrom('%', '%(', '%(no)s', '%(a)d', '%()s', ...ODD) },
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));
const blank = fc.constantFrom('', '', '', '', ' ', '  ', '\t', '\u00a0');
const line = fc.oneof(
  { weight: 3, arbitrary: word.map((name) => `[${name}]`) },
  {
    weight: 12,
    arbitrary: fc.tuple(word, fc.constantFrom('=', ' = ', ':', ' :', '\t=\t'), value).map((p) => p.join('')),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('  ', '\t', '    '), value).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.constantFrom('', '  ', '# comment', '  ; comment', '#', 'DEFAULT') },
  { weight: 1, arbitrary: fc.constantFrom('bare', '= nameless', '[]', '[open', '[a] b]', '[a]=x', ':', '[DEFAULT]') },
);
const text = fc
  .tuple(
    fc.constantFrom('[alembic]', '[alembic]', '[alembic]', '[DEFAULT]', '', '\ufeff[alembic]'),
    fc.array(fc.tuple(blank, line, fc.constantFrom('\n', '\n', '\r\n', '\r')), { maxLength: 9 }),
    fc.boolean(),
  )
  .map(([first, lines, ended]) => {
    const whole = `${first}\n${lines.flat().join('')}`;
    return ended ? whole : whole.replace(/[\r\n]+$/, '');
  });
const here = fc.constantFrom('/srv/app', '/srv/app', '/srv/50%', '/srv/%(a)s', '/100%%');

interface Answer {
  readonly error?: readonly [string, number];
  readonly sections?: readonly unknown[];
}

function ours(source: string, folder: string): Answer {
  const document = parseIni(source);
  if (document.error !== null) return { error: [document.error.name, document.error.range.start.line + 1] };
  const reader = new IniReader(document, folder);
  return {
    sections: [...document.sections.keys()].map((section) => [
      section,
      reader.keys(section).map((key) => [key, reader.entry(section, key)?.value ?? folder, reader.get(section, key)]),
    ]),
  };
}

it("reads INI files as Python's ConfigParser does", skipping(skipReason()), () => {
  const seed = testSeed();
  const inputs = fc.sample(fc.tuple(text, here), { seed, numRuns: 10_000 });
  const answers = execFileSync(oraclePython(), [join(import.meta.dirname, 'configParser.py')], {
    input: inputs.map((input) => JSON.stringify(input)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
    .trimEnd()
    .split('\n')
    .map((answer) => JSON.parse(answer) as Answer);
  const kinds = groupBy(answers, ({ error }) => error?.[0] ?? 'read');
  const shares = [...kinds].map(([kind, { length }]) => `${kind} ${((100 * length) / inputs.length).toFixed(0)}%`);
  console.log(`INI files: seed ${seed}, ${shares.join(', ')}`);
  expect([...kinds.keys()].sort()).toEqual([
    'DuplicateOptionError',
    'DuplicateSectionError',
    'MissingSectionHeaderError',
    'ParsingError',
    'read',
  ]);
  expect(kinds.get('read')?.length).toBeGreaterThan(inputs.length / 5);
  for (const [index, input] of inputs.entries()) {
    expect({ input, answer: ours(...input) }).toEqual({ input, answer: answers[index] });
  }
});
