import { fc } from '../../support/random';
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
    ['deploy/alembic-prod.ini', 'deploy/alembic-prod.ini', true],
    ['a-b', 'ab', false],
    ['a[&~|b].ini', 'a~.ini', true],
    ['a[^b].ini', 'ab.ini', false],
    ['a[x^].ini', 'a^.ini', true],
    ['a[x-].ini', 'a-.ini', true],
    [`a!"#%&',:;<=>@_\`~é.ini`, `a!"#%&',:;<=>@_\`~é.ini`, true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(globPattern(pattern).test(path)).toBe(expected);
  });

  // Every character may be part of a name, and a set may be of any.
  it('reads any pattern but a set that runs backwards', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab.-*?[]{},!^&~|\\/()$+é😀')) }), (pattern) => {
        try {
          globPattern(pattern);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          expect(String(error)).toMatch(/out of order/);
        }
      }),
    );
  });

  it('takes text without any of its characters as it stands', () => {
    const plain = fc.string({ unit: fc.constantFrom(...Array.from('ab.-^&~|()$+é😀!@%#=,')), minLength: 1 });
    fc.assert(
      fc.property(plain, fc.nat(), (text, at) => {
        expect(globPattern(`x/${text}`).test(`x/${text}`)).toBe(true);
        const index = at % text.length;
        expect(globPattern(`x/${text}`).test(`x/${text.slice(0, index)}Z${text.slice(index + 1)}`)).toBe(false);
      }),
    );
  });
});
