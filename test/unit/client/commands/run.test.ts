import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { MessageSignature } from 'vscode-jsonrpc';
import type { Outcome, RunPlan } from '../../../../server/src/protocol/data';
import { ExecuteRun, PlanRun } from '../../../../server/src/protocol/requests';
import { run } from '../../../../client/src/commands/run';
import type { Parts } from '../../../../client/src/parts';
import { editor, uri } from '../fakeEditor';
import { plan, project, row } from '../row';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const shop = project();
const rows = [row({ id: 'aaaa', uri: 'file:///p/versions/a.py', status: 'pending' })];

/** The extension's parts around a server that answers as told and remembers what it was asked. */
function parts(planned: Outcome<{ readonly plan: RunPlan }>, executed: unknown = { ok: true, state: {} }) {
  const asked: { readonly method: string; readonly params: unknown }[] = [];
  const client = {
    sendRequest: async (type: MessageSignature, params: unknown) => {
      asked.push({ method: type.method, params });
      return Promise.resolve(type.method === PlanRun.method ? planned : executed);
    },
    onProgress: () => ({ dispose: vi.fn() }),
  };
  const log = { error: vi.fn() };
  const found = {
    log,
    server: { client: Promise.resolve(client), told: () => Promise.resolve() },
    projects: { list: [shop], find: () => shop, rows: async () => Promise.resolve(rows) },
  };
  // Only what a run touches is there.
  return { parts: found as unknown as Parts, asked, log };
}

const ready = { ok: true, plan: plan() } as const;
const given = { projectId: shop.id, target: 'head' };

beforeEach(() => {
  editor.reset();
});

describe('a run', () => {
  test('asks before it changes anything, and runs what was asked', async () => {
    editor.answers = ['Upgrade'];
    const { parts: all, asked } = parts(ready);
    expect(await run(all, 'upgrade', given)).toBe('shop.db');
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]).toMatchObject({ kind: 'warning', modal: true, text: 'Upgrade shop.db by 1 revision?' });
    expect(asked).toEqual([
      { method: PlanRun.method, params: { projectId: shop.id, command: 'upgrade', targets: ['head'], options: [] } },
      { method: ExecuteRun.method, params: { planId: 'plan' } },
    ]);
  });

  test('that creates the version table asks for no revision', async () => {
    editor.answers = ['Create Version Table'];
    const made = { command: 'ensure_version', arguments: [], steps: [], idle: false } as const;
    const { parts: all, asked } = parts({ ok: true, plan: plan(made) });
    expect(await run(all, 'ensure_version', {})).toBe('shop.db');
    expect(editor.asked).toEqual([]);
    expect(editor.shown[0]).toMatchObject({ modal: true, text: 'Create the version table in shop.db?' });
    expect(asked).toEqual([
      { method: PlanRun.method, params: { projectId: shop.id, command: 'ensure_version', targets: [], options: [] } },
      { method: ExecuteRun.method, params: { planId: 'plan' } },
    ]);
    const there = parts({ ok: true, plan: plan({ ...made, idle: true }) });
    await run(there.parts, 'ensure_version', {});
    expect(editor.shown.at(-1)?.text).toBe('Nothing to create: shop.db has its version table already.');
  });

  test('changes nothing when the user says no', async () => {
    const { parts: all, asked } = parts(ready);
    expect(await run(all, 'downgrade', given)).toBeUndefined();
    expect(asked.map(({ method }) => method)).toEqual([PlanRun.method]);
  });

  test('does not even plan in a workspace that is not trusted', async () => {
    editor.trusted = false;
    const { parts: all, asked } = parts(ready);
    await run(all, 'upgrade', given);
    expect(asked).toEqual([]);
    expect(editor.shown[0]?.text).toContain('Restricted Mode');
  });

  test('says so when there is nothing to do', async () => {
    const { parts: all, asked } = parts({ ok: true, plan: plan({ steps: [] }) });
    await run(all, 'upgrade', given);
    expect(asked).toHaveLength(1);
    expect(editor.shown.map(({ text }) => text)).toEqual(['Nothing to upgrade: shop.db is there already.']);
  });

  test('shows why a plan or a run failed, with the details in the log', async () => {
    const failure = { code: 'commandFailed', message: 'no such table', details: 'Traceback' };
    const unplanned = parts({ ok: false, failure });
    await run(unplanned.parts, 'upgrade', given);
    editor.answers = ['Upgrade'];
    const failed = parts(ready, { ok: false, failure });
    expect(await run(failed.parts, 'upgrade', given)).toBeUndefined();
    const errors = editor.shown.filter(({ kind }) => kind === 'error').map(({ text }) => text);
    expect(errors).toEqual(['Upgrade: no such table', 'Upgrade: no such table']);
    expect(failed.log.error).toHaveBeenCalledWith('Traceback');
  });

  test('offers to save the revision files first', async () => {
    const save = vi.fn(() => Promise.resolve(true));
    const dirty = (path: string) => ({ isDirty: true, uri: uri(path), save });
    editor.documents = [dirty('file:///p/versions/a.py'), dirty('file:///elsewhere/a.py')];
    const refused = parts(ready);
    await run(refused.parts, 'upgrade', given);
    expect(refused.asked).toEqual([]);
    expect(save).not.toHaveBeenCalled();
    expect(editor.shown[0]?.text).toBe('p/versions/a.py is not saved.');

    editor.answers = ['Save All and Continue', 'Upgrade'];
    const agreed = parts(ready);
    await run(agreed.parts, 'upgrade', given);
    expect(save).toHaveBeenCalledTimes(1);
    expect(agreed.asked.map(({ method }) => method)).toEqual([PlanRun.method, ExecuteRun.method]);
  });
});
