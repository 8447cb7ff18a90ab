import { beforeEach, describe, expect, test, vi } from 'vitest';
import { mergeHeads } from '../../../../client/src/commands/mergeHeads';
import { newRevision } from '../../../../client/src/commands/newRevision';
import { upgradePass } from '../../../../client/src/commands/openNewRevision';
import { editor } from '../fakeEditor';
import { project, row } from '../row';
import { answered, partsWith } from './parts';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const rows = [
  row({ id: 'cccc', message: 'orders', isHead: true }),
  row({ id: 'bbbb', message: 'customers', isBranchPoint: true }),
  row({ id: 'aaaa', message: 'begin' }),
];
const forked = [row({ id: 'dddd', message: 'payments', isHead: true }), ...rows];
const shop = project({ heads: ['cccc'] });
const two = project({ heads: ['cccc', 'dddd'] });
const written = answered({ files: ['file:///p/versions/new.py'] });

/** The command lines Alembic was given. */
const lines = (asked: readonly { readonly params: unknown }[]): string[] =>
  asked.flatMap(({ params }) => {
    const { arguments: args } = params as { readonly arguments?: readonly string[] };
    return args === undefined ? [] : [args.join(' ')];
  });

const create = { pick: '$(check) Create Revision' };

beforeEach(() => {
  editor.reset();
});

describe('a new revision', () => {
  test('takes a message and Enter', async () => {
    const { parts, asked } = partsWith(shop, rows, { runCommand: written });
    editor.inputs = [{ type: ' add reviews ' }, create];
    expect(await newRevision(parts, {})).toBe('/p/versions/new.py');
    expect(lines(asked)).toEqual(['revision --message=add reviews']);
    expect(editor.asked.map(({ step, totalSteps }) => [step, totalSteps])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(editor.asked[1]?.items[0]?.detail).toBe('alembic revision --message="add reviews"');
  });

  test('asks for the head where there are several, and splices what has children', async () => {
    const { parts, asked } = partsWith(two, forked, { runCommand: written });
    editor.inputs = [{ type: 'one' }, { pick: 'customers' }, create];
    await newRevision(parts, {});
    expect(editor.asked[1]?.labels).toEqual(['payments', 'orders', 'customers', 'base', 'begin']);
    editor.inputs = [{ type: 'two' }, { pick: 'payments' }, create];
    await newRevision(parts, {});
    expect(lines(asked)).toEqual(['revision --message=one --head=bbbb --splice', 'revision --message=two --head=dddd']);
  });

  test('takes every option', async () => {
    const paths = { listVersionPaths: ['/p/versions', '/p/other'], runCommand: written };
    const { parts, asked } = partsWith(shop, rows, paths);
    editor.inputs = [
      { type: 'all' },
      { pick: 'Head' },
      { pick: 'base' },
      { pick: 'Splice' },
      { pick: 'Branch Label' },
      { type: 'network' },
      { pick: 'Version Path' },
      { pick: 'p/other' },
      { pick: 'Revision Id' },
      { type: 'ffff' },
      { pick: 'Depends On' },
      { tick: ['orders', 'begin'] },
      create,
    ];
    await newRevision(parts, {});
    expect(lines(asked)).toEqual([
      'revision --message=all --head=base --splice --branch-label=network --version-path=/p/other --rev-id=ffff --depends-on=cccc --depends-on=aaaa',
    ]);
  });

  test('depends on what is typed, and keeps it ticked', async () => {
    const { parts, asked } = partsWith(shop, rows, { runCommand: written, resolveIdentifier: { ids: ['aaaa'] } });
    const typed = { acts: [{ type: 'net@head' }, { type: 'zz', then: 'accept' }, 'accept'] } as const;
    editor.inputs = [{ type: 'm' }, { pick: 'Depends On' }, typed, { pick: 'Depends On' }, 'wait'];
    void newRevision(parts, {});
    const again = await vi.waitFor(() => {
      const [input] = editor.asked.slice(4);
      if (input === undefined) throw new Error('it is not asked again');
      return input;
    });
    expect(again.selectedItems.map(({ label }) => label)).toEqual(['net@head', 'zz']);
    // A row is ticked by itself: what matches one is no identifier of its own.
    again.act({ type: 'aaa', then: 'wait' });
    await vi.waitFor(() => {
      expect(again.items.at(-1)).toMatchObject({ label: 'aaa', description: '→ aaaa begin' });
    });
    expect(asked.at(-1)?.params).toEqual({ projectId: shop.id, command: 'revision', identifier: 'aaa' });
    editor.inputs = [create];
    again.act('accept');
    await vi.waitFor(() => {
      expect(lines(asked)).toEqual(['revision --message=m --depends-on=net@head --depends-on=zz']);
    });
  });

  test('proposes the next number of a numbered project', async () => {
    const { parts, asked } = partsWith(shop, rows, { nextRevisionId: '0008', runCommand: written });
    editor.inputs = [{ type: 'next' }, create];
    await newRevision(parts, {});
    expect(lines(asked)).toEqual(['revision --message=next --rev-id=0008']);
  });

  test('loses nothing on the way back', async () => {
    const { parts, asked } = partsWith(shop, rows, { runCommand: written });
    editor.inputs = [
      { type: 'first' },
      { pick: 'Branch Label' },
      { type: 'net', then: 'back' },
      { pick: 'Branch Label' },
      { type: 'network' },
      'back',
      'accept',
      create,
    ];
    await newRevision(parts, {});
    expect(editor.asked[6]?.value).toBe('first');
    expect(lines(asked)).toEqual(['revision --message=first --branch-label=network']);
  });

  test.each([
    ['the message', ['escape']],
    ['the options', [{ type: 'x' }, 'escape']],
    ['an option', [{ type: 'x' }, { pick: 'Revision Id' }, 'escape']],
  ] as const)('has no effect when the user gives up at %s', async (_where, inputs) => {
    const { parts, asked } = partsWith(shop, rows, { runCommand: written });
    editor.inputs = [...inputs];
    expect(await newRevision(parts, {})).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('refuses an id that is taken or that Alembic does not take, and a label that is taken', async () => {
    const { parts, asked } = partsWith(shop, [row({ id: 'cccc', labels: ['shop'], isHead: true })], {
      runCommand: written,
    });
    for (const [line, text, message] of [
      ['Revision Id', 'cccc', 'There is a revision cccc already.'],
      ['Revision Id', 'a-b', 'Alembic takes no id'],
      ['Revision Id', 'x'.repeat(33), 'at most 32 characters'],
      ['Branch Label', 'shop', 'used by revision cccc already'],
    ] as const) {
      editor.reset();
      editor.inputs = [{ type: 'x' }, { pick: line }, { type: text }];
      const ended = newRevision(parts, {});
      await vi.waitFor(() => {
        expect(editor.asked[2]?.validationMessage).toContain(message);
      });
      editor.asked[2]?.hide();
      expect(await ended).toBeUndefined();
    }
    expect(asked).toEqual([]);
  });

  test('asks nothing that its arguments say', async () => {
    const { parts, asked } = partsWith(two, forked, { runCommand: written });
    await newRevision(parts, { message: 'x', head: 'bbbb', branchLabel: 'net', dependsOn: ['aaaa'], revId: 'eeee' });
    await newRevision(parts, { message: 'x', id: 'dddd' });
    await newRevision(parts, { message: 'x', head: 'bbbb', splice: false });
    expect(editor.asked).toEqual([]);
    expect(lines(asked)).toEqual([
      'revision --message=x --head=bbbb --splice --branch-label=net --rev-id=eeee --depends-on=aaaa',
      'revision --message=x --head=dddd',
      'revision --message=x --head=bbbb',
    ]);
  });

  test('says why Alembic wrote none', async () => {
    const failure = { code: 'commandFailed', message: 'Revision aaaa is not a head revision' };
    const { parts } = partsWith(shop, rows, { runCommand: { ok: false, failure } });
    expect(await newRevision(parts, { message: 'x' })).toBeUndefined();
    expect(editor.shown.map(({ kind, text }) => [kind, text])).toEqual([
      ['error', 'New revision: Revision aaaa is not a head revision'],
    ]);
  });
});

describe('nothing that was typed is lost', () => {
  test('when Alembic refuses: the options are there again', async () => {
    const failure = { code: 'commandFailed', message: 'Branch name net already used' };
    let refuse = true;
    const runCommand = () => {
      const answer = refuse ? { ok: false, failure } : written;
      refuse = false;
      return answer;
    };
    const { parts, asked } = partsWith(shop, rows, { runCommand });
    editor.inputs = [
      { type: 'typed long' },
      { pick: 'Branch Label' },
      { type: 'net' },
      create,
      { pick: 'Branch Label' },
      { type: 'network' },
      create,
    ];
    expect(await newRevision(parts, {})).toBe('/p/versions/new.py');
    expect(editor.shown.map(({ text }) => text)).toEqual([`New revision: ${failure.message}`]);
    expect(lines(asked)).toEqual([
      'revision --message=typed long --branch-label=net',
      'revision --message=typed long --branch-label=network',
    ]);
  });

  test('where Python may not run: nothing is asked', async () => {
    editor.trusted = false;
    const { parts } = partsWith(two, forked, { runCommand: written });
    expect(await newRevision(parts, {})).toBeUndefined();
    expect(await mergeHeads(parts, {})).toBeUndefined();
    expect(editor.asked).toEqual([]);
    expect(editor.shown.map(({ text }) => text.replace(/:.*Restricted Mode.*/, ''))).toEqual([
      'New revision',
      'Merge heads',
    ]);
  });
});

describe('a merge', () => {
  const merge = { pick: '$(check) Create Merge' };

  test('ticks all heads and proposes a message', async () => {
    const { parts, asked } = partsWith(two, forked, { runCommand: written });
    editor.inputs = ['accept', 'accept', merge];
    await mergeHeads(parts, {});
    expect(lines(asked)).toEqual(['merge --message=merge dddd and cccc dddd cccc']);
  });

  test('takes revisions that are no heads, spliced, and identifiers that are typed', async () => {
    const { parts, asked } = partsWith(two, forked, { runCommand: written });
    editor.inputs = [{ tick: ['orders', 'begin'] }, 'accept', merge];
    await mergeHeads(parts, {});
    editor.inputs = [{ acts: [{ tick: ['orders'] }] }, { acts: [{ type: 'net@head' }, 'accept'] }, 'accept', merge];
    await mergeHeads(parts, {});
    expect(lines(asked)).toEqual([
      'merge --message=merge cccc and aaaa --splice cccc aaaa',
      'merge --message=merge cccc and net@head cccc net@head',
    ]);
  });

  test('wants two heads', async () => {
    const { parts, asked } = partsWith(two, forked, { runCommand: written });
    editor.inputs = [{ tick: ['orders'] }, { tick: ['orders', 'payments'] }, 'accept', merge];
    await mergeHeads(parts, {});
    expect(editor.asked[1]?.placeholder).toContain('at least two');
    expect(lines(asked)).toEqual(['merge --message=merge cccc and dddd cccc dddd']);
    await mergeHeads(partsWith(shop, rows, {}).parts, {});
    expect(editor.shown.map(({ text }) => text)).toEqual(['shop has no two heads to merge.']);
  });

  test('asks nothing that its arguments say', async () => {
    const { parts, asked } = partsWith(shop, rows, { runCommand: written });
    await mergeHeads(parts, { targets: ['aaaa', 'bbbb'], message: 'x', splice: true, revId: 'm1', branchLabel: 'net' });
    expect(editor.asked).toEqual([]);
    expect(lines(asked)).toEqual(['merge --message=x --branch-label=net --rev-id=m1 --splice aaaa bbbb']);
  });
});

test('the body of a new upgrade is what is typed over', () => {
  const at = (text: string): string | null => {
    const place = upgradePass(text);
    return place === null ? null : `${text.slice(0, place.start)}<${text.slice(place.start, place.end)}>`;
  };
  expect(at('x = 1\n\n\ndef upgrade() -> None:\n    """Upgrade schema."""\n    pass\n\n')).toMatch(/"\n {4}<pass>$/);
  expect(at('def upgrade():\r\n    # nothing yet\r\n    pass\r\n')).toMatch(/yet\r\n {4}<pass>$/);
  expect(at('def upgrade():\n    op.drop_table("a")\n\ndef downgrade():\n    pass\n')).toBeNull();
  expect(at('def upgrade():\n    passed = 1\n')).toBeNull();
});
