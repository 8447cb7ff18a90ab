import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { oraclePython } from '../../oracle/support/venv';
import { whyNoEditor } from '../../support/editor/runInEditor';
import { openWorkbench, type ScreenOptions, type Workbench } from '../../support/editor/workbench';
import { skipFor } from '../../support/missing';
import { testVsix } from '../../support/packages';
import { copyShop, type ShopCopy } from '../../support/shop';

/** Alembic has to start for some of it. */
export const PATIENCE = { timeout: 30_000 };

/** What a test asks of the editor beside the folder. */
export type TrustedOptions = Partial<Omit<ScreenOptions, 'folder' | 'vsix' | 'trust'>>;

/** Skips the running tests where there is no editor to look at. */
export function needEditor(): void {
  const reason = whyNoEditor('browser');
  if (reason !== undefined) skipFor(new Error(reason));
}

/** Opens a trusted folder whose Python has the reference's Alembic; skips the running tests where either is missing. */
export async function openTrusted(folder: string, options: TrustedOptions = {}): Promise<Workbench> {
  needEditor();
  const settings = { 'alembicWorkbench.python.interpreter': oraclePython(), ...options.settings };
  return openWorkbench({ vsix: testVsix(), folder, trust: 'trusted', theme: 'dark', ...options, settings });
}

/** A copy of the shop and the editor it is open in. */
export interface ShopScreen {
  readonly shop: ShopCopy;
  readonly workbench: Workbench;
}

/** Opens a copy of the shop before the tests of a suite and closes it after them. `prepare` changes the copy first. */
export function shopScreen(
  options: TrustedOptions = {},
  prepare: (shop: ShopCopy) => void = () => undefined,
): ShopScreen {
  let shop: ShopCopy | undefined;
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    needEditor();
    oraclePython();
    shop = await copyShop();
    prepare(shop);
    workbench = await openTrusted(shop.folder, options);
    await showRow(workbench, /create reviews.*pending/);
  });
  beforeEach(async () => {
    if (workbench !== undefined) await closeQuestions(workbench);
  });
  afterAll(async () => {
    await workbench?.close();
    await shop?.remove();
  });
  return {
    get shop() {
      return opened(shop);
    },
    get workbench() {
      return opened(workbench);
    },
  };
}

function opened<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the shop is not open');
  return value;
}

/** Opens the view and waits for a row of it, in a hook: what was on the screen instead is told when it does not come. */
export async function showRow(workbench: Workbench, row: RegExp): Promise<void> {
  try {
    await workbench.openContainer('Alembic');
    await workbench.treeRow(row).waitFor();
  } catch (error) {
    const shown = await workbench.explain('failed-beginning');
    throw new Error(`${String(error)}\nThen there was on the screen\n${shown}`, { cause: error });
  }
}

/** Closes questions that nobody has answered: those of a test that failed are not the next one's. */
export async function closeQuestions({ page }: Workbench): Promise<void> {
  const question = page.locator('.monaco-dialog-box, .quick-input-widget').filter({ visible: true });
  for (let turn = 0; turn < 10 && (await question.count()) > 0; turn += 1) await page.keyboard.press('Escape');
}

/** The quick input as a person at the keyboard uses it. */
export interface Keyboard {
  readonly press: (key: string) => Promise<void>;
  /** Waits for a page of questions by its title. */
  readonly title: (text: string) => Promise<void>;
  readonly input: Locator;
  readonly row: (text: string | RegExp) => Locator;
  /** Chooses a row by typing what it is called. */
  readonly choose: (text: string) => Promise<void>;
}

export function keyboard({ page }: Workbench): Keyboard {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input[type=text], input[type=password]').first();
  return {
    press: (key) => page.keyboard.press(key),
    title: (text) => widget.locator('.quick-input-titlebar').getByText(text).waitFor(),
    input,
    row: (text) => widget.locator('.monaco-list-row').filter({ hasText: text }),
    async choose(text) {
      await input.fill(text);
      await widget.locator('.monaco-list-row.focused').filter({ hasText: text }).waitFor();
      await page.keyboard.press('Enter');
    },
  };
}

/** Agrees to a question by its button, and waits until it is gone. */
export async function confirm(workbench: Workbench, button: string): Promise<void> {
  await workbench.dialog().getByRole('button', { name: button, exact: true }).click();
  await workbench.dialog().waitFor({ state: 'hidden' });
}

/** The text that the active editor draws. */
export async function editorText({ page }: Workbench): Promise<string> {
  const lines = page.locator('.editor-group-container.active .view-lines').first();
  // The editor draws blanks as such that do not break.
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}

/** What the active editor shows, once it is as expected. */
export const shown = (workbench: Workbench) => expect.poll(() => editorText(workbench), PATIENCE);
