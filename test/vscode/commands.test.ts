import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NoPythonError, oraclePython } from '../oracle/support/venv';
import { whyNoEditor } from '../support/editor/runInEditor';
import { openWorkbench, type Workbench } from '../support/editor/workbench';
import { testVsix } from '../support/packages';
import { copyShop, type ShopCopy } from '../support/shop';

const python = interpreter();
const reason = whyNoEditor('browser') ?? ('reason' in python ? python.reason : undefined);

/** A Python with Alembic, which writes the files. */
function interpreter(): { readonly path: string } | { readonly reason: string } {
  try {
    return { path: oraclePython() };
  } catch (error) {
    if (error instanceof NoPythonError) return { reason: error.message };
    throw error;
  }
}

/** Alembic has to start for some of it. */
const PATIENCE = { timeout: 30_000 };

/** The quick input as a person at the keyboard uses it. */
function keyboard({ page }: Workbench) {
  const widget = page.locator('.quick-input-widget');
  return {
    press: (key: string): Promise<void> => page.keyboard.press(key),
    /** Waits for a page of questions by its title. */
    title: (text: string): Promise<void> => widget.locator('.quick-input-titlebar').getByText(text).waitFor(),
    input: widget.locator('input[type=text]').first(),
    row: (text: string | RegExp): Locator => widget.locator('.monaco-list-row').filter({ hasText: text }),
    /** Chooses a row by typing what it is called. */
    choose: async (text: string): Promise<void> => {
      await widget.locator('input[type=text]').first().fill(text);
      await widget.locator('.monaco-list-row.focused').filter({ hasText: text }).waitFor();
      await page.keyboard.press('Enter');
    },
  };
}

/** What the active editor shows, once it is as expected. */
const shown = ({ page }: Workbench) =>
  expect.poll(async () => {
    const lines = page.locator('.editor-group-container.active .view-lines').first();
    // The editor draws blanks as such that do not break.
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }, PATIENCE);

describe('the commands on the shop', () => {
  let shop: ShopCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    if (!('path' in python) || reason !== undefined) return;
    shop = await copyShop();
    const settings = { 'alembicWorkbench.python.interpreter': python.path };
    workbench = await openWorkbench({
      vsix: testVsix(),
      folder: shop.folder,
      trust: 'trusted',
      theme: 'dark',
      settings,
    });
    await workbench.openContainer('Alembic');
    await workbench.treeRow(/create reviews.*pending/).waitFor();
  });

  afterAll(async () => {
    if (reason !== undefined) return;
    await workbench.close();
    await shop.remove();
  });

  test('a new revision is written from the keyboard, and going back loses nothing', async (context) => {
    if (reason !== undefined) context.skip(reason);
    const versions = join(shop.folder, 'migrations', 'versions');
    const before = readdirSync(versions);
    const { title, input, row, choose, press } = keyboard(workbench);
    await workbench.runCommand('Alembic: New Revision…');
    await title('New Revision of shop (1/2)');
    await input.fill('index reviews');
    await press('Enter');
    await title('New Revision of shop (2/2)');
    await row('Create Revision').waitFor();
    await workbench.screenshot('new-revision');
    await choose('Branch Label');
    await title('New Revision of shop: Branch Label');
    await input.fill('reports');
    await workbench.page.getByText('reports is used by revision').waitFor();
    await input.fill('reviews');
    await press('Enter');
    await title('New Revision of shop (2/2)');
    await workbench.page.locator('.quick-input-titlebar').getByLabel(/^Back/).click();
    await title('New Revision of shop (1/2)');
    expect(await input.inputValue()).toBe('index reviews');
    expect(readdirSync(versions)).toEqual(before);
    await press('Enter');
    await row(/alembic revision --message="index reviews" --branch-label=reviews/).waitFor();
    await press('Enter');
    await workbench.page.getByRole('tab', { name: /_index_reviews\.py/ }).waitFor();
    await workbench.treeRow(/index reviews.*pending/).waitFor();
    // The body of upgrade() is selected: typing begins there.
    await workbench.page.locator('.editor-group-container.active .selected-text').first().waitFor();
    await workbench.page.keyboard.type('return');
    await shown(workbench).toMatch(/def upgrade\(\)[^]*?return[^]*?def downgrade/);
    // What is not saved would be asked about by the commands below.
    await press('Control+s');
    const made = readdirSync(versions).filter((name) => !before.includes(name) && name.endsWith('.py'));
    expect(made).toHaveLength(1);
    const text = readFileSync(join(versions, made[0] ?? ''), 'utf8');
    expect(text).toMatch(/^down_revision.* = ["']03b8d5ce71f9["']$/m);
    expect(text).toMatch(/^branch_labels.*reviews/m);
  });

  test('what Alembic prints is a document whose revisions are links', async (context) => {
    if (reason !== undefined) context.skip(reason);
    await workbench.runCommand('Alembic: Show History…');
    await keyboard(workbench).row('Show History').waitFor();
    await keyboard(workbench).press('Enter');
    await workbench.page.getByRole('tab', { name: /alembic history \(shop\)/ }).waitFor();
    await shown(workbench).toContain('<base> -> 4f1c2a9be07d, create customers');
    await workbench.page.locator('.detected-link').first().waitFor();
    await workbench.screenshot('history');
    const link = workbench.page.locator('.detected-link', { hasText: '8d3e57c1a460' }).first();
    await link.click({ modifiers: ['Control'] });
    await workbench.page.getByRole('tab', { name: /8d3e57c1a460_create_products\.py/ }).waitFor();
  });

  test('the current revision is asked of the database', async (context) => {
    if (reason !== undefined) context.skip(reason);
    await workbench.runCommand('Alembic: Show Current Revision');
    await shown(workbench).toMatch(/Current revision\(s\) for sqlite:[^]*Rev: /);
  });

  test('an identifier that is typed is shown as what it means', async (context) => {
    if (reason !== undefined) context.skip(reason);
    const { input, row, press } = keyboard(workbench);
    const before = shop.versionRows();
    await workbench.runCommand('Alembic: Upgrade…');
    await input.fill('reports@head');
    await row(/reports@head.*→ /).waitFor();
    await input.fill('f47');
    await row(/f47.*→ f47e9120d6ba create stock levels · \d+ revisions/).waitFor();
    await workbench.screenshot('target');
    await press('Escape');
    expect(await workbench.dialog().count()).toBe(0);
    expect(shop.versionRows()).toEqual(before);
  });

  test('SQL opens beside, unsaved, and no database is touched', async (context) => {
    if (reason !== undefined) context.skip(reason);
    const before = shop.versionRows();
    const { title, choose } = keyboard(workbench);
    await workbench.runCommand('Alembic: Generate SQL…');
    await title('Generate SQL of shop (1/3)');
    await choose('Upgrade');
    await title('Generate SQL of shop (2/3)');
    await choose('create stock levels');
    await title('Generate SQL of shop (3/3)');
    await choose('create reviews');
    await shown(workbench).toContain('-- Running upgrade f47e9120d6ba -> 03b8d5ce71f9');
    await workbench.screenshot('sql');
    expect(shop.versionRows()).toEqual(before);
  });
});

test('a folder without Alembic is set up, and env.py filled in once the difference was seen', async (context) => {
  if (!('path' in python) || reason !== undefined) return context.skip(reason);
  const folder = mkdtempSync(join(tmpdir(), 'aw-init-'));
  const models = 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n';
  writeFileSync(join(folder, 'models.py'), models);
  const settings = { 'alembicWorkbench.python.interpreter': python.path };
  const workbench = await openWorkbench({ vsix: testVsix(), folder, trust: 'trusted', theme: 'light', settings });
  const environment = join(folder, 'migrations', 'env.py');
  const { title, row, choose, press } = keyboard(workbench);
  try {
    await workbench.openContainer('Alembic');
    await workbench.page.getByRole('button', { name: 'Initialize Alembic…' }).waitFor();
    await workbench.screenshot('no-project-init');
    await workbench.page.getByRole('button', { name: 'Initialize Alembic…' }).click();
    await title('Initialize Alembic (1/3)');
    await choose('generic');
    await title('Initialize Alembic (2/3)');
    await press('Enter');
    await title('Initialize Alembic (3/3)');
    await choose('a plain directory');
    await workbench.page.getByRole('tab', { name: /env\.py/ }).waitFor();
    const untouched = readFileSync(environment, 'utf8');
    await workbench.notification('Alembic is set up').getByRole('button', { name: 'Fill In env.py…' }).click();
    await title('Fill In env.py (1/4)');
    await choose('models:Base.metadata');
    await title('Fill In env.py (2/4)');
    await choose('DATABASE_URL');
    await title('Fill In env.py (3/4)');
    await choose('render_as_batch');
    await title('Fill In env.py (4/4)');
    await row('Change migrations/env.py').waitFor();
    await workbench.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    await workbench.screenshot('fill-env');
    expect(readFileSync(environment, 'utf8')).toBe(untouched);
    await press('Enter');
    await expect.poll(() => readFileSync(environment, 'utf8'), PATIENCE).toContain('target_metadata = Base.metadata');
    const filled = readFileSync(environment, 'utf8');
    expect(filled).toContain('from models import Base');
    expect(filled).toContain('os.environ["DATABASE_URL"]');
    expect(filled.split('render_as_batch=True')).toHaveLength(3);
    await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
  } finally {
    await workbench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
});
