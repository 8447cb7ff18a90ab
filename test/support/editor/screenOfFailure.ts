import { afterEach } from 'vitest';
import { openWorkbenches } from './workbench';

// A setup file of vitest: a test that failed in an editor says what was on the screen, and leaves a picture of it.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const name = `failed-${task.file.name}-${task.name}`.replace(/[^\w-]+/g, '-').slice(0, 120);
  const screens = await Promise.all(openWorkbenches().map((workbench) => workbench.explain(name)));
  if (screens.length > 0) throw new Error(`When this failed, there was on the screen\n${screens.join('\n\n')}`);
});
