import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { sqlalchemyVersion } from '../../../../server/src/usecases/sql/sqlalchemyVersion';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const version = (...files: readonly string[]) =>
  sqlalchemyVersion(resolve('/shop/backend'), memoryFileSystem(Object.fromEntries(files.map((file) => [file, '']))));

it.each([
  ['/shop/backend/.venv/lib/python3.12/site-packages/sqlalchemy-2.1.0b1.dist-info/METADATA', '2.1'],
  ['/shop/venv/lib/python3.9/site-packages/SQLAlchemy-2.1.9.dist-info/METADATA', '2.1'],
  ['/shop/backend/venv/Lib/site-packages/sqlalchemy-2.1.1.dist-info/METADATA', '2.1'],
  ['/shop/backend/.venv/lib/python3.12/site-packages/SQLAlchemy-2.0.54.dist-info/METADATA', '2.0'],
  ['/shop/backend/.venv/lib/python3.12/site-packages/SQLAlchemy-1.4.54.dist-info/METADATA', '2.0'],
  ['/shop/backend/.venv/lib/python3.12/site-packages/sqlalchemy_utils-2.1.0.dist-info/METADATA', '2.0'],
  ['/shop/backend/alembic.ini', '2.0'],
] as const)('of %s is %s', (file, expected) => {
  expect(version(file)).toBe(expected);
});

it('is that of the nearest environment', () => {
  const near = '/shop/backend/.venv/lib/python3.12/site-packages/sqlalchemy-2.0.1.dist-info/METADATA';
  const far = '/shop/.venv/lib/python3.12/site-packages/sqlalchemy-2.1.1.dist-info/METADATA';
  expect(version(near, far)).toBe('2.0');
});
