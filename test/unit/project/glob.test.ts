import { describe, expect, it } from 'vitest';
import { globPattern } from '../../../server/src/project/glob';

describe('globPattern', () => {
  it.each<[string, string, boolean]>([
    ['*.ini', 'a.ini', true],
    ['*.ini', 'x/y/a.ini', true],
    ['x/*.ini', 'x/a.ini', true],
    ['x/*.ini', 'x/y/a.ini', false],
    ['x/**/*.ini', 'x/a.ini', true],
    ['x/**/*.ini', 'x/y/z/a.ini', true],
    ['./x/a.ini', 'x/a.ini', true],
    ['/a.ini', 'a.ini', true],
    ['x\\a.ini', 'x/a.ini', true],
    ['x/**', 'x/y/z', true],
    ['{a,b}.{ini,cfg}', 'b.cfg', true],
    ['{a,b}.ini', 'c.ini', false],
    ['a?.ini', 'ab.ini', true],
    ['a?.ini', 'a.ini', false],
    ['a[0-9].ini', 'a7.ini', true],
    ['a[!0-9].ini', 'a7.ini', false],
    ['a.ini', 'axini', false],
    ['a(1)+$.ini', 'a(1)+$.ini', true],
    ['{a', '{a', true],
    ['[a', '[a', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(globPattern(pattern).test(path)).toBe(expected);
  });
});
