import { describe, expect, it } from 'vitest';
import { databaseIdentity, type DatabasePlace } from '../../../server/src/dialect/identity';

function identity(changes: Partial<DatabasePlace>): { label: string; key: string | null } {
  const place = { dialect: 'postgresql', url: '', host: null, port: null, database: 'shop', file: null };
  const { label, key } = databaseIdentity({ ...place, ...changes });
  return { label, key };
}

describe('databaseIdentity', () => {
  it.each<[Partial<DatabasePlace>, string, string | null]>([
    [{ host: 'db' }, 'shop@db', 'postgresql://db:5432/shop'],
    [{ host: 'DB', port: 5433 }, 'shop@db:5433', 'postgresql://db:5433/shop'],
    [{}, 'shop@localhost', 'postgresql://localhost:5432/shop'],
    [{ host: '127.0.0.1', port: 5432 }, 'shop@localhost', 'postgresql://localhost:5432/shop'],
    [{ host: '/run/postgresql' }, 'shop@localhost', 'postgresql://localhost:5432/shop'],
    [{ host: 'db', database: null }, 'postgresql@db', null],
    [{ dialect: 'mssql', host: 'db' }, 'shop@db', 'mssql://db:/shop'],
    [{ dialect: 'sqlite', file: '/w/shop.db' }, 'shop.db', 'sqlite:/w/shop.db'],
    [{ dialect: 'sqlite', file: 'C:\\w\\shop.db' }, 'shop.db', 'sqlite:C:\\w\\shop.db'],
    [{ dialect: 'sqlite' }, 'SQLite in memory', null],
  ])('%j', (place, label, key) => {
    expect(identity(place)).toEqual({ label, key });
  });
});
