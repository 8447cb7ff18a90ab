import { beforeEach, describe, expect, test, vi } from 'vitest';
import { meaningText } from '../../../../client/src/commands/identifiers';
import { pickTarget } from '../../../../client/src/commands/pickTarget';
import { editor } from '../fakeEditor';
import { known, project, row } from '../row';
import { partsWith } from './parts';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const rows = [
  row({ id: 'cccc', message: 'orders', status: 'pending', isHead: true }),
  row({ id: 'bbbb', message: 'customers', status: 'current' }),
];
const shop = project({ heads: ['cccc'], state: known({ current: ['bbbb'] }) });

beforeEach(() => {
  editor.reset();
});

describe('the target of a run', () => {
  test('is one of those that make sense', async () => {
    const { parts } = partsWith(shop, rows, {});
    editor.inputs = [{ pick: 'orders' }];
    expect(await pickTarget(parts, 'upgrade', shop, {})).toEqual({ targets: ['cccc'], options: [] });
    expect(editor.asked[0]?.labels).toEqual(['head', '+1', 'orders', '$(tag) Tag…']);
  });

  test('may be typed, and is shown as what it means', async () => {
    const { parts, asked } = partsWith(shop, rows, { resolveIdentifier: { ids: ['cccc'], steps: 1 } });
    editor.inputs = [{ type: '+1x', then: 'wait' }];
    const picking = pickTarget(parts, 'upgrade', shop, {});
    await vi.waitFor(() => {
      const typed = editor.asked[0]?.items.find(({ label }) => label === '+1x');
      expect(typed?.description).toBe('→ cccc orders · 1 revision');
    });
    editor.asked[0]?.act({ pick: '+1x' });
    expect(await picking).toEqual({ targets: ['+1x'], options: [] });
    expect(asked[0]?.params).toEqual({ projectId: shop.id, command: 'upgrade', identifier: '+1x' });
  });

  test('may come with a tag, and of a stamp be several and purge', async () => {
    const { parts } = partsWith(shop, rows, {});
    editor.inputs = [{ pick: '$(tag) Tag…' }, { type: 'nightly' }, { pick: 'head' }];
    expect(await pickTarget(parts, 'upgrade', shop, {})).toEqual({ targets: ['head'], options: ['--tag', 'nightly'] });
    editor.inputs = [
      { pick: '$(blank) Purge: Off' },
      { pick: '$(checklist) Several Revisions…' },
      { tick: ['orders', 'customers'] },
    ];
    expect(await pickTarget(parts, 'stamp', shop, {})).toEqual({ targets: ['cccc', 'bbbb'], options: ['--purge'] });
    expect(editor.asked[4]?.title).toBe('Stamp as (--purge)');
    const typed = { acts: [{ type: 'net@head' }, { type: 'ab' }, 'accept'] } as const;
    editor.inputs = [{ pick: '$(checklist) Several Revisions…' }, typed];
    expect(await pickTarget(parts, 'stamp', shop, {})).toEqual({ targets: ['net@head', 'ab'], options: [] });
  });

  test('of a stamp over a row that no file has comes with a purge, which is said', async () => {
    const lost = project({ heads: ['cccc'], state: known({ current: ['gone'], unknownRows: ['gone'] }) });
    const { parts } = partsWith(lost, rows, {});
    editor.inputs = [{ pick: 'head' }];
    expect(await pickTarget(parts, 'stamp', lost, {})).toEqual({ targets: ['head'], options: ['--purge'] });
    expect(editor.asked[0]?.title).toBe('Stamp as (--purge)');
    const option = editor.asked[0]?.items.find(({ label }) => label === '$(check) Purge: On');
    expect(option?.description).toContain('no file has gone');
    // The row of the tree brings its target.
    expect(await pickTarget(parts, 'stamp', lost, { target: 'cccc' })).toEqual({
      targets: ['cccc'],
      options: ['--purge'],
    });
    expect((await pickTarget(parts, 'stamp', lost, { target: 'cccc', purge: false }))?.options).toEqual([]);
    expect((await pickTarget(parts, 'upgrade', lost, { target: 'cccc' }))?.options).toEqual([]);
  });

  test('is what the arguments say', async () => {
    const { parts } = partsWith(shop, rows, {});
    const ask = (command: 'upgrade' | 'stamp', given: Parameters<typeof pickTarget>[3]) =>
      pickTarget(parts, command, shop, given);
    expect(await ask('upgrade', { target: '+1', tag: 'x', purge: true })).toEqual({
      targets: ['+1'],
      options: ['--tag', 'x'],
    });
    expect(await ask('stamp', { targets: ['a', 'b'], purge: true })).toEqual({
      targets: ['a', 'b'],
      options: ['--purge'],
    });
    expect(editor.asked).toEqual([]);
  });
});

test.each([
  ['orders', 'orders'],
  ['cust', 'customers'],
  ['bbb', 'customers'],
  ['omer', 'customers'],
  ['nothing like it', 'nothing like it'],
  ['-1', '-1'],
  ['shop@head', 'shop@head'],
])('Enter after typing %j takes %j', async (text, label) => {
  const { parts } = partsWith(shop, rows, {});
  editor.inputs = [{ type: text, then: 'wait' }];
  const picking = pickTarget(parts, 'stamp', shop, {});
  const input = await vi.waitFor(() => {
    const [asked] = editor.asked;
    if (asked?.value !== text) throw new Error('it is not typed yet');
    return asked;
  });
  expect(input.activeItems.map((item) => item.label)).toEqual([label]);
  input.act('escape');
  await picking;
});

test('a meaning in words', () => {
  expect(meaningText({ ids: ['bbbb'] }, rows)).toBe('→ bbbb customers');
  expect(meaningText({ ids: [], steps: 2 }, rows)).toBe('→ base · 2 revisions');
  expect(meaningText({ ids: ['bbbb', 'cccc'], steps: 0 }, rows)).toBe('→ bbbb, cccc · nothing to run');
  expect(meaningText({ refusal: "Can't locate revision" }, rows)).toBe("Alembic refuses: Can't locate revision");
  expect(meaningText(null, rows)).toBe('as typed');
});
