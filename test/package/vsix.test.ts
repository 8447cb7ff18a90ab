import { stat } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { testVsix, vsixFiles } from '../support/packages';
import { run } from '../support/processes';
import { repositoryRoot } from '../support/repository';

const SQLITE = 'node_modules/better-sqlite3/';
let files: readonly string[];

beforeAll(async () => {
  files = await vsixFiles();
});

test('one package of at most 15 MB serves all eight platforms', async () => {
  expect(
    files.filter((file) => file.endsWith('.node')).map((file) => file.slice(`${SQLITE}prebuilds/`.length)),
  ).toEqual(
    [
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
      'linuxmusl-arm64',
      'linuxmusl-x64',
      'win32-arm64',
      'win32-x64',
    ].map((platform) => `${platform}.node`),
  );
  expect((await stat(testVsix())).size).toBeLessThan(15 * 1024 * 1024);
});

test('of better-sqlite3 it holds the files that are loaded, and no other code', async () => {
  const program = `
    new (require('better-sqlite3'))(':memory:').close();
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const output = await run(process.execPath, ['-e', program], { cwd: repositoryRoot });
  const loaded = (JSON.parse(output) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .flatMap((path) => path.split(`/${SQLITE}`).slice(1))
    .filter((path) => path.endsWith('.js'));
  const shipped = files
    .filter((file) => file.startsWith(SQLITE) && file.endsWith('.js'))
    .map((file) => file.slice(SQLITE.length));
  expect(loaded.length).toBeGreaterThan(5);
  expect([...shipped].sort()).toEqual([...loaded].sort());
});

test('it holds the bundles, the bridge, and nothing of the sources, tests or tools', () => {
  const programs = ['cli', 'extension', 'keeper', 'review', 'runner', 'server', 'terminal'].map(
    (name) => `dist/${name}.js`,
  );
  expect(files.filter((file) => file.startsWith('dist/') && file.endsWith('.js')).sort()).toEqual(programs);
  expect(files).toContain('dist/review.css');
  expect(files.filter((file) => file.startsWith('dist/bridge/'))).not.toEqual([]);
  const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/', 1)[0]));
  expect([...folders].sort()).toEqual(['dist', 'docs', 'media', 'node_modules', 'snippets', 'syntaxes']);
  expect(files.filter((file) => file.startsWith('node_modules/') && !file.startsWith(SQLITE))).toEqual([]);
  expect(files.filter((file) => /\.(map|ts|vsix|tgz|log)$/.test(file))).toEqual([]);
});
