import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../freePort';
import { endProcessGroup, environmentWithout, npm, run } from '../processes';
import { cacheFolder, repositoryRoot } from '../repository';

/** The npm package that holds VS Code's server with its browser edition: 4.139.1 is VS Code 1.139. */
const CODE_SERVER = '4.139.1';

const installFolder = join(cacheFolder, `code-server-${CODE_SERVER}`);
const editorFolder = join(installFolder, 'node_modules', 'code-server', 'lib', 'vscode');
const marker = join(installFolder, 'complete');
const supportFolder = join(repositoryRoot, 'test', 'support', 'editor');

export interface BrowserEditorOptions {
  readonly trust: 'trusted' | 'untrusted';
  /**
   * Whether the page takes development options from its address. It then shows no notifications: VS Code hides them
   * from its test driver.
   */
  readonly development: boolean;
  /** A .vsix file to install first. */
  readonly vsix?: string;
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The user's key bindings. */
  readonly keybindings?: readonly object[];
  readonly port?: number;
  /** Added to the environment of the server and of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A folder for the editor's data that outlives it; a temporary one otherwise. */
  readonly dataFolder?: string;
}

export interface BrowserEditor {
  readonly port: number;
  /** The process whose descendants are the editor's. */
  readonly pid: number;
  /** Its settings, extensions and logs. */
  readonly dataFolder: string;
  /** Address of the workbench with `folder` open; `payload` are VS Code's development options. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** A path of this machine as the page names it. */
  remoteUri(path: string): string;
  /** Resolves once the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Installs the browser edition into the cache folder, once.
 * @param progress is told what is being done, one short line each.
 * @throws Error with npm's output when it cannot be had.
 */
export async function installCodeServer(progress: (line: string) => void): Promise<void> {
  if (existsSync(marker)) return;
  progress(`Fetching VS Code's browser edition (npm package code-server ${CODE_SERVER}), once: about half a minute`);
  await rm(installFolder, { recursive: true, force: true });
  await mkdir(installFolder, { recursive: true });
  await writeFile(join(installFolder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['install', ...quiet, `code-server@${CODE_SERVER}`], installFolder);
  for (const folder of [editorFolder, join(editorFolder, 'extensions')]) {
    progress('Fetching what it needs');
    await npm(['install', '--omit=dev', ...quiet], folder);
  }
  await copyFile(
    join(supportFolder, 'spdlog.cjs'),
    join(editorFolder, 'node_modules', '@vscode', 'spdlog', 'index.js'),
  );
  await writeFile(marker, '');
}

/**
 * Starts VS Code's server, which serves the editor as a page, on a free port of 127.0.0.1.
 * @throws Error with its output when it does not come up.
 */
export async function startBrowserEditor(options: BrowserEditorOptions): Promise<BrowserEditor> {
  const data = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'aw-editor-')));
  const port = options.port ?? (await freePort());
  await writeUserFile(data, 'settings.json', { ...quietSettings, ...options.settings });
  await writeUserFile(data, 'keybindings.json', options.keybindings ?? []);
  const program = join(editorFolder, 'out', 'server-main.js');
  const environment = { ...environmentWithout(['VSCODE_', 'ELECTRON_']), ...options.environment };
  if (options.vsix !== undefined) {
    await run(process.execPath, [program, '--install-extension', options.vsix, '--force', '--server-data-dir', data], {
      env: environment,
    });
  }
  const args = ['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', data];
  if (options.development) args.push('--enable-smoke-test-driver');
  args.push('--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off');
  if (options.trust === 'trusted') args.push('--disable-workspace-trust');

  const child = spawn(process.execPath, [program, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    await endProcessGroup(child);
    if (options.dataFolder === undefined) await rm(data, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      let output = '';
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        if (/listening on/i.test(output)) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', (code) => {
        reject(new Error(`VS Code's server exited with ${String(code)}: ${output.slice(-1000)}`));
      });
      setTimeout(() => {
        reject(new Error(`VS Code's server did not come up in a minute: ${output}`));
      }, 60_000).unref();
    });
  } catch (error) {
    await stop();
    throw error;
  }
  if (child.pid === undefined) throw new Error("VS Code's server has no process id");

  const authority = `127.0.0.1:${port}`;
  return {
    port,
    pid: child.pid,
    dataFolder: data,
    url(folder, payload) {
      const query = new URLSearchParams({ folder: folder.replaceAll('\\', '/') });
      if (payload !== undefined) query.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${query.toString()}`;
    },
    remoteUri: (path) => `vscode-remote://${authority}${encodeURI(path.replaceAll('\\', '/').replace(/^(?!\/)/, '/'))}`,
    ended,
    stop,
  };
}

/** Settings without which the editor talks about itself. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'update.showReleaseNotes': false,
  // The browser edition saves a second after a keystroke: on a slow machine in the middle of a test of unsaved buffers.
  'files.autoSave': 'off',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** What the user has changed since stays. */
async function writeUserFile(data: string, name: string, content: object): Promise<void> {
  const file = join(data, 'data', 'User', name);
  if (existsSync(file)) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content, null, 2));
}
