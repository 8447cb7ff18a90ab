import { describe, expect, it } from 'vitest';
import type { KnownDatabase } from '../../../server/src/engine/engine';
import { isAnother, namesOf } from '../../../server/src/usecases/anotherDatabase';

const URL = 'postgresql://db/shop';
const SHOP: KnownDatabase = {
  identity: { dialect: 'postgresql', url: URL, label: 'shop@db', key: 'postgresql://db:5432/shop' },
  name: null,
  rows: [],
  versionTableExists: true,
  live: ['shop', '{public}', '10.0.0.1/32', '5432'],
  versionTable: { name: 'alembic_version', schema: null },
};
const withKey = (key: string | null): KnownDatabase => ({ ...SHOP, identity: { ...SHOP.identity, key } });
const withLive = (...live: (string | null)[]): KnownDatabase => ({ ...SHOP, live });

describe('isAnother', () => {
  it.each<[what: string, shown: KnownDatabase, found: KnownDatabase, another: boolean]>([
    ['the same', SHOP, SHOP, false],
    ['other rows', SHOP, { ...SHOP, rows: ['a'], versionTableExists: false }, false],
    ['another key', SHOP, withKey('postgresql://db:5432/stock'), true],
    ['a key that is not known', SHOP, withKey(null), false],
    [
      'no keys, but another database',
      withKey(null),
      { ...withLive('stock', '{public}', null, null), identity: withKey(null).identity },
      true,
    ],
    ['another dialect', withKey(null), { ...SHOP, identity: { ...SHOP.identity, dialect: 'mysql' } }, true],
    ['another search path', SHOP, withLive('shop', '{tenant}', '10.0.0.1/32', '5432'), true],
    ['another server', SHOP, withLive('shop', '{public}', '10.0.0.2/32', '5432'), true],
    ['nothing said', SHOP, { ...SHOP, live: null }, false],
    [
      'a socket and the loopback address',
      withLive('shop', '{public}', null, '5432'),
      withLive('shop', '{public}', '127.0.0.1/32', '5432'),
      false,
    ],
    [
      'both loopback addresses',
      withLive('shop', null, '::1/128', '5432'),
      withLive('shop', null, '127.0.0.1/32', '5432'),
      false,
    ],
    [
      'a version table of another schema',
      SHOP,
      { ...SHOP, versionTable: { name: 'alembic_version', schema: 'tenant' } },
      true,
    ],
    ['a version table of another name', SHOP, { ...SHOP, versionTable: { name: 'versions', schema: null } }, true],
  ])('%s', (_what, shown, found, another) => {
    expect(isAnother([shown], [found])).toBe(another);
    expect(isAnother([found], [shown])).toBe(another);
  });

  it('counts the databases', () => {
    expect(isAnother([SHOP], [SHOP, SHOP])).toBe(true);
  });
});

describe('namesOf', () => {
  it('says no more than the URL where that tells them apart', () => {
    const other = { ...SHOP, identity: { ...SHOP.identity, label: 'stock@db', url: 'postgresql://db/stock' } };
    expect(namesOf([SHOP], [other])).toBe(`shop@db (${URL})`);
  });

  it('says what differs where the names do not', () => {
    expect(namesOf([SHOP], [{ ...SHOP, versionTable: { name: 'v', schema: 's' } }])).toBe(
      `shop@db (${URL}, connected to shop {public} 10.0.0.1/32 5432, version table alembic_version)`,
    );
  });
});
