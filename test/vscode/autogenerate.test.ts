import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NoPythonError, oraclePython } from '../oracle/support/venv';
import { whyNoEditor } from '../support/editor/runInEditor';
import { openWorkbench, type Theme, type Workbench } from '../support/editor/workbench';
import { testVsix } from '../support/packages';
import { copyShop, type ShopCopy } from '../support/shop';

const noEditor = whyNoEditor('browser');
const python = interpreter();
const reason = noEditor ?? ('reason' in python ? python.reason : undefined);

/** A Python with Alembic, without which nothing can be compared. */
function interpreter(): { readonly path: string } | { readonly reason: string } {
  try {
    return { path: oraclePython() };
  } catch (error) {
    if (error instanceof NoPythonError) return { reason: error.message };
    throw error;
  }
}

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
  let shop: ShopCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    if (!('path' in python) || reason !== undefined) return;
    shop = await copyShop();
    changeModels(shop.folder);
    workbench = await openWorkbench({
      vsix: testVsix(),
      folder: shop.folder,
      trust: 'trusted',
      theme,
      settings: {
        'alembicWorkbench.python.interpreter': python.path,
        'alembicWorkbench.autogenerate.message': 'phones',
      },
    });
  });

  afterAll(async () => {
    if (reason !== undefined) return;
    await workbench.close();
    await shop.remove();
  });

  /** The page of the review. */
  const page = (): FrameLocator => workbench.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  const item = (name: string | RegExp): Locator => page().getByRole('treeitem', { name });
  const labels = async (): Promise<readonly (string | null)[]> =>
    Promise.all((await item(/./).all()).map((one) => one.getAttribute('aria-label')));
  const focused = (): Promise<string | null> => page().locator(':focus').getAttribute('aria-label');
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);

  test('the command asks for the message, offers the upgrade that is needed first, and goes on', async (context) => {
    if (reason !== undefined) context.skip(reason);
    await workbench.openContainer('Alembic');
    await workbench.treeRow(/create reviews.*pending/).waitFor();
    await workbench.runCommand('Alembic: Autogenerate Revision');
    const titleBar = workbench.page.locator('.quick-input-titlebar');
    await titleBar.getByText('Autogenerate Revision of shop (1/2)').waitFor();
    const input = workbench.page.locator('.quick-input-widget input[type=text]').first();
    expect(await input.inputValue()).toBe('phones');
    await press('Enter');
    await titleBar.getByText('Autogenerate Revision of shop (2/2)').waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Compare Models' }).waitFor();
    await workbench.screenshot('autogenerate-options');
    await press('Enter');
    const warning = workbench.notification('The database lacks revisions');
    await warning.getByRole('button', { name: 'Upgrade…' }).click();
    await workbench.dialog().getByRole('button', { name: 'Upgrade', exact: true }).click();
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
    await workbench.screenshot('review');
  });

  test('the keyboard alone ticks, sees the file change, and writes it', async (context) => {
    if (reason !== undefined) context.skip(reason);
    const before = versionsOf(shop);
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
    await workbench.screenshot('review-keyboard');
    const preview = (await page().locator('pre').textContent()) ?? '';
    await press('Tab');
    await press('Tab');
    expect(await page().locator(':focus').innerText()).toBe('Create Revision');
    await press('Enter');
    await workbench.page.getByRole('tab', { name: /_phones\.py/ }).waitFor();
    const [made = '', ...more] = versionsOf(shop).filter((name) => !before.includes(name));
    expect(more).toEqual([]);
    const text = readFileSync(join(shop.folder, 'migrations/versions', made), 'utf8');
    const body = (all: string): string => all.slice(all.indexOf('def upgrade')).trim();
    expect(body(preview)).toBe(body(text));
    expect(text).not.toContain('review');
  });

  test('the message offers to upgrade, and the new revision runs', async (context) => {
    if (reason !== undefined || !('path' in python)) context.skip(reason);
    await workbench.screenshot('review-written');
    await workbench.notification('The revision is written').getByRole('button', { name: 'Upgrade…' }).click();
    const dialog = workbench.dialog();
    await dialog.getByText('phones').waitFor();
    await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await workbench.treeRow(/phones.*(applied|current)/).waitFor();
    const program =
      "import sqlite3;print(*[row[1] for row in sqlite3.connect('shop.db').execute('pragma table_info(customer)')])";
    expect(execFileSync(oraclePython(), ['-c', program], { cwd: shop.folder, encoding: 'utf8' })).toContain('phone');
  });

  test('Check for Model Changes shows what is left and writes nothing', async (context) => {
    if (reason !== undefined) context.skip(reason);
    const before = versionsOf(shop);
    await workbench.runCommand('Alembic: Check for Model Changes');
    await page().getByRole('heading', { name: 'Model Changes of shop' }).waitFor();
    await item('Drop column text. Loses data').waitFor();
    expect(await item(/^review/).getAttribute('aria-checked')).toBeNull();
    await workbench.screenshot('check');
    await page().getByRole('button', { name: 'Close' }).click();
    await workbench.page.locator('iframe.webview').waitFor({ state: 'detached' });
    expect(versionsOf(shop)).toEqual(before);
  });
});
