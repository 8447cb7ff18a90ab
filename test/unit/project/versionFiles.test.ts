import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateConfig } from '../../../server/src/project/config';
import { listRevisionFiles } from '../../../server/src/project/versionFiles';
import { type MemoryEntry, memoryFileSystem } from '../../support/memoryFileSystem';

const ROOT = resolve('/p');
const REVISION = '"""x"""\nrevision: str = "a"\ndown_revision = None\n';

function list(
  files: Readonly<Record<string, MemoryEntry>>,
  ini = '',
): Readonly<Record<'files' | 'unloaded' | 'problems', readonly unknown[]>> {
  const all = { 'alembic.ini': `[alembic]\nscript_location = %(here)s\n${ini}`, 'versions/0.txt': '', ...files };
  const fs = memoryFileSystem(
    Object.fromEntries(Object.entries(all).map(([name, entry]) => [resolve(ROOT, name), entry])),
  );
  const source = { ini: resolve(ROOT, 'alembic.ini'), section: 'alembic', bare: false };
  const { files: loaded, unloaded, problems } = listRevisionFiles(fs, evaluateConfig(fs, source, { name: '' }));
  const shorten = (path: string): string => path.slice(ROOT.length + 1).replaceAll('\\', '/');
  return {
    files: loaded.map(shorten),
    unloaded: unloaded.map(({ path, reason }) => [shorten(path), reason]),
    problems: problems.map(({ code, subCode, file, range }) => [code, subCode, shorten(file), range.start.line]),
  };
}

describe('listRevisionFiles', () => {
  it('lists the files of each location by name', () => {
    const files = {
      'versions/b.py': '',
      'versions/a.py': '',
      'versions/__init__.py': '',
      'versions/c.pyc': '',
      'more/0.py': '',
    };
    expect(list(files)).toEqual({ files: ['versions/a.py', 'versions/b.py'], unloaded: [], problems: [] });
    const ini = 'path_separator = newline\nversion_locations = %(here)s/versions\n  %(here)s/more\n  %(here)s/gone\n';
    expect(list(files, ini).files).toEqual(['versions/a.py', 'versions/b.py', 'more/0.py']);
  });

  it('goes into folders only when it is told to', () => {
    const files = {
      'versions/a.py': '',
      'versions/x/b.py': REVISION,
      'versions/x/__pycache__/c.py': REVISION,
      'versions/x/d.py': 'import os',
    };
    expect(list(files)).toEqual({
      files: ['versions/a.py'],
      unloaded: [['versions/x/b.py', 'subfolder']],
      problems: [],
    });
    expect(list(files, 'recursive_version_locations = true\n')).toEqual({
      files: ['versions/a.py', 'versions/x/b.py', 'versions/x/d.py'],
      unloaded: [],
      problems: [],
    });
  });

  it('tells of files that look like revisions beside the versions, and of names that are skipped', () => {
    expect(
      list({ 'r.py': REVISION, 'env.py': 'x', 'versions/__init__r.py': REVISION, 'versions/__init__.py': '' }).unloaded,
    ).toEqual([
      ['versions/__init__r.py', 'name'],
      ['r.py', 'location'],
    ]);
  });

  it('says nothing of folders that another section may own', () => {
    const ini = '[two]\nscript_location = %(here)s\nversion_locations = %(here)s/versions/two\n';
    expect(list({ 'versions/a.py': '', 'versions/two/b.py': REVISION }, ini).unloaded).toEqual([]);
  });

  it('loads a file once that two locations or links lead to', () => {
    const ini = 'path_separator = newline\nversion_locations = %(here)s/versions\n  %(here)s/again\n';
    expect(list({ 'versions/a.py': '', again: { link: 'versions' } }, ini)).toEqual({
      files: ['versions/a.py'],
      unloaded: [],
      problems: [['unloaded-revision-file', 'twice', 'alembic.ini', 3]],
    });
    expect(list({ 'versions/a.py': '', 'versions/b.py': { link: 'a.py' } })).toMatchObject({
      files: ['versions/a.py'],
    });
  });

  it('goes by the name behind a link', () => {
    expect(
      list({ 'versions/a': { link: '../x.py' }, 'versions/b.py': { link: '../x.txt' }, 'x.py': '', 'x.txt': '' }).files,
    ).toEqual(['versions/a']);
  });

  it('names compiled revisions it cannot show', () => {
    const files = {
      'versions/a.py': '',
      'versions/a.pyc': '',
      'versions/b.pyc': '',
      'versions/__pycache__/c.cpython-311.pyc': '',
      'versions/__pycache__/a.cpython-311.pyc': '',
    };
    expect(list(files, 'sourceless = true\n')).toEqual({
      files: ['versions/a.py'],
      unloaded: [],
      problems: [
        ['unloadable-revision', 'compiled', 'versions/b.pyc', 0],
        ['unloadable-revision', 'compiled', 'versions/__pycache__/c.cpython-311.pyc', 0],
      ],
    });
  });

  it('reports a folder that cannot be read', () => {
    const versions = { error: 'EACCES', kind: 'directory' } as const;
    expect(list({ versions, 'versions/0.txt': '' })).toEqual({
      files: [],
      unloaded: [],
      problems: [['unloadable-revision', 'unreadable', 'versions', 0]],
    });
  });
});
