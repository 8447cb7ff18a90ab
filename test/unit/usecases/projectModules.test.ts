import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverProjects } from '../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { memoryFileSystem } from '../../support/memoryFileSystem';

const INI = '[alembic]\nscript_location = %(here)s/migrations\n';

function read(files: Readonly<Record<string, string>>, folder: string, name: string): string | undefined {
  const fs = memoryFileSystem({
    [join(folder, 'alembic.ini')]: INI,
    [join(folder, 'migrations/env.py')]: '',
    [join(folder, 'migrations/versions/a.py')]: '',
    ...files,
  });
  const [config] = discoverProjects(fs, [folder], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error('no project');
  return moduleReader(config, fs)(name)?.path;
}

describe('moduleReader', () => {
  it('finds what the package that holds the revisions calls itself', () => {
    const files = {
      '/site/shop/__init__.py': '',
      '/site/shop/types.py': 'A = 1',
      '/site/shop/db/__init__.py': '',
      '/site/other.py': '',
    };
    expect(read(files, '/site/shop/db', 'shop.types')).toBe(resolve('/site/shop/types.py'));
  });

  it('prefers what the project says imports start from', () => {
    const files = {
      '/site/shop/__init__.py': '',
      '/site/shop/shop/types.py': 'A = 2',
      '/site/shop/types.py': 'A = 1',
    };
    expect(read(files, '/site/shop', 'shop.types')).toBe(resolve('/site/shop/shop/types.py'));
  });

  it('finds nothing above a folder that is no package', () => {
    expect(read({ '/site/shop/types.py': '' }, '/site/shop/db', 'shop.types')).toBeUndefined();
  });

  it('finds nothing that two folders of the path have', () => {
    const files = { '/p/shop/__init__.py': '', '/p/shop/shop.py': '', '/p/shop/src/shop.py': '' };
    expect(read(files, '/p/shop', 'shop')).toBeUndefined();
  });
});
