import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BrowserEditor, startBrowserEditor } from './editor/codeServer';
import { findPython, makeVenv, venvProgram } from './python';
import { repositoryRoot } from './repository';

/** Gets what the user reads, a line at a time. */
export type Tell = (line: string) => void;

/**
 * A copy of examples/shop below `temporary`, so that playing leaves the checkout as it is; kept between starts, with what was
 * made in it.
 * @returns its path.
 */
export async function shopFolder(temporary: string, tell: Tell): Promise<string> {
  const folder = join(temporary, 'shop');
  if (existsSync(folder)) {
    tell(`Using the shop of an earlier start; delete its folder to begin afresh: ${folder}`);
    return folder;
  }
  await mkdir(dirname(folder), { recursive: true });
  await cp(join(repositoryRoot, 'examples', 'shop'), folder, { recursive: true });
  tell(`Copied examples/shop to ${folder}`);
  return folder;
}

/** Gives the shop the `.venv` with its own Alembic. Without it the native engine runs upgrades, so a failure is only told. */
export function installAlembic(folder: string, tell: Tell, python = findPython(8)): void {
  const venv = join(folder, '.venv');
  if (existsSync(venvProgram(venv, 'alembic'))) return;
  if (python === undefined) {
    tell('There is no Python 3 with venv here: upgrades of the shop are run by the native engine.');
    return;
  }
  tell(`Installing Alembic into ${venv}`);
  try {
    makeVenv(python, venv, join(folder, 'requirements.txt'));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    tell(
      `That failed, so upgrades of the shop are run by the native engine until Alembic is installed into it: ${why}`,
    );
  }
}

/** The program that opens a desktop VS Code: there has to be one, and a display. Undefined: the browser edition is taken. */
export function desktopCommand(hasDisplay: boolean, code: string | undefined): string | undefined {
  return hasDisplay ? code : undefined;
}

/**
 * Starts the browser edition with the extension on a folder, and tells where it is.
 * @throws Error when it does not come up.
 */
export async function openInBrowserEdition(
  folder: string,
  { vsix, dataFolder, tell }: { readonly vsix: string; readonly dataFolder: string; readonly tell: Tell },
): Promise<{ readonly editor: BrowserEditor; readonly url: string }> {
  const editor = await startBrowserEditor({ trust: 'trusted', development: false, vsix, dataFolder });
  const url = editor.url(folder);
  tell(`\nThe editor is at\n  ${url}\nCtrl+C ends it.`);
  return { editor, url };
}
