import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { installCodeServer, startBrowserEditor } from './editor/codeServer';
import { findCodeCommand, hasDisplay } from './editor/desktop';
import { packageVsix } from './packages';
import { run } from './processes';
import { findPython, makeVenv, venvProgram } from './python';
import { cacheFolder, repositoryRoot } from './repository';

// `npm start`: opens an editor with the extension on a copy of examples/shop.

/** A copy, so that playing leaves the checkout as it is; kept between starts, with what was made in it. */
async function shopFolder(): Promise<string> {
  const folder = join(tmpdir(), `alembic-workbench-${userInfo().username}`, 'shop');
  if (existsSync(folder)) {
    console.log(`Using the shop of an earlier start; delete its folder to begin afresh: ${folder}`);
    return folder;
  }
  await mkdir(dirname(folder), { recursive: true });
  await cp(join(repositoryRoot, 'examples', 'shop'), folder, { recursive: true });
  console.log(`Copied examples/shop to ${folder}`);
  return folder;
}

/** Gives the shop the `.venv` that upgrades run with. Everything else works without it, so a failure only says so. */
function installAlembic(folder: string): void {
  const venv = join(folder, '.venv');
  if (existsSync(venvProgram(venv, 'alembic'))) return;
  const python = findPython(8);
  if (python === undefined) {
    console.log('There is no Python 3 with venv here: the revisions are shown, but no upgrade can run.');
    return;
  }
  console.log(`Installing Alembic into ${venv}`);
  try {
    makeVenv(python, venv, join(folder, 'requirements.txt'));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    console.log(`That failed, so no upgrade can run there until Alembic is installed into it: ${why}`);
  }
}

async function startDesktop(code: string, folder: string): Promise<void> {
  const args = [`--extensionDevelopmentPath=${repositoryRoot}`, '--new-window', folder];
  await run(code, args, { shell: process.platform === 'win32' });
  console.log(`VS Code opens ${folder}`);
}

async function startBrowser(folder: string, open: boolean): Promise<void> {
  await installCodeServer(console.log);
  const dataFolder = join(cacheFolder, 'start');
  console.log('Packaging the extension');
  const vsix = await packageVsix();
  const editor = await startBrowserEditor({ trust: 'trusted', development: false, vsix, dataFolder });
  const url = editor.url(folder);
  console.log(`\nThe editor is at\n  ${url}\nCtrl+C ends it.`);
  if (open) openUrl(url);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  const died = editor.ended.then(() => {
    throw new Error('the editor ended by itself; start it again with npm start');
  });
  try {
    await Promise.race([stopped, died]);
  } finally {
    await editor.stop();
  }
}

/** Shows an address in the user's browser, where there is one: the address stands on the screen anyway. */
function openUrl(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

const folder = await shopFolder();
installAlembic(folder);
const code = hasDisplay() ? findCodeCommand() : undefined;
try {
  if (code !== undefined) await startDesktop(code, folder);
  else await startBrowser(folder, process.stdout.isTTY && hasDisplay() && !process.argv.includes('--no-open'));
} catch (error) {
  console.error(`npm start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
