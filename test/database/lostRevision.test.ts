import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { NO_OPTIONS } from '../../server/src/engine/environmentOptions';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import type { LostRevision } from '../../server/src/protocol/lostRevisions';
import { findLostRevision } from '../../server/src/usecases/lostRevision/findLostRevision';
import { pathToUri } from '../../server/src/common/fileUri';
import { AlembicProject } from './support/alembicProject';
import { engineHost } from './support/engines';
import { NO_MIGRATION } from '../support/noMigration';

let project: AlembicProject;
const git = (...args: readonly string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgSign=false', ...args],
    {
      cwd: project.root,
      encoding: 'utf8',
    },
  );
const commit = (message: string): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
};

beforeEach(() => {
  project = new AlembicProject('sqlite:///shop.db');
  git('init', '--quiet', '--initial-branch=main');
  project.chain('aaaa1111', 'bbbb2222');
  commit('first');
});
afterEach(() => {
  project.remove();
});

async function find(id: string, { trusted = true, environment = {} } = {}): Promise<LostRevision | string> {
  const found = await findLostRevision(
    project.config(),
    id,
    nodeFileSystem,
    {
      host: engineHost(environment),
      runner: {
        ...NO_MIGRATION,
        request: () => {
          throw new Error('a database was asked');
        },
      },
      trusted,
      python: DEFAULT_SETTINGS.python,
      options: NO_OPTIONS,
      workspaceFolder: project.root,
      output: () => undefined,
    },
    new AbortController().signal,
  );
  return found.ok ? found.value : `${found.error.code}: ${found.error.message}`;
}

const place = (name: string): string => pathToUri(join(project.root, 'migrations/versions', name));

describe('a revision that no file has', () => {
  it('is found where it was deleted, as it last was', async () => {
    project.revision({ id: 'cccc3333', down: 'bbbb2222' });
    commit('add');
    project.revision({ id: 'cccc3333', down: 'bbbb2222', upgrade: 'pass # the last one' });
    commit('change');
    rmSync(join(project.root, 'migrations/versions/cccc3333.py'));
    commit('delete');
    const found = await find('cccc3333');
    expect(found).toMatchObject({
      path: 'migrations/versions/cccc3333.py',
      subject: 'change',
      author: 'Ann',
      branches: ['main'],
      restoreUri: place('cccc3333.py'),
      text: expect.stringContaining('the last one') as unknown,
    });
  });

  it('is found on another branch, and on none any more', async () => {
    git('checkout', '--quiet', '-b', 'feature');
    project.revision({ id: 'dddd4444', down: 'bbbb2222' });
    commit('on the branch');
    git('checkout', '--quiet', 'main');
    expect(existsSync(join(project.root, 'migrations/versions/dddd4444.py'))).toBe(false);
    expect(await find('dddd4444')).toMatchObject({ subject: 'on the branch', branches: ['feature'] });
    git('branch', '--quiet', '-D', 'feature');
    expect(await find('dddd4444')).toMatchObject({ subject: 'on the branch', branches: [] });
  });

  it('is not the file that only names it as a parent', async () => {
    project.revision({ id: 'eeee5555', down: 'ffff6666' });
    commit('a child');
    expect(await find('ffff6666')).toMatch(/^commandFailed: No commit .* has a file of the revision ffff6666/);
  });

  it('is restored beside a file that has its name now, and into a folder that Alembic reads', async () => {
    git('mv', 'migrations/versions/bbbb2222.py', 'migrations/versions/second.py');
    project.write('migrations/versions/bbbb2222.py', 'revision = "other"\n');
    rmSync(join(project.root, 'migrations/versions/second.py'));
    commit('moved');
    expect(await find('bbbb2222')).toMatchObject({ restoreUri: place('bbbb2222_bbbb2222.py') });
    project.write('old/xxxx.py', 'revision = "gggg7777"\ndown_revision = None\n');
    commit('elsewhere');
    rmSync(join(project.root, 'old'), { recursive: true });
    commit('gone');
    expect(await find('gggg7777')).toMatchObject({ path: 'old/xxxx.py', restoreUri: place('xxxx.py') });
  });

  it('is found under a name that begins with a space', async () => {
    project.write(' first.py', 'revision = "gggg7777"\ndown_revision = None\n');
    commit('oddly named');
    rmSync(join(project.root, ' first.py'));
    commit('gone');
    expect(await find('gggg7777')).toMatchObject({ path: ' first.py', subject: 'oddly named' });
  });

  it('is not said to be in no repository where git refuses that of another user', async () => {
    const environment = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', GIT_CONFIG_GLOBAL: join(project.root, 'none') };
    expect(await find('aaaa1111', { environment })).toMatch(/^commandFailed: git: fatal: .*dubious ownership/);
  });

  it('is looked for without an option of git in its id', async () => {
    expect(await find('--output=stolen')).toMatch(/^commandFailed: No commit/);
    expect(existsSync(join(project.root, 'stolen'))).toBe(false);
  });

  it('is not restored from bytes that are no UTF-8, but told how', async () => {
    const file = join(project.root, 'migrations/versions/cccc3333.py');
    writeFileSync(
      file,
      Buffer.from('# -*- coding: latin-1 -*-\n# gr\xf6\xdfe\nrevision = "cccc3333"\ndown_revision = None\n', 'latin1'),
    );
    commit('add');
    rmSync(file);
    commit('delete');
    expect(await find('cccc3333')).toMatch(/^unsupported: .* not UTF-8 .* git checkout \w+ -- "migrations/);
  });

  it('says why nobody can look', async () => {
    expect(await find('aaaa1111', { trusted: false })).toMatch(/^notTrusted/);
    expect(await find('aaaa1111', { environment: { PATH: project.root } })).toMatch(/^unsupported: git was not found/);
    rmSync(join(project.root, '.git'), { recursive: true });
    expect(await find('aaaa1111', { environment: { GIT_CEILING_DIRECTORIES: join(project.root, '..') } })).toMatch(
      /^unsupported: .* is in no git repository/,
    );
  });
});
