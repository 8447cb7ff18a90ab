import { describe, test } from 'vitest';
import { runApiTests, whyNoEditor, type Launcher } from '../../support/editor/runInEditor';
import { copyShop } from '../../support/shop';

/**
 * Runs the API tests of the shop in an editor and reports each as a test of this file.
 * @param vsix the package to install; absent: the checkout is run.
 */
export async function shopSuite(name: string, launcher: Launcher, vsix?: string): Promise<void> {
  const reason = whyNoEditor(launcher);
  if (reason !== undefined) {
    test(name, (context) => {
      context.skip(reason);
    });
    return;
  }
  const shop = await copyShop();
  try {
    const options = { launcher, suite: 'shop', folder: shop.folder, trust: 'trusted', ...(vsix && { vsix }) } as const;
    const results = await runApiTests(options);
    describe(name, () => {
      for (const result of results) {
        test(result.name, () => {
          if (result.state === 'failed') throw new Error(result.error);
        });
      }
    });
  } finally {
    await shop.remove();
  }
}
