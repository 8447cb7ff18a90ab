import { spawn } from 'node:child_process';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { installCodeServer } from './editor/codeServer';
import { findCodeCommand, hasDisplay } from './editor/desktop';
import { packageVsix } from './packages';
import { run } from './processes';
import { cacheFolder, repositoryRoot } from './repository';
import { desktopCommand, installAlembic, openInBrowserEdition, shopFolder } from './startParts';

// `npm start`: opens an editor with the extension on a copy of examples/shop.

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
  const { editor, url } = await openInBrowserEdition(folder, { vsix, dataFolder, tell: console.log });
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

const folder = await shopFolder(join(tmpdir(), `alembic-workbench-${userInfo().username}`), console.log);
installAlembic(folder, console.log);
const code = desktopCommand(hasDisplay(), findCodeCommand());
try {
  if (code !== undefined) await startDesktop(code, folder);
  else await startBrowser(folder, process.stdout.isTTY && hasDisplay() && !process.argv.includes('--no-open'));
} catch (error) {
  console.error(`npm start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
