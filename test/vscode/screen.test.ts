import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NoPythonError, oraclePython } from '../oracle/support/venv';
import { whyNoEditor } from '../support/editor/runInEditor';
import { openWorkbench, type Theme, type Workbench } from '../support/editor/workbench';
import { descendants, whyNoProcessTree } from '../support/processTree';
import { testVsix } from '../support/packages';
import { copyShop, type ShopCopy } from '../support/shop';

const noEditor = whyNoEditor('browser');
const python = interpreter();
const themes: readonly Theme[] = ['dark', 'light'];

function lensOverUpgrade({ page }: Workbench): Locator {
  return page.locator('.codelens-decoration').filter({ hasText: 'pending · Upgrade to here' });
}

/** A Python with Alembic, without which nothing can be upgraded. */
function interpreter(): { readonly path: string } | { readonly reason: string } {
  try {
    return { path: oraclePython() };
  } catch (error) {
    if (error instanceof NoPythonError) return { reason: error.message };
    throw error;
  }
}

describe.each(themes)('the shop in the %s theme', (theme) => {
  let shop: ShopCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    if (noEditor !== undefined) return;
    shop = await copyShop();
    workbench = await openWorkbench({
      vsix: testVsix(),
      folder: shop.folder,
      trust: 'trusted',
      theme,
      ...('path' in python && { settings: { 'alembicWorkbench.python.interpreter': python.path } }),
    });
  });

  afterAll(async () => {
    if (noEditor !== undefined) return;
    await workbench.close();
    await shop.remove();
  });

  test('the view lists pending and applied revisions, newest first', async (context) => {
    if (noEditor !== undefined) context.skip(noEditor);
    await workbench.openContainer('Alembic');
    await workbench.treeRow(/create reviews.*pending/).waitFor();
    await workbench.treeRow(/create customers.*applied/).waitFor();
    const rows = await workbench.treeRows();
    const at = (message: string): number => rows.findIndex((row) => row.includes(message));
    expect(at('create reviews')).toBeGreaterThanOrEqual(0);
    expect(at('create reviews')).toBeLessThan(at('sales by category'));
    expect(at('sales by category')).toBeLessThan(at('create payments'));
    await workbench.screenshot('tree');
  });

  test('a click opens the file at upgrade, with its lenses', async (context) => {
    if (noEditor !== undefined) context.skip(noEditor);
    await workbench.treeRow(/create reviews/).click();
    await workbench.page.getByRole('tab', { name: /create_reviews/ }).waitFor();
    await lensOverUpgrade(workbench).waitFor();
    await workbench.screenshot('lenses');
  });

  test('"Upgrade to Here" asks first, naming revisions and database', async (context) => {
    const reason = noEditor ?? ('reason' in python ? python.reason : undefined);
    if (reason !== undefined) context.skip(reason);
    const before = shop.versionRows();
    const row = workbench.treeRow(/sales by category/);
    await row.hover();
    await row.getByRole('button', { name: 'Upgrade to Here' }).click();
    const dialog = workbench.dialog();
    await dialog.waitFor();
    const text = await dialog.innerText();
    expect(text).toContain('sales by category');
    expect(text).toContain('shop.db');
    await workbench.screenshot('confirm');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(shop.versionRows()).toEqual(before);
  });

  test('once confirmed it runs, and the tree follows', async (context) => {
    const reason = noEditor ?? ('reason' in python ? python.reason : undefined);
    if (reason !== undefined) context.skip(reason);
    const row = workbench.treeRow(/sales by category/);
    await row.hover();
    await row.getByRole('button', { name: 'Upgrade to Here' }).click();
    await workbench.dialog().getByRole('button', { name: 'Upgrade', exact: true }).click();
    await workbench.treeRow(/sales by category.*(applied|current)/).waitFor();
    // The open file is still pending, and its lens says so again.
    await lensOverUpgrade(workbench).waitFor();
    await workbench.screenshot('upgraded');
    expect(shop.versionRows()).toEqual(['39fd8a6c50e4', 'a2c61b7e94f0']);
  });
});

describe('restricted mode', () => {
  test('nothing of the workspace runs and no database is opened', async (context) => {
    const reason = noEditor ?? whyNoProcessTree;
    if (reason !== undefined) context.skip(reason);
    const shop = await copyShop();
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    const workbench = await openWorkbench({
      vsix: testVsix(),
      folder: shop.folder,
      trust: 'untrusted',
      theme: 'dark',
      settings,
    });
    try {
      await workbench.statusBarItem('Restricted Mode').waitFor();
      await workbench.openContainer('Alembic');
      await workbench.treeRow(/create reviews/).waitFor();
      await workbench.screenshot('restricted');
      const ours = descendants(workbench.editorPid).filter(
        ({ command }) => /dist.(server|runner)\.js/.test(command) || /python/i.test(command),
      );
      // The language server reads text, and nothing else is there.
      expect(ours.map(({ command }) => /dist.(\w+)\.js/.exec(command)?.[1] ?? command)).toEqual(['server']);
      expect(ours.filter(({ hasNetworkSocket }) => hasNetworkSocket)).toEqual([]);
    } finally {
      await workbench.close();
      await shop.remove();
    }
  }, 120_000);
});
