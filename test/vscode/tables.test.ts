import { describe, expect, test } from 'vitest';
import type { Theme } from '../support/editor/workbench';
import { shopScreen } from './support/screen';

const themes: readonly Theme[] = ['dark', 'light'];

describe.each(themes)('what the database holds, in the %s theme', (theme) => {
  const open = shopScreen({ theme, size: { width: 1500, height: 1400 } });

  test('a project unfolds into the tables, and a table into its columns, each with the revision that made it', async () => {
    const { workbench, shop } = open;
    const before = shop.versionRows();
    await workbench.runCommand('Alembic: Focus on Tables View');
    await workbench.treeRow(/^Project shop$/).click();
    const table = workbench.treeRow(/^Table customer,.*Made by revision 4f1c2a9be07d/);
    await table.click();
    await workbench.treeRow(/^column email, VARCHAR\(320\) NOT NULL, Made by revision 4f1c2a9be07d/).waitFor();
    await workbench.screenshot('tables');
    // Folded again, more of the tables are drawn.
    await table.click();
    await workbench.treeRow(/^Table order_item,/).waitFor();
    expect(shop.versionRows()).toEqual(before);
  });

  test('a row leads to the revision that made it', async () => {
    const { workbench } = open;
    await workbench.treeRow(/^Table customer,/).click();
    await workbench.treeRow(/^column email,/).click();
    await workbench.page.getByRole('tab', { name: /create_customers/ }).waitFor();
  });
});
