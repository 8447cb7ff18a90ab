import { defineConfig } from 'vitest/config';

interface Kind {
  readonly timeout?: number;
  /** Whether its tests may ask for a database (test/support/postgres.ts). */
  readonly postgres?: boolean;
  /** Whether its tests take the packaged extension (test/support/packages.ts). */
  readonly vsix?: boolean;
  /** Whether its tests run in an editor (test/support/editor/). */
  readonly editor?: boolean;
}

// One project a folder of test/, so that `npx vitest run --project unit` runs one kind of test alone.
const project = (name: string, { timeout = 10_000, postgres = false, vsix = false, editor = false }: Kind = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: 120_000,
    setupFiles: ['test/support/followTests.ts', ...(editor ? ['test/support/editor/screenOfFailure.ts'] : [])],
    globalSetup: [
      ...(postgres ? ['test/support/postgresSetup.ts'] : []),
      ...(vsix ? ['test/support/vsixSetup.ts'] : []),
      ...(editor ? ['test/support/editorSetup.ts'] : []),
    ],
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('golden'),
      project('oracle', { timeout: 300_000, postgres: true }),
      project('database', { timeout: 120_000, postgres: true }),
      project('lsp', { timeout: 60_000, postgres: true }),
      project('package', { timeout: 300_000, vsix: true }),
      project('vscode', { timeout: 120_000, vsix: true, editor: true }),
    ],
  },
});
