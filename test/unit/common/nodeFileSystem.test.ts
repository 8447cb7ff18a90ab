import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileSystemError } from '../../../server/src/common/fileSystem';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { discoverProjects } from '../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { loadProject } from '../../../server/src/usecases/loadProject';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aw-fs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof FileSystemError) return error.code;
    throw error;
  }
  return 'read';
}

describe('reading a file', () => {
  it('gives its bytes, through links too', () => {
    writeFileSync(at('text'), 'añb');
    symlinkSync('text', at('link'));
    writeFileSync(at('empty'), '');
    expect(Buffer.from(nodeFileSystem.readFile(at('link'))).toString()).toBe('añb');
    expect(nodeFileSystem.readFile(at('empty'))).toHaveLength(0);
  });

  it('says why it cannot', () => {
    mkdirSync(at('folder'));
    symlinkSync('circle', at('circle'));
    expect(codeOf(() => nodeFileSystem.readFile(at('nothing')))).toBe('ENOENT');
    expect(codeOf(() => nodeFileSystem.readFile(at('circle')))).toBe('ELOOP');
    expect(codeOf(() => nodeFileSystem.readFile('\0'))).toBe('ERR_INVALID_ARG_VALUE');
    expect(['EFTYPE', 'EISDIR', 'EPERM']).toContain(codeOf(() => nodeFileSystem.readFile(at('folder'))));
  });

  describe.skipIf(process.platform === 'win32')('of pipes and devices', () => {
    it('refuses instead of waiting for a writer or an end', () => {
      execFileSync('mkfifo', [at('pipe')]);
      expect(codeOf(() => nodeFileSystem.readFile(at('pipe')))).toBe('EFTYPE');
      expect(codeOf(() => nodeFileSystem.readFile('/dev/zero'))).toBe('EFTYPE');
    });

    it('reports a pipe among the revisions, and goes on with the others', async () => {
      const versions = at('project/migrations/versions');
      mkdirSync(versions, { recursive: true });
      writeFileSync(at('project/alembic.ini'), '[alembic]\nscript_location = migrations\n');
      writeFileSync(at('project/migrations/env.py'), '');
      writeFileSync(join(versions, 'a.py'), "revision = 'a1'\ndown_revision = None\n");
      execFileSync('mkfifo', [join(versions, 'b.py')]);
      const [config] = discoverProjects(nodeFileSystem, [at('project')], DEFAULT_SETTINGS).projects;
      if (config === undefined) throw new Error('no project');
      const project = await loadProject(config, { fs: nodeFileSystem });
      expect(project.chain.map.heads).toEqual(['a1']);
      expect(project.readProblems.map(({ file, message }) => [file, message])).toEqual([
        [
          join(versions, 'b.py'),
          'This revision file cannot be read (it is not a regular file). Alembic stops at it too: make it readable, or move it away.',
        ],
      ]);
    });
  });
});
