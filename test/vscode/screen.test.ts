import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openWorkbench, type Theme, type Workbench } from '../support/editor/workbench';
import { skipFor } from '../support/missing';
import { testVsix } from '../support/packages';
import { descendants, whyNoProcessTree } from '../support/processTree';
import { copyShop } from '../support/shop';
import { needEditor, shopScreen } from './support/screen';

const themes: readonly Theme[] = ['dark', 'light'];

function lensOverUpgrade({ page }: Workbench): Locator {
  return page.locator('.codelens-decoration').filter({ hasText: 'pending · Upgrade to here' });
}

/** The programs of ours that run below the editor, and every Python and git; one with a network socket says so. */
function programs({ editorPid }: Workbench): readonly string[] {
  return descendants(editorPid).flatMap(({ command, hasNetworkSocket }) => {
    const ours = /alembic-workbench.*\bdist.(\w+)\.js/.exec(command)?.[1];
    const name = ours ?? /\b(?:python[\d.]*|git)\b/i.exec(command.split(' ')[0] ?? '')?.[0];
    return name === undefined ? [] : [hasNetworkSocket ? `${name} with a socket` : name];
  });
}

describe.each(themes)('the shop in the %s theme', (theme) => {
  const open = shopScreen({ theme });

  test('the view lists pending and applied revisions, newest first', async () => {
    await open.workbench.openContainer('Alembic');
    await open.workbench.treeRow(/create reviews.*pending/).waitFor();
    await open.workbench.treeRow(/create customers.*applied/).waitFor();
    const rows = await open.workbench.treeRows();
    const at = (message: string): number => rows.findIndex((row) => row.includes(message));
    expect(at('create reviews')).toBeGreaterThanOrEqual(0);
    expect(at('create reviews')).toBeLessThan(at('sales by category'));
    expect(at('sales by category')).toBeLessThan(at('create payments'));
    await open.workbench.screenshot('tree');
  });

  test('a click opens the file at upgrade, with its lenses', async () => {
    await open.workbench.treeRow(/create reviews/).click();
    await open.workbench.page.getByRole('tab', { name: /create_reviews/ }).waitFor();
    await lensOverUpgrade(open.workbench).waitFor();
    const file = readFileSync(
      join(open.shop.folder, 'migrations/versions/2025_04_15_03b8d5ce71f9_create_reviews.py'),
      'utf8',
    );
    const line = file.split('\n').findIndex((text) => text.startsWith('def upgrade'));
    await open.workbench.statusBarItem(`Ln ${line + 1}, Col 1`).waitFor();
    await open.workbench.screenshot('lenses');
  });

  test('"Upgrade to Here" asks first, naming revisions and database', async () => {
    const before = open.shop.versionRows();
    const row = open.workbench.treeRow(/sales by category/);
    await row.hover();
    await row.getByRole('button', { name: 'Upgrade to Here' }).click();
    const dialog = open.workbench.dialog();
    await dialog.waitFor();
    const text = await dialog.innerText();
    expect(text).toContain('sales by category');
    expect(text).toContain('shop.db');
    await open.workbench.screenshot('confirm');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(open.shop.versionRows()).toEqual(before);
  });

  test('once confirmed it runs, and the tree follows', async () => {
    const row = open.workbench.treeRow(/sales by category/);
    await row.hover();
    await row.getByRole('button', { name: 'Upgrade to Here' }).click();
    await open.workbench.dialog().getByRole('button', { name: 'Upgrade', exact: true }).click();
    await open.workbench.treeRow(/sales by category.*(applied|current)/).waitFor();
    // The open file is still pending, and its lens says so again.
    await lensOverUpgrade(open.workbench).waitFor();
    await open.workbench.screenshot('upgraded');
    expect(open.shop.versionRows()).toEqual(['39fd8a6c50e4', 'a2c61b7e94f0']);
  });
});

describe('restricted mode', () => {
  test('nothing of the workspace runs and no database is opened', async ({ onTestFinished }) => {
    needEditor();
    if (whyNoProcessTree !== undefined) skipFor(new Error(whyNoProcessTree));
    const shop = await copyShop();
    const before = shop.versionRows();
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    const workbench = await openWorkbench({
      vsix: testVsix(),
      folder: shop.folder,
      trust: 'untrusted',
      theme: 'dark',
      settings,
    });
    onTestFinished(async () => {
      await workbench.close();
      await shop.remove();
    });
    await workbench.statusBarItem('Restricted Mode').waitFor();
    await workbench.openContainer('Alembic');
    await workbench.treeRow(/create reviews/).waitFor();
    await workbench.screenshot('restricted');
    // The language server reads text, and nothing else is there.
    expect(programs(workbench)).toEqual(['server']);
    await workbench.treeRow(/create reviews/).click();
    await workbench.page.getByRole('tab', { name: /create_reviews/ }).waitFor();
    await workbench.runCommand('Alembic: Upgrade to Head');
    await workbench.notification('Restricted Mode').waitFor();
    // Nor is anything started a moment later.
    for (let look = 0; look < 30; look += 1) {
      expect(programs(workbench)).toEqual(['server']);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(shop.versionRows()).toEqual(before);
  }, 120_000);
});
