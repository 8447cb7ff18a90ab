import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { oraclePython } from '../oracle/support/venv';
import type { Theme } from '../support/editor/workbench';
import type { ShopCopy } from '../support/shop';
import { shopScreen } from './support/screen';

/** Gives the shop's customers a phone number and tags, and takes the text of reviews away. */
function changeModels(folder: string): void {
  const path = join(folder, 'models.py');
  const text = readFileSync(path, 'utf8')
    .replace(
      '    loyalty_points:',
      '    phone: Mapped[str | None] = mapped_column(sa.String(30), index=True)\n    loyalty_points:',
    )
    .replace(/ {4}text: .*\n/, '');
  const tag = [
    'class Tag(Base):',
    '    __tablename__ = "tag"',
    '',
    '    id: Mapped[int] = mapped_column(primary_key=True)',
  ];
  writeFileSync(path, `${text}\n\n${tag.join('\n')}\n`);
}

function versionsOf({ folder }: ShopCopy): readonly string[] {
  return readdirSync(join(folder, 'migrations/versions')).filter((name) => name.endsWith('.py'));
}

describe.each<Theme>(['dark', 'light'])('autogenerate in the %s theme', (theme) => {
  const settings = { 'alembicWorkbench.autogenerate.message': 'phones' };
  const open = shopScreen({ theme, settings }, ({ folder }) => {
    changeModels(folder);
  });

  /** The page of the review. */
  const page = (): FrameLocator =>
    open.workbench.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  const item = (name: string | RegExp): Locator => page().getByRole('treeitem', { name });
  const labels = async (): Promise<readonly (string | null)[]> =>
    Promise.all((await item(/./).all()).map((one) => one.getAttribute('aria-label')));
  const focused = (): Promise<string | null> => page().locator(':focus').getAttribute('aria-label');
  const press = (key: string): Promise<void> => open.workbench.page.keyboard.press(key);

  test('the command asks for the message, offers the upgrade that is needed first, and goes on', async () => {
    await open.workbench.openContainer('Alembic');
    await open.workbench.treeRow(/create reviews.*pending/).waitFor();
    await open.workbench.runCommand('Alembic: Autogenerate Revision');
    const titleBar = open.workbench.page.locator('.quick-input-titlebar');
    await titleBar.getByText('Autogenerate Revision of shop (1/2)').waitFor();
    const input = open.workbench.page.locator('.quick-input-widget input[type=text]').first();
    expect(await input.inputValue()).toBe('phones');
    await press('Enter');
    await titleBar.getByText('Autogenerate Revision of shop (2/2)').waitFor();
    await open.workbench.page
      .locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Compare Models' })
      .waitFor();
    await open.workbench.screenshot('autogenerate-options');
    await press('Enter');
    const warning = open.workbench.notification('The database lacks revisions');
    await warning.getByRole('button', { name: 'Upgrade…' }).click();
    await open.workbench.dialog().getByRole('button', { name: 'Upgrade', exact: true }).click();
    await page().getByRole('heading', { name: 'phones', exact: true }).waitFor();
    expect(await labels()).toEqual([
      'tag, 1 operation',
      'Create table',
      'customer, 2 operations',
      'Add column phone',
      'Create index ix_customer_phone',
      'review, 1 operation',
      'Drop column text. Loses data',
    ]);
    await page().getByRole('status').getByText('4 of 4 operations are ticked. One of them loses data.').waitFor();
    await page().locator('pre').getByText("op.create_table('tag',").waitFor();
    await open.workbench.screenshot('review');
  });

  test('the keyboard alone ticks, sees the file change, and writes it', async () => {
    const before = versionsOf(open.shop);
    // The list has the focus.
    await press('Home');
    for (let down = 0; down < 3; down++) await press('ArrowDown');
    expect(await focused()).toBe('Add column phone');
    await press(' ');
    await page()
      .getByRole('status')
      .getByText('No longer ticked, as it needs this: Create index ix_customer_phone of customer. 2 of 4')
      .waitFor();
    expect(await item(/^customer,/).getAttribute('aria-checked')).toBe('false');
    await page().locator('pre').getByText('ix_customer_phone').first().waitFor({ state: 'detached' });
    await press('ArrowDown');
    await press(' ');
    await page().getByRole('status').getByText('Ticked with it: Add column phone of customer. 4 of 4').waitFor();
    await press('ArrowLeft');
    await press('ArrowLeft');
    expect(await item(/^customer,/).getAttribute('aria-expanded')).toBe('false');
    await press('ArrowDown');
    await press('ArrowRight');
    await press(' ');
    expect(await item(/^Drop column text/).getAttribute('aria-checked')).toBe('false');
    await open.workbench.screenshot('review-keyboard');
    const preview = (await page().locator('pre').textContent()) ?? '';
    await press('Tab');
    await press('Tab');
    expect(await page().locator(':focus').innerText()).toBe('Create Revision');
    await press('Enter');
    await open.workbench.page.getByRole('tab', { name: /_phones\.py/ }).waitFor();
    const [made = '', ...more] = versionsOf(open.shop).filter((name) => !before.includes(name));
    expect(more).toEqual([]);
    const text = readFileSync(join(open.shop.folder, 'migrations/versions', made), 'utf8');
    const body = (all: string): string => all.slice(all.indexOf('def upgrade')).trim();
    expect(body(preview)).toBe(body(text));
    expect(text).not.toContain('review');
  });

  test('the message offers to upgrade, and the new revision runs', async () => {
    await open.workbench.screenshot('review-written');
    await open.workbench.notification('The revision is written').getByRole('button', { name: 'Upgrade…' }).click();
    const dialog = open.workbench.dialog();
    await dialog.getByText('phones').waitFor();
    await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await open.workbench.treeRow(/phones.*(applied|current)/).waitFor();
    const program =
      "import sqlite3;print(*[row[1] for row in sqlite3.connect('shop.db').execute('pragma table_info(customer)')])";
    expect(execFileSync(oraclePython(), ['-c', program], { cwd: open.shop.folder, encoding: 'utf8' })).toContain(
      'phone',
    );
  });

  test('Check for Model Changes shows what is left and writes nothing', async () => {
    const before = versionsOf(open.shop);
    await open.workbench.runCommand('Alembic: Check for Model Changes');
    await page().getByRole('heading', { name: 'Model Changes of shop' }).waitFor();
    await item('Drop column text. Loses data').waitFor();
    expect(await item(/^review/).getAttribute('aria-checked')).toBeNull();
    await open.workbench.screenshot('check');
    await page().getByRole('button', { name: 'Close' }).click();
    await open.workbench.page.locator('iframe.webview').waitFor({ state: 'detached' });
    expect(versionsOf(open.shop)).toEqual(before);
  });
});
