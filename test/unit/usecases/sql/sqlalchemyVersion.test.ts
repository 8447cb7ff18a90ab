import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { sqlalchemyVersion } from '../../../../server/src/usecases/sql/sqlalchemyVersion';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const versionWith = (interpreter: string | null, files: readonly string[]) =>
  sqlalchemyVersion(
    resolve('/shop/backend'),
    interpreter,
    memoryFileSystem(Object.fromEntries(files.map((file) => [file, '']))),
  );
const version = (...files: readonly string[]) => versionWith(null, files);

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

const NEAR = '/shop/.venv/lib/python3.12/site-packages/sqlalchemy-2.0.1.dist-info/METADATA';

it.each([
  ['an environment', '/envs/shop/bin/python', '/envs/shop/lib/python3.12/site-packages/sqlalchemy-2.1.0.dist-info/M'],
  ['conda on Windows', '/envs/shop/python.exe', '/envs/shop/Lib/site-packages/sqlalchemy-2.1.0.dist-info/M'],
  ['Debian', '/usr/bin/python3', '/usr/lib/python3/dist-packages/SQLAlchemy-2.1.0.dist-info/M'],
  ['pip on Debian', '/usr/bin/python3.12', '/usr/local/lib/python3.12/dist-packages/sqlalchemy-2.1.0.dist-info/M'],
])('is that of the Python it is run with, before what stands near: %s', (_, program, file) => {
  expect(versionWith(program, [program, file, NEAR])).toBe('2.1');
});

it('is not that of another Python beside it', () => {
  const other = '/usr/lib/python3.11/site-packages/sqlalchemy-2.1.0.dist-info/M';
  expect(versionWith('/usr/bin/python3.12', ['/usr/bin/python3.12', other])).toBe('2.0');
});

it('is that of what stands near where its Python has none', () => {
  const file = '/shop/.venv/lib/python3.12/site-packages/sqlalchemy-2.1.1.dist-info/METADATA';
  expect(versionWith('/envs/shop/bin/python', ['/envs/shop/bin/python', file])).toBe('2.1');
});
