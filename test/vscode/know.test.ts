import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Theme, Workbench } from '../support/editor/workbench';
import { keyboard, PATIENCE, shopScreen } from './support/screen';

const themes: readonly Theme[] = ['dark', 'light'];

/** The lines of the editor whose file is named so, as they are drawn. */
function lines({ page }: Workbench, name: string): Locator {
  return page.locator(`.editor-instance[aria-label*="${name}"], .editor-container`).filter({
    has: page.locator(`[aria-label*="${name}"]`),
  });
}

/** What the document with the SQL draws. */
const sql = (workbench: Workbench) =>
  expect.poll(async () => {
    const text = await lines(workbench, 'Revision.sql').locator('.view-lines').first().innerText();
    // The editor draws blanks as such that do not break.
    return text.replaceAll('\u00a0', ' ');
  }, PATIENCE);

describe.each(themes)('what revisions do, in the %s theme', (theme) => {
  const open = shopScreen({ theme, size: { width: 1500, height: 900 } });

  test('a revision unfolds into its operations, and a click leads to the line', async () => {
    const { workbench } = open;
    const row = workbench.treeRow(/create reviews/);
    await row.locator('.monaco-tl-twistie').click();
    const operation = workbench.treeRow(/^create table review/);
    await operation.waitFor();
    await workbench.screenshot('operations');
    await operation.click();
    await workbench.page.getByRole('tab', { name: /create_reviews/ }).waitFor();
    const at = /line (\d+)/.exec((await operation.getAttribute('aria-label')) ?? '')?.[1];
    await workbench.statusBarItem(`Ln ${at ?? '?'}, Col 1`).waitFor();
  });

  test('the SQL stands beside it, and follows what is typed and where the cursor is', async () => {
    const { workbench } = open;
    const { page } = workbench;
    await workbench.runCommand('Alembic: Show SQL');
    await sql(workbench).toContain('CREATE TABLE review (');
    await workbench.statusBarItem('SQLite').waitFor();
    // The cursor is on the line of the call.
    await page.keyboard.press('Home');
    await page.keyboard.type('op.drop_table("typed"); ');
    await sql(workbench).toContain('DROP TABLE typed;');
    await workbench.treeRow(/^drop table typed/).waitFor();
    await workbench.screenshot('show-sql');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Delete');
    await sql(workbench).not.toContain('typed');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await sql(workbench).toContain('DROP TABLE review;');
  });

  test('the dialect is another one when it is chosen', async () => {
    const { workbench } = open;
    await workbench.statusBarItem('SQLite').click();
    await keyboard(workbench).row('PostgreSQL').waitFor();
    await keyboard(workbench).choose('PostgreSQL');
    await workbench.statusBarItem('PostgreSQL').waitFor();
    await sql(workbench).toContain('-- PostgreSQL');
  });

  test('a hover tells what a call does', async () => {
    const { workbench } = open;
    const { keyboard: keys } = workbench.page;
    await workbench.treeRow(/^create table review/).click();
    await workbench.statusBarItem(/Ln \d+, Col 1$/).waitFor();
    await workbench.page.getByRole('tab', { name: /create_reviews/ }).click();
    await keys.press('Home');
    await keys.press('Control+k');
    await keys.press('Control+i');
    const hover = workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Creates table review' });
    await hover.waitFor();
    expect(await hover.innerText()).toMatch(/CREATE.TABLE.review/);
    await workbench.screenshot('hover');
  });

  test('the schema after a revision is a document, and two are compared', async () => {
    const { workbench } = open;
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Alembic: Compare Schemas of Two Revisions…');
    const { title, choose } = keyboard(workbench);
    // VS Code shows which page it is behind the title.
    await title('Compare Schemas of shop (1/2)');
    await choose('create products');
    await title('Compare Schemas of shop (2/2)');
    await choose('create customers');
    await workbench.page.getByRole('tab', { name: /create customers ↔ create products/ }).waitFor();
    await expect
      .poll(() => workbench.page.locator('.modified-in-monaco-diff-editor .view-lines').innerText(), PATIENCE)
      .toMatch(/CREATE.TABLE.product/);
    await workbench.screenshot('compare-schemas');
  });
});
