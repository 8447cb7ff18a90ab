import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { AlembicProject } from '../database/support/alembicProject';
import { tablesOf, versionRows } from '../database/support/versionTable';
import type { Workbench } from '../support/editor/workbench';
import { skipFor } from '../support/missing';
import { descendants, whyNoProcessTree } from '../support/processTree';
import { needEditor, openTrusted } from './support/screen';

let project: AlembicProject;
let workbench: Workbench;

beforeEach(async ({ onTestFinished }) => {
  needEditor();
  if (whyNoProcessTree !== undefined) skipFor(new Error(whyNoProcessTree));
  project = new AlembicProject('sqlite:///shop.db');
  project.chain('aaaa');
  const waits = 'import os\nwhile not os.path.exists("go"): time.sleep(0.05)';
  project.revision({ id: 'bbbb', down: 'aaaa', upgrade: waits });
  project.revision({ id: 'cccc', down: 'bbbb' });
  onTestFinished(() => {
    project.remove();
  });
  workbench = await openTrusted(project.root);
  onTestFinished(() => workbench.close());
});

/** Confirms an upgrade, and waits until it is in the middle. */
async function upgrade(): Promise<void> {
  await workbench.openContainer('Alembic');
  await workbench
    .treeRow(/bbbb.*(pending|not known)/)
    .first()
    .waitFor();
  await workbench.runCommand('Alembic: Upgrade to Head');
  await workbench.dialog().getByRole('button', { name: 'Upgrade', exact: true }).click();
  await underWay();
}

/** The run is seen, in the tree and in a notification that can cancel it. */
async function underWay(): Promise<void> {
  await workbench.treeRow(/upgrading bbbb/).waitFor();
  const notification = workbench.notification('Upgrading shop.db');
  await notification.waitFor();
  await notification.getByRole('button', { name: 'Cancel' }).waitFor();
}

/** It goes on, and the tree shows its end. */
async function end(): Promise<void> {
  project.write('go', '');
  await workbench.treeRow(/cccc.*current/).waitFor();
  await workbench.notification('Upgrading shop.db').waitFor({ state: 'hidden' });
  isAt('cccc', 't_aaaa', 't_cccc');
}

/** The database itself is at a revision, with the tables of what ran. */
function isAt(revision: string, ...tables: readonly string[]): void {
  const file = join(project.root, 'shop.db');
  expect(versionRows(file)).toEqual([revision]);
  expect(tablesOf(file)).toEqual(['alembic_version', ...tables]);
}

test('a run goes on when the window is reloaded in the middle, and is found again', async () => {
  await upgrade();
  await workbench.page.reload();
  await workbench.page.locator('.monaco-workbench .part.activitybar').waitFor();
  await workbench.openContainer('Alembic');
  await underWay();
  await workbench.screenshot('reloaded');
  await end();
});

test('a run goes on when the language server is killed, and the views come back', async () => {
  await upgrade();
  const server = (): number | undefined =>
    descendants(workbench.editorPid).find(({ command }) => /dist.server\.js/.test(command))?.pid;
  const killed = server();
  if (killed === undefined) throw new Error('there is no language server');
  process.kill(killed, 'SIGKILL');
  await expect.poll(server, { timeout: 20_000 }).not.toBe(killed);
  await expect.poll(server, { timeout: 20_000 }).toBeDefined();
  await underWay();
  await end();
});

test('a run is cancelled by its notification after a reload', async () => {
  await upgrade();
  await workbench.page.reload();
  await workbench.page.locator('.monaco-workbench .part.activitybar').waitFor();
  await workbench.openContainer('Alembic');
  await underWay();
  await workbench.notification('Upgrading shop.db').getByRole('button', { name: 'Cancel' }).click();
  await workbench.treeRow(/aaaa.*current/).waitFor();
  await workbench.notification(/was cancelled/i).waitFor();
  isAt('aaaa', 't_aaaa');
});
