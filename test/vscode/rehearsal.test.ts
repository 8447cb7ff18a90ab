import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Theme, Workbench } from '../support/editor/workbench';
import { PATIENCE, shopScreen } from './support/screen';

const themes: readonly Theme[] = ['dark', 'light'];

/** The text that the editor in front draws. */
const front = async ({ page }: Workbench): Promise<string> => {
  const text = await page.locator('.editor-container .view-lines').last().innerText();
  // The editor draws blanks as such that do not break.
  return text.replaceAll('\u00a0', ' ');
};

describe.each(themes)('what is tried on a copy, in the %s theme', (theme) => {
  const open = shopScreen({ theme, size: { width: 1500, height: 900 } });

  test('an upgrade is rehearsed: the schema changes in the copy, and the database stays', async () => {
    const { workbench, shop } = open;
    const before = shop.versionRows();
    await workbench.runCommand('Alembic: Rehearse Upgrade…');
    await workbench.page.getByRole('tab', { name: /after the rehearsal/ }).waitFor({ timeout: 60_000 });
    await expect.poll(() => front(workbench), PATIENCE).toContain('CREATE TABLE review (');
    await workbench.screenshot('rehearsal-change');
    await workbench.page.getByRole('tab', { name: /^Rehearsal of shop\.db/ }).click();
    await expect.poll(() => front(workbench), PATIENCE).toContain("-- Rehearsal of 'upgrade head' for shop.db");
    await expect.poll(() => front(workbench), PATIENCE).toContain('-- It succeeded');
    await workbench.screenshot('rehearsal-statements');
    expect(shop.versionRows()).toEqual(before);
  });

  test('the Test Explorer verifies one head, an upgrade from base and each round trip', async () => {
    const { workbench } = open;
    const { page } = workbench;
    await workbench.runCommand('Alembic: Verify Round Trip');
    await page
      .locator('.notification-toast', { hasText: /Verify Round Trip: shop: \d+ passed/ })
      .waitFor({ timeout: 90_000 });
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    const explorer = page.locator('.test-explorer');
    await explorer
      .getByRole('treeitem', { name: /^shop \(Passed\)/ })
      .locator('.monaco-tl-twistie')
      .click();
    for (const name of [/^Single head \(Passed\)/, /^Upgrade from base \(Passed\)/, /^Round trips \(Passed\)/]) {
      await explorer.getByRole('treeitem', { name }).waitFor();
    }
    await explorer
      .getByRole('treeitem', { name: /^Round trips/ })
      .locator('.monaco-tl-twistie')
      .click();
    await explorer.getByRole('treeitem', { name: /^create reviews.*\(Passed\)/ }).waitFor();
    await workbench.screenshot('test-explorer');
  });

  test('a downgrade that forgets something fails with the difference', async () => {
    const { workbench, shop } = open;
    const { page } = workbench;
    const file = join(shop.folder, 'migrations', 'versions', '2025_04_15_03b8d5ce71f9_create_reviews.py');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('    op.drop_table("review")\n', ''));
    await workbench.runCommand('Alembic: Refresh');
    await workbench.runCommand('Alembic: Verify Round Trip');
    await page.locator('.notification-toast', { hasText: /passed, 1 failed/ }).waitFor({ timeout: 90_000 });
    const explorer = page.locator('.test-explorer');
    await explorer.getByRole('treeitem', { name: /^create reviews.*\(Failed\)/ }).waitFor({ timeout: 60_000 });
    await workbench.screenshot('test-explorer-failed');
  });
});
