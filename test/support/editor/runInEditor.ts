import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { repositoryRoot } from '../repository';
import { RESULTS_VARIABLE, SUITE_VARIABLE, type ApiTestResult } from './apiTests';
import { findChromium, launchChromium } from './chromium';
import { startBrowserEditor } from './codeServer';
import { findDesktopEditor } from './desktop';

/** `browser`: VS Code's server with the workbench in a Chromium; `desktop`: an installed VS Code. */
export type Launcher = 'browser' | 'desktop';

export interface EditorOptions {
  /** The folder that is opened. */
  readonly folder: string;
  readonly trust: 'trusted' | 'untrusted';
  /** A packaged extension to install; absent: the checkout with what is built in dist/. */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface ApiRunOptions extends EditorOptions {
  readonly launcher: Launcher;
  /** Name of a suite in test/vscode/api/suites.ts. */
  readonly suite: string;
}

/** Carries what `extensionTestsPath` needs where the extension under test is an installed one. */
const testHost = join(repositoryRoot, 'test', 'vscode', 'host');
const suiteBundle = join(repositoryRoot, 'out', 'vscode', 'suites.js');
const TIME_LIMIT = 240_000;

/** Why the launcher cannot be used on this machine; undefined: it can. */
export function whyNoEditor(launcher: Launcher): string | undefined {
  if (launcher === 'desktop') {
    const found = findDesktopEditor();
    return 'reason' in found ? found.reason : undefined;
  }
  if (findChromium() !== undefined) return undefined;
  return 'no Chromium for the browser edition: install chromium, or name one in CHROMIUM';
}

/**
 * Runs a suite of API tests in the extension host of a real editor.
 * @returns one result a test, in order.
 * @throws Error when the editor does not start, or ends before the suite does.
 */
export async function runApiTests(options: ApiRunOptions): Promise<readonly ApiTestResult[]> {
  await build({
    entryPoints: [join(repositoryRoot, 'test', 'vscode', 'api', 'suites.ts')],
    outfile: suiteBundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const temporary = await mkdtemp(join(tmpdir(), 'aw-results-'));
  const results = join(temporary, 'results.jsonl');
  const environment = { [SUITE_VARIABLE]: options.suite, [RESULTS_VARIABLE]: results };
  try {
    const runSuite = options.launcher === 'browser' ? runInBrowser : runOnDesktop;
    const log = await runSuite(options, environment);
    const lines = existsSync(results) ? (await readFile(results, 'utf8')).split('\n').filter(Boolean) : [];
    if (lines.at(-1) !== '"done"') {
      throw new Error(`the editor ended before the suite ${options.suite} did. Its log:\n${log.slice(-6000)}`);
    }
    return lines.slice(0, -1).map((line) => JSON.parse(line) as ApiTestResult);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function runInBrowser(options: ApiRunOptions, environment: Readonly<Record<string, string>>): Promise<string> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(whyNoEditor('browser'));
  const editor = await startBrowserEditor({ ...options, environment, development: true });
  const browser = await launchChromium(chromium);
  const log: string[] = [];
  try {
    const page = await browser.newPage();
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown) => {
      log.push(`${type} ${JSON.stringify(args)}`);
    });
    const ended = new Promise<void>((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      page.once('crash', () => {
        reject(new Error('the page crashed'));
      });
    });
    const extension = options.vsix === undefined ? repositoryRoot : testHost;
    await page.goto(
      editor.url(options.folder, [
        ['extensionDevelopmentPath', editor.remoteUri(extension)],
        ['extensionTestsPath', editor.remoteUri(suiteBundle)],
      ]),
    );
    await Promise.race([ended, timeLimit()]);
  } finally {
    await browser.close();
    await editor.stop();
  }
  return log.join('\n');
}

async function runOnDesktop(options: ApiRunOptions, environment: Readonly<Record<string, string>>): Promise<string> {
  const found = findDesktopEditor();
  if ('reason' in found) throw new Error(found.reason);
  if (options.vsix !== undefined) throw new Error('packages are tested in the browser edition');
  const data = await mkdtemp(join(tmpdir(), 'aw-editor-'));
  let output = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      output += chunk.toString();
      done();
    },
  });
  try {
    await runTests({
      vscodeExecutablePath: found.executable,
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: suiteBundle,
      extensionTestsEnv: environment,
      stdout: sink,
      stderr: sink,
      launchArgs: [
        options.folder,
        `--user-data-dir=${join(data, 'user')}`,
        `--extensions-dir=${join(data, 'extensions')}`,
        '--disable-gpu',
        ...(options.trust === 'trusted' ? ['--disable-workspace-trust'] : []),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  } finally {
    await rm(data, { recursive: true, force: true, maxRetries: 3 });
  }
  return output;
}

function timeLimit(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error(`the editor did not finish in ${TIME_LIMIT / 1000} s`));
    }, TIME_LIMIT).unref();
  });
}
