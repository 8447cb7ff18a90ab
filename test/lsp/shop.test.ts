import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Outcome, ProjectInfo, RevisionRow, RunPlan } from '../../server/src/protocol/data';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const SHOP = resolve(import.meta.dirname, '../../examples/shop');

it('shows the shop without a false alarm, its database read and run on where there is no Python', async () => {
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
  for (const [command, target] of [
    ['upgrade', 'heads'],
    ['downgrade', 'base'],
  ]) {
    const params = { projectId: project.id, command, targets: [target] };
    const planned = await client.request<Outcome<{ readonly plan: RunPlan }>>('alembicWorkbench/planRun', params);
    if (!planned.ok) throw new Error(planned.failure.message);
    expect(planned.plan).toMatchObject({
      engine: 'native',
      engineDetail: expect.stringContaining('without Python') as string,
    });
    const [database] = planned.plan.databases;
    expect(await client.request('alembicWorkbench/executeRun', { planId: planned.plan.planId })).toMatchObject({
      ok: true,
      state: { kind: 'known', source: 'runner', current: database?.to },
    });
  }
});
