import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../server/src/common/secrets';

describe('maskSecrets', () => {
  it.each([
    ['postgresql://me:p%40ss@host/db', 'postgresql://me:***@host/db'],
    ['a://u:p@ss/w:rd@host/db and more', 'a://u:***@host/db and more'],
    ["cannot parse 'mysql+pymysql://u:x@h'", "cannot parse 'mysql+pymysql://u:***@h'"],
    ['sqlite:///shop.db', 'sqlite:///shop.db'],
    ['http://host:8080/path', 'http://host:8080/path'],
    ['host=h password=secret dbname=d', 'host=h password=*** dbname=d'],
    ["{'password': 'it\\'s', 'port': 1}", "{'password': ***, 'port': 1}"],
    ['PGPASSWORD="a b"', 'PGPASSWORD=***'],
    ['DB_PASSWORD_PROD = x, y', 'DB_PASSWORD_PROD = ***, y'],
    ['://a@b://u:p@h', '://a@b://u:***@h'],
    ['a@b ://u:p', 'a@b ://u:p'],
    ['?user=u&password=x&sslmode=require', '?user=u&password=***&sslmode=require'],
    ['password authentication failed for user "u"', 'password authentication failed for user "u"'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it('leaves words alone that only contain a password', () => {
    expect(maskSecrets('postgresql says postgres', ['postgres'])).toBe('postgresql says ***');
  });

  it('does not search for what is in every word', () => {
    expect(maskSecrets('a banana', ['a'])).toBe('a banana');
  });

  it.each([['x'], ['passwd'], ['://:'], ['://'], ["password='"], ["\\'password="], ['password '], ['pwd=\\']])(
    'reads megabytes of %j in a line',
    (part) => {
      const started = performance.now();
      maskSecrets(part.repeat(2_000_000 / part.length), ['known secret']);
      maskSecrets(`password='${part.repeat(2_000_000 / part.length)}`);
      // A pattern that looks from each place to the end would take minutes.
      expect(performance.now() - started).toBeLessThan(8_000);
    },
  );

  const secret = fc
    .string({ minLength: 4, maxLength: 20, unit: 'grapheme' })
    .filter((text) => text.isWellFormed() && text.trim() === text && !text.includes('|'));
  const spelled: ((text: string) => string)[] = [
    (text) => text,
    encodeURIComponent,
    encodeURI,
    (text) => encodeURIComponent(text).replaceAll('%20', '+'),
    (text) => encodeURIComponent(text).replaceAll('%', '%%'),
    (text) => JSON.stringify(text),
    (text) => `'${text.replaceAll("'", "''")}'`,
    (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
    (text) =>
      JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ];

  it('finds a known password however it was printed', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...spelled), (password, spell) => {
        expect(maskSecrets(`| ${spell(password)} |`, [password]).replace(/["']/g, '')).toBe('| *** |');
      }),
      { numRuns: 1_000 },
    );
  });
});
