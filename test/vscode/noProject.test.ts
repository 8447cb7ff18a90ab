import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whyNoEditor } from '../support/editor/runInEditor';
import { openWorkbench } from '../support/editor/workbench';
import { testVsix } from '../support/packages';
import { descendants, whyNoProcessTree } from '../support/processTree';
import { repositoryRoot } from '../support/repository';

test('a folder without Alembic starts no server until a project appears', async ({ skip, onTestFinished }) => {
  const reason = whyNoEditor('browser') ?? whyNoProcessTree;
  if (reason !== undefined) skip(reason);
  const folder = await mkdtemp(join(tmpdir(), 'aw-plain-'));
  await writeFile(join(folder, 'pyproject.toml'), '[tool.other]\nname = "plain"\n');
  const workbench = await openWorkbench({ vsix: testVsix(), folder, trust: 'trusted', theme: 'light' });
  onTestFinished(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const servers = () => descendants(workbench.editorPid).filter(({ command }) => /dist.server\.js/.test(command));
  await workbench.openContainer('Alembic');
  await workbench.page.getByText('No Alembic project was found').waitFor();
  await workbench.screenshot('no-project');
  expect(servers()).toEqual([]);

  await cp(join(repositoryRoot, 'examples', 'shop'), join(folder, 'shop'), { recursive: true });
  await workbench.treeRow(/create reviews/).waitFor();
  expect(servers()).toHaveLength(1);
});
