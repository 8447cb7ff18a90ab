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
