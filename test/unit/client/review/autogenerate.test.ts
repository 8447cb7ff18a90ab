import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelReview } from '../../../../server/src/protocol/autogenerate';
import { autogenerate, checkModels } from '../../../../client/src/review/autogenerate';
import { partsWith } from '../commands/parts';
import { editor, type FakePanel } from '../fakeEditor';
import { project, row } from '../row';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const shop = project({ heads: ['cccc'] });
const forked = project({ heads: ['cccc', 'dddd'] });
const rows = [
  row({ id: 'dddd', message: 'payments', isHead: true }),
  row({ id: 'cccc', message: 'orders', isHead: true }),
  row({ id: 'bbbb', message: 'customers' }),
];

const operation = { group: 'tag', file: 0, destructive: false, requires: [] };
const review: ModelReview = {
  reviewId: 'r1',
  projectId: shop.id,
  projectName: 'shop',
  databases: [],
  rows: [
    { ...operation, key: 'a', label: 'Create table', ticked: true },
    { ...operation, key: 'b', label: 'Drop table', group: 'old', ticked: false },
  ],
  reasons: [],
};
const found = { ok: true, review };
const same = { ok: true, review: { ...review, rows: [], reasons: ['No models are imported.'] } };
const written = { ok: true, uris: ['file:///p/versions/one.py', 'file:///p/versions/two.py'] };
const compare = { pick: '$(check) Compare Models' };

/** The options each comparison was asked with. */
const compared = (asked: readonly { readonly method: string; readonly params: unknown }[]): unknown[] =>
  asked
    .filter(({ method }) => method === 'compareModels')
    .map(({ params }) => (params as { readonly options: unknown }).options);

/** The page that is open as the given one. */
async function panel(index = 0): Promise<FakePanel> {
  return vi.waitFor(() => {
    const opened = editor.panels[index];
    if (opened === undefined) throw new Error('no page is open');
    return opened;
  });
}

beforeEach(() => {
  editor.reset();
});

describe('autogenerate asks', () => {
  test('for a message, which the setting proposes, and offers every option of a revision', async () => {
    editor.settings = { 'autogenerate.message': 'phones' };
    const { parts, asked } = partsWith(shop, rows, { compareModels: same, nextRevisionId: '0008' });
    editor.inputs = [
      'accept',
      { pick: 'Head' },
      { pick: 'customers' },
      { pick: 'Branch Label' },
      { type: 'net' },
      { pick: 'Depends On' },
      { tick: ['payments'] },
      compare,
    ];
    expect(await autogenerate(parts, {})).toBeUndefined();
    expect(editor.asked[0]?.title).toBe('Autogenerate Revision of shop');
    expect(editor.asked[0]?.value).toBe('phones');
    expect(editor.asked.at(-1)?.items[0]?.detail).toBe(
      'alembic revision --autogenerate --message=phones --head=bbbb --splice --branch-label=net --rev-id=0008 --depends-on=dddd – shown before a file is written',
    );
    expect(compared(asked)).toEqual([
      { message: 'phones', head: 'bbbb', splice: true, branchLabel: 'net', revId: '0008', dependsOn: ['dddd'] },
    ]);
    expect(editor.shown.at(-1)?.text).toContain('No models are imported.');
  });

  test('for the head where there are several, even with a message given', async () => {
    const { parts, asked } = partsWith(forked, rows, { compareModels: same });
    editor.inputs = [{ pick: 'payments' }];
    await autogenerate(parts, { message: 'one' });
    expect(compared(asked)).toEqual([{ message: 'one', head: 'dddd' }]);
    expect(asked.at(-1)?.params).not.toHaveProperty('check');
    expect(editor.asked).toHaveLength(1);
  });

  test('nothing where everything is given', async () => {
    const given = { message: 'm', head: 'cccc', versionPath: '/p/v', revId: 'x1', dependsOn: ['bbbb'], splice: true };
    const { parts, asked } = partsWith(forked, rows, { compareModels: same });
    await autogenerate(parts, { ...given, branchLabel: 'net' });
    expect(compared(asked)).toEqual([{ ...given, branchLabel: 'net' }]);
    expect(editor.asked).toEqual([]);
  });

  test('again after a comparison that failed, with what was answered', async () => {
    const failure = { code: 'commandFailed', message: 'env.py raised' };
    const { parts, asked } = partsWith(shop, rows, { compareModels: { ok: false, failure } });
    editor.inputs = [{ type: 'one' }, compare, compare, 'escape'];
    expect(await autogenerate(parts, {})).toBeUndefined();
    expect(compared(asked)).toEqual([{ message: 'one' }, { message: 'one' }]);
    expect(editor.shown.map(({ text }) => text)).toEqual(Array(2).fill('Autogenerate Revision: env.py raised'));
  });
});

describe('the review of autogenerate', () => {
  test('leads to the path of the file, so that a task goes on', async () => {
    const { parts, asked } = partsWith(shop, rows, { compareModels: found, writeRevision: written });
    const writing = autogenerate(parts, { message: 'm' });
    const page = await panel();
    expect(page.title).toBe('m');
    page.send({ kind: 'ticks', keep: ['a'] });
    page.send({ kind: 'create' });
    expect(await writing).toBe('/p/versions/two.py');
    expect(asked.at(-1)).toEqual({ method: 'writeRevision', params: { reviewId: 'r1', keep: ['a'] } });
    expect(page.isDisposed).toBe(true);
  });

  test('leads to nothing when it is closed', async () => {
    const { parts } = partsWith(shop, rows, { compareModels: found });
    const writing = autogenerate(parts, { message: 'm' });
    (await panel()).send({ kind: 'cancel' });
    expect(await writing).toBeUndefined();
  });

  test('says what is different now, and compares again with the same answers', async () => {
    const failure = { code: 'changedPlan', message: 'Something else was found.', details: '+ tag: op.x()' };
    const { parts, asked } = partsWith(shop, rows, { compareModels: found, writeRevision: { ok: false, failure } });
    const writing = autogenerate(parts, { message: 'm', revId: 'x1' });
    const first = await panel();
    editor.answers = ['Compare Again'];
    first.send({ kind: 'create' });
    const second = await panel(1);
    expect(editor.shown.at(-1)).toMatchObject({
      text: 'Something else was found.',
      detail: '+ tag: op.x()',
      modal: true,
    });
    await vi.waitFor(() => {
      expect(first.isDisposed).toBe(true);
    });
    expect(compared(asked)).toEqual(Array(2).fill({ message: 'm', revId: 'x1' }));
    second.send({ kind: 'cancel' });
    expect(await writing).toBeUndefined();
  });

  test('stays as it was when the user does not compare again', async () => {
    const failure = { code: 'changedPlan', message: 'Something else was found.' };
    const { parts } = partsWith(shop, rows, { compareModels: found, writeRevision: { ok: false, failure } });
    void autogenerate(parts, { message: 'm' });
    const page = await panel();
    page.send({ kind: 'create' });
    await vi.waitFor(() => {
      expect(page.posted).toEqual([
        { kind: 'busy', text: 'Comparing again, then writing.' },
        { kind: 'busy', text: null },
      ]);
    });
    expect(page.isDisposed).toBe(false);
  });
});

describe('the check of the models', () => {
  test('takes the options of a revision, and says that nothing is different', async () => {
    const { parts, asked } = partsWith(forked, rows, { compareModels: same });
    const text = await checkModels(parts, { head: 'cccc', dependsOn: ['bbbb'], verbose: true });
    expect(text).toContain('No difference was found');
    expect(asked.at(-1)?.params).toMatchObject({ options: { head: 'cccc', dependsOn: ['bbbb'] }, check: true });
  });

  test('has a button that autogenerates; giving up there keeps the list', async () => {
    const { parts, asked } = partsWith(shop, rows, { compareModels: found });
    expect(await checkModels(parts, {})).toBeUndefined();
    const page = await panel();
    editor.inputs = ['escape'];
    page.send({ kind: 'create' });
    await vi.waitFor(() => {
      expect(page.posted).toEqual([
        { kind: 'busy', text: '' },
        { kind: 'busy', text: null },
      ]);
    });
    expect(page.isDisposed).toBe(false);
    editor.inputs = [{ type: 'now' }, compare];
    page.send({ kind: 'create' });
    await vi.waitFor(() => {
      expect(page.isDisposed).toBe(true);
    });
    expect(compared(asked)).toEqual([{}, { message: 'now' }]);
    expect(editor.panels.map(({ title }) => title)).toEqual(['Model Changes of shop', 'now']);
  });
});
