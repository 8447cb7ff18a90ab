import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { runApiTests, whyNoEditor, type Launcher } from '../support/editor/runInEditor';
import { repositoryRoot } from '../support/repository';

const launchers: readonly Launcher[] = ['browser', 'desktop'];

for (const launcher of launchers) {
  const reason = whyNoEditor(launcher);
  if (reason !== undefined) {
    test(`${launcher} edition`, (context) => {
      context.skip(reason);
    });
    continue;
  }
  const folder = await mkdtemp(join(tmpdir(), 'aw-shop-'));
  await cp(join(repositoryRoot, 'examples', 'shop'), folder, { recursive: true });
  const results = await runApiTests({ launcher, suite: 'shop', folder, trust: 'trusted' });
  await rm(folder, { recursive: true, force: true });

  describe(`${launcher} edition`, () => {
    for (const result of results) {
      test(result.name, () => {
        if (result.state === 'failed') throw new Error(result.error);
      });
    }
  });
}
