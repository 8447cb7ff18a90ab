import { fc } from '../../support/random';
import { expect, it } from 'vitest';
import { splitCommand } from '../../../server/src/cli/commandLine';

it.each<[string, readonly string[] | null]>([
  ['docker compose exec -T api python', ['docker', 'compose', 'exec', '-T', 'api', 'python']],
  ['  a\tb\n', ['a', 'b']],
  ['', []],
  [`'/opt/my python' -u "x y"z`, ['/opt/my python', '-u', 'x yz']],
  [`a '' ""`, ['a', '', '']],
  [String.raw`a\ b "c\"d\n" '\'`, ['a b', String.raw`c"d\n`, '\\']],
  [`a 'b`, null],
  ['a "b', null],
  ['a\\', null],
])('%j', (text, words) => {
  expect(splitCommand(text)).toEqual(words);
});

it('gives back words that were quoted', () => {
  const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
      expect(splitCommand(words.map(quoted).join(' '))).toEqual(words);
    }),
  );
});
