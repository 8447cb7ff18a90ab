import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectInfo, RevisionRow } from '../../server/src/protocol/data';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const SHOP = resolve(import.meta.dirname, '../../examples/shop');

it('shows the shop without a false alarm, its database read where there is no Python', async () => {
  using folder = new TestFolder();
  folder.copy(SHOP);
  await using client = new LanguageClient(folder);
  const python = { ...DEFAULT_SETTINGS.python, interpreter: '/nowhere/python' };
  await client.start({ trusted: true, settings: { ...DEFAULT_SETTINGS, python } });
  await client.notify('alembicWorkbench/viewOpened', null);
  const project = await eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    // It may be guessed first.
    return found?.state.kind === 'known' && found.state.source === 'runner' ? found : null;
  }, 'the state of the shop');
  expect(project).toMatchObject({ errorCount: 0, warningCount: 0, state: { unknownRows: [] } });
  const rows = await client.request<RevisionRow[]>('alembicWorkbench/listRevisions', { projectId: project.id });
  const statuses = new Set(rows.map(({ status }) => status));
  expect(statuses).toEqual(new Set(['pending', 'current', 'applied']));
  expect(rows.every(({ createDate, message }) => createDate !== undefined && message !== '')).toBe(true);
  expect(rows.some(({ lane }) => lane !== undefined)).toBe(true);
  expect(client.log).toEqual([]);
});
