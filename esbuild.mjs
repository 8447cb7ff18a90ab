// Builds what the extension ships into dist/, and with --tools the programs that test and start it into out/.
//   node esbuild.mjs [--production] [--watch] [--tools]
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tools = process.argv.includes('--tools');

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
};

/** @type {esbuild.BuildOptions} */
const shipped = {
  ...common,
  minify: production,
  sourcemap: !production,
  // A name in a stack trace is worth more than its bytes.
  keepNames: production,
  legalComments: production ? 'none' : 'inline',
};

// better-sqlite3 finds its binaries beside its own files; pg-native is pg's optional other half, which we never use.
const drivers = ['better-sqlite3', 'pg-native'];

/** @type {esbuild.BuildOptions[]} */
const product = [
  { ...shipped, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...shipped, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' },
  { ...shipped, entryPoints: ['server/src/runner/main.ts'], outfile: 'dist/runner.js', external: drivers },
  {
    ...shipped,
    entryPoints: ['server/src/cli.ts'],
    outfile: 'dist/cli.js',
    external: drivers,
    banner: { js: '#!/usr/bin/env node' },
  },
];

/** @type {esbuild.BuildOptions[]} */
const programs = ['test/support/runAll.ts', 'test/support/start.ts', 'test/bench/bench.ts'].map((entry) => ({
  ...common,
  entryPoints: [entry],
  outfile: join('out/tools', `${basename(entry, '.ts')}.mjs`),
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
}));

function copyBridge() {
  rmSync('dist/bridge', { recursive: true, force: true });
  mkdirSync('dist/bridge', { recursive: true });
  for (const name of readdirSync('server/bridge')) {
    if (name.endsWith('.py')) cpSync(join('server/bridge', name), join('dist/bridge', basename(name)));
  }
}

const builds = tools ? programs : product;
if (watch) {
  const contexts = await Promise.all(builds.map((build) => esbuild.context({ ...build, logLevel: 'info' })));
  copyBridge();
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  try {
    await Promise.all(builds.map((build) => esbuild.build(build)));
  } catch {
    // esbuild has printed the errors.
    process.exit(1);
  }
  if (!tools) {
    copyBridge();
    chmodSync('dist/cli.js', 0o755);
  }
}
