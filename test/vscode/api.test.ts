import { describe, test } from 'vitest';
import { runApiTests, whyNoEditor, type Launcher } from '../support/editor/runInEditor';
import { packageVsix } from '../support/packages';
import { copyShop } from '../support/shop';

interface Edition {
  readonly name: string;
  readonly launcher: Launcher;
  /** Tests what users install; the checkout otherwise. */
  readonly packaged: boolean;
}

const editions: readonly Edition[] = [
  { name: 'browser edition', launcher: 'browser', packaged: false },
  { name: 'browser edition, packaged', launcher: 'browser', packaged: true },
  { name: 'desktop edition', launcher: 'desktop', packaged: false },
];

for (const { name, launcher, packaged } of editions) {
  const reason = whyNoEditor(launcher);
  if (reason !== undefined) {
    test(name, (context) => {
      context.skip(reason);
    });
    continue;
  }
  const shop = await copyShop();
  const vsix = packaged ? { vsix: await packageVsix() } : {};
  const results = await runApiTests({ launcher, suite: 'shop', folder: shop.folder, trust: 'trusted', ...vsix });
  await shop.remove();

  describe(name, () => {
    for (const result of results) {
      test(result.name, () => {
        if (result.state === 'failed') throw new Error(result.error);
      });
    }
  });
}
