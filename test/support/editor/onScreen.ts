import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What is told of a workbench, and how each of its parts is called in words. */
const PARTS: readonly (readonly [name: string, selector: string, attribute?: string])[] = [
  ['notifications', '.notification-list-item'],
  ['dialogs', '.monaco-dialog-box'],
  ['title of the quick input', '.quick-input-widget .quick-input-titlebar'],
  ['message of the quick input', '.quick-input-widget .quick-input-message'],
  ['rows of the quick input', '.quick-input-list .monaco-list-row'],
  ['rows of the side bar', '.part.sidebar .monaco-list-row[role=treeitem]', 'aria-label'],
  ['tabs', '.tabs-container .tab', 'aria-label'],
  ['status bar', '.part.statusbar .statusbar-item'],
];

/** Reading must not wait for what is just being taken away. */
const SHORT = { timeout: 1_000 };
const LOG_LINES = 30;

/** What a workbench shows, in words: for whoever reads why a test failed and cannot look at the screen. Never rejects. */
export async function onScreen(page: Page): Promise<string> {
  if (page.isClosed()) return 'the page is closed';
  const texts = await Promise.all(
    PARTS.map(async ([name, selector, attribute]) => {
      const shown = await page.locator(selector).filter({ visible: true }).all();
      const lines = await Promise.all(
        shown.map(async (one) => {
          const text = attribute === undefined ? one.innerText(SHORT) : one.getAttribute(attribute, SHORT);
          return (await text.catch(() => null))?.replace(/\s+/g, ' ').trim() ?? '';
        }),
      );
      return told(name, lines);
    }),
  ).catch((error: unknown) => [`it cannot be read: ${String(error)}`]);
  return [...texts, await typed(page)].filter((text) => text !== '').join('\n');
}

/** What stands in the quick input; a password stays one. */
async function typed(page: Page): Promise<string> {
  const input = page.locator('.quick-input-widget input[type=text]').filter({ visible: true }).first();
  const value = (await input.isVisible().catch(() => false)) ? await input.inputValue(SHORT).catch(() => '') : '';
  return told('typed into the quick input', [value]);
}

/** The last lines of what the extension logged, below the folder of an editor's data; `''`: nothing. */
export function extensionLog(dataFolder: string): string {
  const logs = join(dataFolder, 'data', 'logs');
  if (!existsSync(logs)) return '';
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('Alembic Workbench.log'),
  );
  const lines = files.flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'));
  return told('log', lines.filter((line) => line !== '').slice(-LOG_LINES));
}

function told(name: string, lines: readonly string[]): string {
  const kept = lines.filter((line) => line !== '');
  return kept.length === 0 ? '' : `${name}:\n${kept.map((line) => `  ${line}`).join('\n')}`;
}
