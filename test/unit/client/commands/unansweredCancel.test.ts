import { expect, it } from 'vitest';
import { unansweredCancel } from '../../../../client/src/commands/unansweredCancel';

it('tells what force reaches, and what it leaves', () => {
  const databases = [{ label: 'shop', dialect: 'mariadb' }];
  const here = unansweredCancel('upgrade', { databases });
  expect(here).toContain('The upgrade of shop was cancelled and has not ended');
  expect(here).toContain('Force kills its Python process at once. Each statement that changed a table');
  const elsewhere = unansweredCancel('upgrade', { databases, elsewhere: true });
  expect(elsewhere).toContain('but cannot make it: it may go on there');
  expect(elsewhere).not.toContain('kills its Python');
});
