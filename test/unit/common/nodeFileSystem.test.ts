import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FileSystem, FileSystemError } from '../../../server/src/common/fileSystem';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { memoryFileSystem } from '../../support/memoryFileSystem';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'aw-fs-')));
mkdirSync(join(root, 'folder'));
writeFileSync(join(root, 'folder/file'), 'text');
const links = { file: 'folder/file', folder: 'folder', nowhere: 'gone', loop: 'link-loop' };
for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, `link-${name}`));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const memory = memoryFileSystem({
  [join(root, 'folder/file')]: 'text',
  ...Object.fromEntries(Object.entries(links).map(([name, link]) => [join(root, `link-${name}`), { link }])),
});

/** The code of the error a call fails with. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof FileSystemError) return error.code;
    throw error;
  }
  return 'none';
}

describe.each<[string, FileSystem]>([
  ['the disk', nodeFileSystem],
  ['memory', memory],
])('%s', (_, fs) => {
  it('reads files and folders, through links too', () => {
    expect(fs.stat(join(root, 'link-file'))).toMatchObject({ kind: 'file', size: 4 });
    expect(fs.stat(join(root, 'folder')).kind).toBe('directory');
    expect(new TextDecoder().decode(fs.readFile(join(root, 'link-folder/file')))).toBe('text');
    expect(fs.readDirectory(join(root, 'link-folder'))).toMatchObject([{ name: 'file', kind: 'file' }]);
    expect(fs.realPath(join(root, 'link-folder/file'))).toBe(join(root, 'folder/file'));
  });

  it('says of links what they lead to', () => {
    const kinds = fs.readDirectory(root).map(({ name, kind }) => [name, kind] as const);
    expect(Object.fromEntries(kinds)).toEqual({
      folder: 'directory',
      'link-file': 'file',
      'link-folder': 'directory',
      'link-nowhere': 'other',
      'link-loop': 'other',
    });
  });

  it('fails with the code of the system', () => {
    expect(codeOf(() => fs.stat(join(root, 'gone')))).toBe('ENOENT');
    expect(codeOf(() => fs.realPath(join(root, 'link-nowhere')))).toBe('ENOENT');
    expect(codeOf(() => fs.stat(join(root, 'link-loop')))).toBe('ELOOP');
    // EISDIR, or EFTYPE of newer Nodes.
    expect(codeOf(() => fs.readFile(join(root, 'folder')))).not.toBe('none');
    expect(codeOf(() => fs.readDirectory(join(root, 'folder/file')))).toBe('ENOTDIR');
    expect(codeOf(() => fs.readFile(join(root, 'folder\0')))).not.toBe('none');
  });
});

it('tells links from what they lead to', () => {
  const entries = nodeFileSystem.readDirectory(root).map(({ name, isLink }) => [name, isLink] as const);
  expect(Object.fromEntries(entries)).toMatchObject({ folder: false, 'link-file': true, 'link-nowhere': true });
});
