import { expect, test } from 'vitest';
import { addOutcomes, refuseSkips, summary, type Outcome } from '../../support/outcome';

const tests: Outcome = {
  passed: 7,
  failed: ['a.test.ts > breaks'],
  skipped: [
    { name: 'b.test.ts > browser', reason: 'no Chromium' },
    { name: 'c.test.ts > desktop', reason: 'no desktop VS Code: no display' },
  ],
};

test('the last line counts, and what was skipped or failed is named before it', () => {
  const lines = summary(addOutcomes([tests, { passed: 1, failed: [], skipped: [] }])).split('\n');
  expect(lines.at(-1)).toBe('8 passed, 1 failed, 2 skipped');
  expect(lines).toContain('  a.test.ts > breaks');
  expect(lines).toContain('  b.test.ts > browser: no Chromium');
});

test('where nothing may be skipped a skip fails, save the allowed one', () => {
  const refused = refuseSkips(tests, (reason) => reason.startsWith('no desktop'));
  expect(refused.passed).toBe(7);
  expect(refused.failed).toHaveLength(2);
  expect(refused.failed[1]).toContain('no Chromium');
  expect(refused.skipped).toEqual([tests.skipped[1]]);
});
