// Builds what the extension ships into dist/, or one of the programs that test and start it into out/tools/.
//   node esbuild.mjs [--production] [--watch]
//   node esbuild.mjs --tool=test/support/start.ts
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tool = process.argv.find((argument) => argument.startsWith('--tool='))?.slice('--tool='.length);

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
  // The page of the review, which runs in a browser.
  {
    ...shipped,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: ['client/webview/review.ts', 'client/webview/review.css'],
    outdir: 'dist',
  },
  { ...shipped, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' },
  { ...shipped, entryPoints: ['server/src/runner/main.ts'], outfile: 'dist/runner.js', external: drivers },
  { ...shipped, entryPoints: ['server/src/keeper/main.ts'], outfile: 'dist/keeper.js' },
  {
    ...shipped,
    entryPoints: ['server/src/cli.ts'],
    outfile: 'dist/terminal.js',
    external: drivers,
  },
  // The command: what starts the terminal.
  {
    ...shipped,
    entryPoints: ['server/src/cli/start.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
];

/** @type {(entry: string) => esbuild.BuildOptions} */
const program = (entry) => ({
  ...common,
  entryPoints: [entry],
  outfile: join('out/tools', `${basename(entry, '.ts')}.mjs`),
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
});

function copyBridge() {
  rmSync('dist/bridge', { recursive: true, force: true });
  mkdirSync('dist/bridge', { recursive: true });
  for (const name of readdirSync('server/bridge')) {
    if (name.endsWith('.py')) cpSync(join('server/bridge', name), join('dist/bridge', basename(name)));
  }
}

const builds = tool === undefined ? product : [program(tool)];
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
  if (tool === undefined) {
    copyBridge();
    chmodSync('dist/cli.js', 0o755);
  }
}
