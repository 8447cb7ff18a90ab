import { beforeEach, beforeAll, type RunnerTestCase, type RunnerTestSuite, type TestContext } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why the task is skipped, for the report (`outcomeReporter.ts`). */
    skipReason?: string;
  }
}

/** The test that is running, or in a hook before the first one, the one to come. */
let running: { readonly context: TestContext; readonly file: RunnerTestCase['file'] } | null = null;

/** Follows which test is running. For a setup file of vitest. */
export function followTests(): void {
  // vitest reads from the pattern which fixtures the hook takes: none.
  beforeAll(({}, suite) => {
    running = firstTest(suite);
  });
  beforeEach((context) => {
    running = { context, file: context.task.file };
  });
}

function firstTest({ tasks }: Readonly<Pick<RunnerTestSuite, 'tasks'>>): RunnerTestCase | null {
  for (const task of tasks) {
    const found = task.type === 'test' ? task : firstTest(task);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a test may be skipped for what the machine lacks: CI has to have everything. */
export function maySkip(): boolean {
  return process.env.CI === undefined;
}

/**
 * Skips the running test, or all that the running hook is for, because this machine lacks what they need.
 * @throws the error itself where nothing may be skipped, and outside of tests.
 */
export function skipFor(error: Error): never {
  if (!maySkip() || running === null) throw error;
  // In a hook: the tests it is for get no note of their own.
  if (running.context.task.result?.state !== 'run') running.file.meta.skipReason = error.message;
  running.context.skip(error.message);
  throw error;
}

/** Options of a `describe` or a test that is skipped where there is a reason against it. */
export function skipping(reason: string | null): { readonly skip?: true; readonly meta?: { skipReason: string } } {
  return reason === null ? {} : { skip: true, meta: { skipReason: reason } };
}
