import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../server/src/common/nearest';

describe('editDistance', () => {
  it.each([
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abc', 'abcd', 1],
    ['', 'ab', 2],
    ['1975ea83b712', '1975ea83b721', 1],
  ])('%s -> %s', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
    expect(editDistance(b, a, 3)).toBe(distance);
  });

  it('stops past the limit', () => {
    expect(editDistance('aaaaaaaa', 'bbbbbbbb', 2)).toBe(3);
  });
});

/** Optimal string alignment by its definition. */
function distanceByDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [ab, a1, b1] = [a.slice(0, -1), a.at(-1), b.at(-1)];
  const bb = b.slice(0, -1);
  const ways = [
    distanceByDefinition(ab, b) + 1,
    distanceByDefinition(a, bb) + 1,
    distanceByDefinition(ab, bb) + (a1 === b1 ? 0 : 1),
  ];
  const swapped = a.length > 1 && b.length > 1 && a1 === b.at(-2) && a.at(-2) === b1;
  if (swapped) ways.push(distanceByDefinition(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...ways);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('the shortcuts', () => {
  it('of the distance change nothing within the limit (property)', () => {
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(distanceByDefinition(a, b), limit + 1));
      }),
    );
  });

  it('of the search pass over no candidate that is near (property)', () => {
    const long = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 8, maxLength: 11 });
    fc.assert(
      fc.property(long, fc.array(long, { maxLength: 8 }), (of, candidates) => {
        const others = candidates.filter((one) => one !== of);
        const best = Math.min(...others.map((one) => editDistance(of, one, 20)));
        const expected = others.find((one) => editDistance(of, one, 20) === best);
        expect(nearest(of, candidates)).toBe(best <= Math.floor(of.length / 4) ? expected : undefined);
      }),
    );
  });
});

describe('nearest', () => {
  it('finds a slip of the finger', () => {
    expect(nearest('1975ea83b721', ['ae1027a6acf0', '1975ea83b712'])).toBe('1975ea83b712');
  });

  it('proposes nothing that merely looks alike', () => {
    expect(nearest('0004', ['0001', 'zzzz'])).toBe('0001');
    expect(nearest('abc', ['xyz'])).toBeUndefined();
    expect(nearest('ae1027a6acf0', ['1975ea83b712'])).toBeUndefined();
  });
});
