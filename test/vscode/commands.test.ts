import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyboard, needEditor, openTrusted, PATIENCE, shopScreen, shown } from './support/screen';

describe('the commands on the shop', () => {
  const open = shopScreen();

  test('a new revision is written from the keyboard, and going back loses nothing', async () => {
    const versions = join(open.shop.folder, 'migrations', 'versions');
    const before = readdirSync(versions);
    const { title, input, row, choose, press } = keyboard(open.workbench);
    await open.workbench.runCommand('Alembic: New Revision…');
    await title('New Revision of shop (1/2)');
    await input.fill('index reviews');
    await press('Enter');
    await title('New Revision of shop (2/2)');
    await row('Create Revision').waitFor();
    await open.workbench.screenshot('new-revision');
    await choose('Branch Label');
    await title('New Revision of shop: Branch Label');
    await input.fill('reports');
    await open.workbench.page.getByText('reports is used by revision').waitFor();
    await input.fill('reviews');
    await press('Enter');
    await title('New Revision of shop (2/2)');
    await open.workbench.page.locator('.quick-input-titlebar').getByLabel(/^Back/).click();
    await title('New Revision of shop (1/2)');
    expect(await input.inputValue()).toBe('index reviews');
    expect(readdirSync(versions)).toEqual(before);
    await press('Enter');
    await row(/alembic revision --message="index reviews" --branch-label=reviews/).waitFor();
    await press('Enter');
    await open.workbench.page.getByRole('tab', { name: /_index_reviews\.py/ }).waitFor();
    await open.workbench.treeRow(/index reviews.*pending/).waitFor();
    // The body of upgrade() is selected: typing begins there.
    await open.workbench.page.locator('.editor-group-container.active .selected-text').first().waitFor();
    await open.workbench.page.keyboard.type('return');
    await shown(open.workbench).toMatch(/def upgrade\(\)[^]*?return[^]*?def downgrade/);
    // What is not saved would be asked about by the commands below.
    await press('Control+s');
    const made = readdirSync(versions).filter((name) => !before.includes(name) && name.endsWith('.py'));
    expect(made).toHaveLength(1);
    const text = readFileSync(join(versions, made[0] ?? ''), 'utf8');
    expect(text).toMatch(/^down_revision.* = ["']03b8d5ce71f9["']$/m);
    expect(text).toMatch(/^branch_labels.*reviews/m);
  });

  test('what Alembic prints is a document whose revisions are links', async () => {
    await open.workbench.runCommand('Alembic: Show History…');
    await keyboard(open.workbench).title('Show History of');
    await keyboard(open.workbench).row('Show History').waitFor();
    await keyboard(open.workbench).press('Enter');
    await open.workbench.page.getByRole('tab', { name: /alembic history \(shop\)/ }).waitFor();
    await shown(open.workbench).toContain('<base> -> 4f1c2a9be07d, create customers');
    await open.workbench.page.locator('.detected-link').first().waitFor();
    await open.workbench.screenshot('history');
    const link = open.workbench.page.locator('.detected-link', { hasText: '8d3e57c1a460' }).first();
    await link.click({ modifiers: ['Control'] });
    await open.workbench.page.getByRole('tab', { name: /8d3e57c1a460_create_products\.py/ }).waitFor();
  });

  test('the current revision is asked of the database', async () => {
    await open.workbench.runCommand('Alembic: Show Current Revision');
    await shown(open.workbench).toMatch(/Current revision\(s\) for sqlite:[^]*Rev: /);
  });

  test('an identifier that is typed is shown as what it means', async () => {
    const { input, row, press } = keyboard(open.workbench);
    const before = open.shop.versionRows();
    await open.workbench.runCommand('Alembic: Upgrade…');
    await input.fill('reports@head');
    await row(/reports@head.*→ /).waitFor();
    await input.fill('f47');
    await row(/f47.*→ f47e9120d6ba create stock levels · \d+ revisions/).waitFor();
    await open.workbench.screenshot('target');
    await press('Escape');
    expect(await open.workbench.dialog().count()).toBe(0);
    expect(open.shop.versionRows()).toEqual(before);
  });

  test('SQL opens beside, unsaved, and no database is touched', async () => {
    const before = open.shop.versionRows();
    const { title, choose } = keyboard(open.workbench);
    await open.workbench.runCommand('Alembic: Generate SQL…');
    await title('Generate SQL of shop (1/3)');
    await choose('Upgrade');
    await title('Generate SQL of shop (2/3)');
    await choose('create stock levels');
    await title('Generate SQL of shop (3/3)');
    await choose('create reviews');
    await shown(open.workbench).toContain('-- Running upgrade f47e9120d6ba -> 03b8d5ce71f9');
    await open.workbench.screenshot('sql');
    expect(open.shop.versionRows()).toEqual(before);
  });
});

test('a folder without Alembic is set up, and env.py filled in once the difference was seen', async ({
  onTestFinished,
}) => {
  needEditor();
  const folder = mkdtempSync(join(tmpdir(), 'aw-init-'));
  const models = 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n';
  writeFileSync(join(folder, 'models.py'), models);
  const workbench = await openTrusted(folder, { theme: 'light' });
  onTestFinished(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const environment = join(folder, 'migrations', 'env.py');
  const { title, row, choose, press } = keyboard(workbench);
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
});
