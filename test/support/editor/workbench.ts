import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { resultsFolder } from '../repository';
import { findChromium, launchChromium } from './chromium';
import { startBrowserEditor } from './codeServer';
import { extensionLog, onScreen } from './onScreen';
import { whyNoEditor, type EditorOptions } from './runInEditor';

export const THEMES = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;
export type Theme = keyof typeof THEMES;

export interface ScreenOptions extends EditorOptions {
  /** The package of the extension (`packageVsix()`): what is seen is what users install. */
  readonly vsix: string;
  readonly theme: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  /** The user's key bindings: `{ key, command, args }`. */
  readonly keybindings?: readonly object[];
  /** Added to the environment of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The workbench as a person uses it: by what is written on it. */
export interface Workbench {
  readonly page: Page;
  /** The process whose descendants are the editor's. */
  readonly editorPid: number;
  /** Opens the view container of the activity bar with this title. */
  openContainer(title: string): Promise<void>;
  /** Runs a command through the palette, by what the palette calls it. */
  runCommand(title: string): Promise<void>;
  /** Opens a file of the folder through Quick Open. */
  openFile(name: string): Promise<void>;
  /** Rows of the side bar's trees whose screen-reader name contains the text. */
  treeRow(text: string | RegExp): Locator;
  /** The names that a screen reader reads for the rows now drawn. */
  treeRows(): Promise<readonly string[]>;
  /** The modal dialog. */
  dialog(): Locator;
  notification(text: string | RegExp): Locator;
  statusBarItem(text: string | RegExp): Locator;
  /** Keeps a picture in test-results/screenshots/<name>-<theme>.png. */
  screenshot(name: string): Promise<void>;
  /** What the screen shows and the extension has logged, in words; keeps a picture of this name as well. Never rejects. */
  explain(name: string): Promise<string>;
  close(): Promise<void>;
}

const opened = new Set<Workbench>();

/** The workbenches that were opened in this process and not closed. */
export function openWorkbenches(): readonly Workbench[] {
  return [...opened];
}

/**
 * Opens a folder in the browser edition.
 * @throws Error when there is no browser or the workbench does not come up.
 */
export async function openWorkbench(options: ScreenOptions): Promise<Workbench> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(whyNoEditor('browser'));
  const editor = await startBrowserEditor({
    ...options,
    development: false,
    settings: { 'workbench.colorTheme': THEMES[options.theme], ...options.settings },
  });
  return openPage(chromium, editor.url(options.folder), { ...options, ...editor });
}

/** An editor that was started by somebody else. */
export interface RunningEditor {
  readonly pid: number;
  readonly dataFolder: string;
  readonly stop: () => Promise<void>;
}

/**
 * Opens the address of an editor that runs already.
 * @throws Error when there is no browser or the workbench does not come up.
 */
export async function openWorkbenchAt(
  url: string,
  options: RunningEditor & Pick<ScreenOptions, 'theme' | 'size'>,
): Promise<Workbench> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(whyNoEditor('browser'));
  return openPage(chromium, url, options);
}

async function openPage(
  chromium: string,
  url: string,
  { theme, size, pid, dataFolder, stop }: RunningEditor & Pick<ScreenOptions, 'theme' | 'size'>,
): Promise<Workbench> {
  const browser = await launchChromium(chromium);
  let workbench: Workbench | undefined;
  const close = async (): Promise<void> => {
    if (workbench !== undefined) opened.delete(workbench);
    await browser.close();
    await stop();
  };
  const page = await browser.newPage({ viewport: size ?? { width: 1280, height: 800 } });
  try {
    page.setDefaultTimeout(30_000);
    await page.goto(url);
    await page.locator('.monaco-workbench .part.activitybar').waitFor();
    // The extension host is up once the remote indicator has stopped saying that it opens.
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    const shown = screen(page, theme);
    const explain = async (name: string): Promise<string> => {
      await shown.screenshot(name).catch(() => undefined);
      return [await onScreen(page), extensionLog(dataFolder)].filter((text) => text !== '').join('\n');
    };
    workbench = { ...shown, explain, editorPid: pid, close };
    opened.add(workbench);
    return workbench;
  } catch (error) {
    const shown = await onScreen(page);
    await close();
    throw new Error(`${String(error)}\nThen there was on the screen\n${shown}`, { cause: error });
  }
}

function screen(page: Page, theme: Theme): Omit<Workbench, 'close' | 'editorPid' | 'explain'> {
  const quickInput = page.locator('.quick-input-widget input[type=text]').first();
  const pick = async (text: string): Promise<void> => {
    await quickInput.waitFor();
    await quickInput.fill(text);
    // Until the list follows what was typed, Enter would take what was listed before.
    const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text.replace(/^>/, '') });
    await row.first().waitFor();
    // Others that have the same words may stand before it.
    const before = Number(await row.first().getAttribute('data-index'));
    for (let turn = 0; turn < before; turn += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    // What the command asks next takes the place of what was typed here, maybe just now.
    for (let turn = 0; turn < 250 && (await quickInput.isVisible()); turn += 1) {
      if ((await quickInput.inputValue({ timeout: 1_000 }).catch(() => null)) !== text) return;
      await page.waitForTimeout(20);
    }
  };
  const rows = page.locator('.part.sidebar .monaco-list-row[role=treeitem]');
  return {
    page,
    async openContainer(title) {
      const item = page.locator('.part.activitybar .action-item').filter({ has: page.getByLabel(title) });
      const shown = page.locator('.part.sidebar .composite.title').getByText(title);
      // A click on the item of a container that VS Code is just bringing back hides it: the next click shows it.
      for (let turn = 0; turn < 10 && !(await shown.isVisible()); turn += 1) {
        if ((await item.getAttribute('aria-checked')) !== 'true') await item.click();
        await shown.waitFor({ timeout: 3_000 }).catch(() => undefined);
      }
      await shown.waitFor();
    },
    async runCommand(title) {
      await page.keyboard.press('F1');
      await pick(`>${title}`);
    },
    async openFile(name) {
      await page.keyboard.press('F1');
      await pick(name);
      await page.getByRole('tab', { name }).waitFor();
    },
    treeRow: (text) => rows.and(page.getByRole('treeitem', { name: text })),
    async treeRows() {
      const names = (await rows.all()).map((row) => row.getAttribute('aria-label'));
      return (await Promise.all(names)).map((name) => name ?? '');
    },
    dialog: () => page.locator('.monaco-dialog-box'),
    notification: (text) => page.locator('.notification-list-item').filter({ hasText: text }),
    statusBarItem: (text) => page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }),
    async screenshot(name) {
      const folder = join(resultsFolder, 'screenshots');
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    },
  };
}
