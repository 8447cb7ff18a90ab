import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AlembicProject } from '../database/support/alembicProject';
import { oraclePython } from '../oracle/support/venv';
import type { Workbench } from '../support/editor/workbench';
import { repositoryRoot } from '../support/repository';
import {
  closeQuestions,
  confirm,
  editorText,
  keyboard,
  needEditor,
  openTrusted,
  PATIENCE,
  showRow,
} from './support/screen';

const TARGETS = [
  { name: 'one', environment: { SHOP_DB: 'one.db' } },
  { name: 'two', environment: { SHOP_DB: '${secret:FILE}' }, protected: true },
];
const SECRET_FILE = 'two.db';

describe('a project with targets', () => {
  let project: AlembicProject | undefined;
  let opened: Workbench | undefined;

  beforeAll(async () => {
    needEditor();
    oraclePython();
    project = new AlembicProject('sqlite:///shop.db');
    const template = join(repositoryRoot, 'test/projects/generic/migrations/script.py.mako');
    project.write('migrations/script.py.mako', readFileSync(template, 'utf8'));
    project.env({ start: 'import os', url: '"sqlite:///" + os.environ.get("SHOP_DB", "shop.db")' });
    project.chain('aaaa', 'bbbb');
    const author = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgSign=false'];
    const git = (...words: readonly string[]): void => {
      execFileSync('git', [...author, ...words], { cwd: project?.root });
    };
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'begin');
    opened = await openTrusted(project.root, { settings: { 'alembicWorkbench.targets': TARGETS } });
    await showRow(opened, /bbbb.*(pending|not known)/);
  });
  beforeEach(async () => {
    if (opened !== undefined) await closeQuestions(opened);
  });
  afterAll(async () => {
    await opened?.close();
    project?.remove();
  });

  const parts = (): { readonly project: AlembicProject; readonly workbench: Workbench } => {
    if (project === undefined || opened === undefined) throw new Error('the project is not open');
    return { project, workbench: opened };
  };
  const revisionFile = (id: string): string => join(parts().project.root, 'migrations/versions', `${id}.py`);
  /** The rows of a version table, read without any of ours. */
  const rowsOf = (file: string): unknown[] => {
    const database = new Database(join(parts().project.root, file), { readonly: true, fileMustExist: true });
    try {
      return database.prepare('SELECT version_num FROM alembic_version ORDER BY 1').pluck().all();
    } finally {
      database.close();
    }
  };
  /** The files as they were at first and the database at their end, whatever the test before has left. */
  const begin = async (): Promise<void> => {
    const { project, workbench } = parts();
    project.chain('aaaa', 'bbbb');
    if (!existsSync(join(project.root, SECRET_FILE)) || rowsOf(SECRET_FILE).join() !== 'bbbb') {
      const env = { ...process.env, SHOP_DB: SECRET_FILE };
      for (const words of [
        ['stamp', '--purge', 'base'],
        ['stamp', 'bbbb'],
      ]) {
        execFileSync(oraclePython(), ['-m', 'alembic', ...words], { cwd: project.root, env, stdio: 'ignore' });
      }
      await workbench.runCommand('Alembic: Refresh');
    }
    await workbench.treeRow(/bbbb.*current/).waitFor();
  };
  /** Types the name of a protected database. */
  const typeName = async (name: string): Promise<void> => {
    const { title, input, press } = keyboard(parts().workbench);
    await title(`${name} is protected (target two)`);
    await input.fill(name);
    await press('Enter');
  };

  test('is taken to one of them, which asks for the secret it lacks', async () => {
    const { workbench } = parts();
    const { title, input, row, choose, press } = keyboard(workbench);
    await workbench.runCommand('Alembic: Select Target…');
    await row(/two.*protected/).waitFor();
    expect(await row(/two.*protected/).innerText()).toContain('sets SHOP_DB');
    await workbench.screenshot('targets');
    await choose('two');
    await title('Secret FILE');
    expect(await input.getAttribute('type')).toBe('password');
    await input.fill(SECRET_FILE);
    await press('Enter');
    await workbench.treeRow(/target two/).waitFor();
  });

  test('writes to the database of its target alone, once its name was typed, and the log has the output', async () => {
    const { workbench, project } = parts();
    await workbench.runCommand('Alembic: Upgrade to Head');
    expect(await workbench.dialog().innerText()).toContain('Target: two');
    await confirm(workbench, 'Upgrade');
    await typeName(SECRET_FILE);
    await workbench.treeRow(/bbbb.*current/).waitFor();
    expect(rowsOf(SECRET_FILE)).toEqual(['bbbb']);
    expect(['one.db', 'shop.db'].filter((file) => existsSync(join(project.root, file)))).toEqual([]);
    await workbench.runCommand('Alembic: Show Log');
    const log = workbench.page.locator('.part.panel .view-lines').first();
    await expect
      .poll(async () => (await log.innerText()).replaceAll('\u00a0', ' '), PATIENCE)
      .toContain('Running upgrade aaaa -> bbbb');
    await workbench.runCommand('View: Hide Panel');
  });

  test('finds the file of a revision in the history, and restores it', async () => {
    const { workbench } = parts();
    await begin();
    const file = revisionFile('bbbb');
    const before = readFileSync(file, 'utf8');
    rmSync(file);
    await workbench.treeRow(/stands at unknown revision bbbb/).waitFor();
    await workbench.runCommand('Alembic: Find Missing Revision…');
    const found = workbench.notification('Restore it as migrations/versions/bbbb.py?');
    await found.waitFor();
    expect(await editorText(workbench)).toContain('revision = "bbbb"');
    await workbench.screenshot('lost-revision');
    expect(existsSync(file)).toBe(false);
    await found.getByRole('button', { name: 'Restore File' }).click();
    await workbench.treeRow(/bbbb.*current/).waitFor();
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('is stamped over a revision that no file has', async () => {
    const { workbench, project } = parts();
    const { title, choose } = keyboard(workbench);
    await begin();
    rmSync(revisionFile('bbbb'));
    await workbench.treeRow(/stands at unknown revision bbbb/).waitFor();
    await workbench.runCommand('Alembic: Stamp…');
    await title('Stamp as (--purge)');
    await workbench.screenshot('stamp-purge');
    await choose('head');
    const text = await workbench.dialog().innerText();
    expect(text).toMatch(/every row of/i);
    await confirm(workbench, 'Stamp');
    await typeName(SECRET_FILE);
    await workbench.treeRow(/aaaa.*current/).waitFor();
    expect(rowsOf(SECRET_FILE)).toEqual(['aaaa']);
    project.chain('aaaa', 'bbbb');
    await workbench.treeRow(/bbbb.*pending/).waitFor();
  });

  test('has its heads merged, and the merge is selected', async () => {
    const { workbench, project } = parts();
    const { title, row, press } = keyboard(workbench);
    project.chain('aaaa', 'bbbb');
    project.revision({ id: 'cccc', down: 'aaaa' });
    await workbench.treeRow(/revision cccc/).waitFor();
    const before = readdirSync(join(project.root, 'migrations/versions'));
    const rows = rowsOf(SECRET_FILE);
    await workbench.runCommand('Alembic: Merge Heads…');
    await title('(1/3)');
    await workbench.screenshot('merge');
    await press('Enter');
    await title('(2/3)');
    await press('Enter');
    await title('(3/3)');
    await row('Create Merge').waitFor();
    await press('Enter');
    const merge = workbench.treeRow(/^merge .* and .*, merge/);
    await merge.waitFor();
    await expect.poll(() => merge.getAttribute('aria-selected'), PATIENCE).toBe('true');
    const made = readdirSync(join(project.root, 'migrations/versions')).filter((name) => !before.includes(name));
    const [file = '', ...more] = made.filter((name) => name.endsWith('.py'));
    expect(more).toEqual([]);
    const text = readFileSync(join(project.root, 'migrations/versions', file), 'utf8');
    expect(text).toMatch(/^down_revision.*\(['"](bbbb|cccc)['"], ['"](bbbb|cccc)['"]\)/m);
    // Files alone.
    expect(rowsOf(SECRET_FILE)).toEqual(rows);
  });
});

test('SQL of an env.py for several databases opens as a document for each, and no file is written', async ({
  onTestFinished,
}) => {
  needEditor();
  const folder = join(mkdtempSync(join(tmpdir(), 'aw-multidb-')), 'multidb');
  cpSync(join(repositoryRoot, 'test/projects/multidb'), folder, { recursive: true });
  const workbench = await openTrusted(folder, { theme: 'light' });
  onTestFinished(async () => {
    await workbench.close();
    rmSync(join(folder, '..'), { recursive: true, force: true, maxRetries: 3 });
  });
  const { title, choose, press } = keyboard(workbench);
  await workbench.openContainer('Alembic');
  await workbench.treeRow(/revision a20000000002/).waitFor();
  await workbench.runCommand('Alembic: Generate SQL…');
  await title('(1/3)');
  await choose('Upgrade');
  await title('(2/3)');
  await choose('a new database');
  await title('(3/3)');
  await press('Enter');
  await expect.poll(() => editorText(workbench), PATIENCE).toContain('alembic_version');
  const documents = workbench.page.getByRole('tab', { name: /Untitled-\d/ });
  await expect.poll(() => documents.count(), PATIENCE).toBe(2);
  const heads: string[] = [];
  for (const document of await documents.all()) {
    await document.click();
    heads.push((await editorText(workbench)).split('\n')[0] ?? '');
  }
  expect(heads.map((head) => head.replace(/.*[\\/]/, '')).toSorted()).toEqual(['accounts.sql', 'events.sql']);
  await workbench.screenshot('sql-files');
  expect(readdirSync(folder).filter((name) => /\.(sql|db)$/.test(name))).toEqual([]);
});
