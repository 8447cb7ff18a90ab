import { defineConfig } from 'vitest/config';

// One project a folder of test/, so that `npx vitest run --project unit` runs one kind of test alone.
const project = (name: string, testTimeout = 10_000) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: 120_000 },
});

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('golden'),
      project('oracle', 300_000),
      project('database', 120_000),
      project('lsp', 60_000),
    ],
  },
});
