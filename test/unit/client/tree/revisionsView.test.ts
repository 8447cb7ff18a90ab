import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { TreeDataProvider, TreeItem } from 'vscode';
import type { ProjectInfo, RevisionRow } from '../../../../server/src/protocol/data';
import type { OperationRow } from '../../../../server/src/protocol/operations';
import { copyRevisionId, revealParent } from '../../../../client/src/commands/revisions';
import type { Parts } from '../../../../client/src/parts';
import { registerStatus } from '../../../../client/src/status';
import type { TreeNode } from '../../../../client/src/tree/nodes';
import { registerRevisionsView, type RevisionsView } from '../../../../client/src/tree/revisionsView';
import { editor } from '../fakeEditor';
import { known, project, row } from '../row';

interface FakeView {
  visible: boolean;
  badge?: { readonly value: number; readonly tooltip: string } | undefined;
  treeDataProvider?: TreeDataProvider<TreeNode>;
  readonly revealed: { readonly node: TreeNode; readonly options: unknown }[];
}

const view = vi.hoisted((): FakeView => ({ visible: true, revealed: [] }));
const item = vi.hoisted(() => ({ text: '', tooltip: '', backgroundColor: undefined, shown: false }));
const clipboard = vi.hoisted(() => ({ text: '' }));
const active = vi.hoisted(() => ({ uri: undefined as string | undefined }));

vi.mock('vscode', async () => {
  const fake = (await import('../fakeEditor')).fakeVscode();
  const nothing = () => ({ dispose: vi.fn() });
  return {
    ...fake,
    window: {
      ...(fake.window as object),
      get activeTextEditor() {
        const { uri } = active;
        return uri === undefined ? undefined : { document: { uri: { toString: () => uri } } };
      },
      onDidChangeActiveTextEditor: nothing,
      createStatusBarItem: () =>
        Object.assign(item, {
          show: () => (item.shown = true),
          hide: () => (item.shown = false),
        }),
      createTreeView: (_id: string, { treeDataProvider }: { treeDataProvider: TreeDataProvider<TreeNode> }) =>
        Object.assign(view, {
          treeDataProvider,
          onDidChangeVisibility: nothing,
          reveal: async (node: TreeNode, options: unknown) => Promise.resolve(view.revealed.push({ node, options })),
        }),
    },
    env: { clipboard: { writeText: async (text: string) => Promise.resolve((clipboard.text = text)) } },
    StatusBarAlignment: { Left: 1 },
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    TreeItem: class {
      constructor(
        readonly label: string,
        readonly collapsibleState = 0,
      ) {}
    },
    ThemeIcon: class {
      constructor(readonly id: string) {}
    },
    ThemeColor: class {
      constructor(readonly id: string) {}
    },
  };
});

let parts: Parts;
let tree: RevisionsView;
let rows: readonly RevisionRow[] = [];
let operations: readonly OperationRow[] = [];
let list: readonly ProjectInfo[] = [];
let listeners: (() => void)[] = [];

/** The server has told of these projects and revisions. */
function show(projects: readonly ProjectInfo[], revisions: readonly RevisionRow[] = []): void {
  [list, rows] = [projects, revisions];
  for (const listener of listeners) listener();
}

const children = async (node?: TreeNode): Promise<readonly TreeNode[]> =>
  (await view.treeDataProvider?.getChildren(node)) ?? [];
const itemOf = async (node: TreeNode | undefined): Promise<TreeItem> => {
  if (node === undefined || view.treeDataProvider === undefined) throw new Error('there is no such row');
  return view.treeDataProvider.getTreeItem(node);
};
const revealed = (): unknown[] =>
  view.revealed.map(({ node, options }) => [node.kind === 'revision' && node.id, options]);

beforeEach(() => {
  editor.reset();
  listeners = [];
  view.visible = true;
  view.badge = undefined;
  view.revealed.length = 0;
  active.uri = undefined;
  const found = {
    context: { subscriptions: [] },
    server: { client: Promise.resolve(undefined), onDidStart: vi.fn() },
    projects: {
      get list() {
        return list;
      },
      rows: async () => Promise.resolve(rows),
      operations: async () => Promise.resolve(operations),
      onDidChange: (listener: () => void) => listeners.push(listener),
    },
  };
  // Only what the views touch is there.
  parts = found as unknown as Parts;
  tree = registerRevisionsView(parts);
});

describe('a revision', () => {
  const at = (line: number): OperationRow['range'] => ({ start: { line, character: 4 }, end: { line, character: 9 } });
  const one: OperationRow = {
    label: 'add column users.age',
    shape: 'column',
    effect: 'create',
    sentence: 'Adds column users.age.',
    range: at(12),
    children: [],
  };

  test('unfolds into its operations, which lead to their lines, and a batch into its own', async () => {
    const batch: OperationRow = { ...one, label: 'alter table users in a batch', shape: 'batch', children: [one] };
    operations = [batch, one];
    show([project()], [row({ id: 'aaaa', uri: 'file:///w/a.py' })]);
    const [above] = await children();
    const [revision] = await children(above);
    expect((await itemOf(revision)).collapsibleState).toBe(1);
    const [first, second] = await children(revision);
    expect((await itemOf(first)).collapsibleState).toBe(2);
    const item = await itemOf(second);
    expect(item).toMatchObject({
      label: 'add column users.age',
      collapsibleState: 0,
      command: { command: 'alembicWorkbench.openFile', arguments: [{ uri: 'file:///w/a.py', line: 12 }] },
    });
    const [inside] = await children(first);
    expect((await itemOf(inside)).label).toBe('add column users.age');
    if (inside === undefined) throw new Error('nothing in the batch');
    expect(await view.treeDataProvider?.getParent?.(inside)).toBe(first);
    const ids = [first, second, inside].map(async (node) => (await itemOf(node)).id);
    expect(new Set(await Promise.all(ids)).size).toBe(3);
  });

  test('that does nothing has nothing to unfold', async () => {
    show([project()], [row({ id: 'aaaa', isEmpty: true })]);
    const [above] = await children();
    expect((await itemOf((await children(above))[0])).collapsibleState).toBe(0);
  });
});

describe('the badge', () => {
  test('counts what is pending', () => {
    show([project({ state: known({ pendingCount: 3 }) })]);
    expect(view.badge).toEqual({ value: 3, tooltip: '3 pending revisions' });
    show([project({ state: known({ pendingCount: 1 }) })]);
    expect(view.badge?.tooltip).toBe('1 pending revision');
  });

  test('adds the projects up, and names those that have some', () => {
    const others = [
      project({ id: 'b', name: 'b', state: known({ pendingCount: 2 }) }),
      project({ id: 'c', name: 'c' }),
    ];
    show([project({ name: 'a', state: known({ pendingCount: 1 }) }), ...others]);
    expect(view.badge).toEqual({ value: 3, tooltip: 'a: 1 pending, b: 2 pending' });
  });

  test('is not there when nothing is pending, or nobody knows', () => {
    show([project({ state: known({ pendingCount: 3 }) })]);
    for (const state of [known(), { kind: 'unknown' }, { kind: 'reading' }] as const) {
      show([project({ state })]);
      expect(view.badge).toBeUndefined();
    }
  });
});

test('menus are told what applies', () => {
  const told = (): unknown[] => {
    const keys = new Map(editor.executed.map(([, key, value]) => [key, value]));
    return ['hasProjects', 'hasTargets', 'hasUnknownRows'].map((name) => keys.get(`alembicWorkbench.${name}`));
  };
  show([project({ targets: ['a'], state: known({ unknownRows: ['gone'] }) })]);
  expect(told()).toEqual([true, true, true]);
  show([project()]);
  expect(told()).toEqual([true, false, false]);
  show([]);
  expect(told()).toEqual([false, false, false]);
});

test('older revisions are in pages that say how many they hold and from when', async () => {
  const many = Array.from({ length: 130 }, (_, index) =>
    row({
      id: `r${130 - index}`,
      createDate: `2025-01-${String(28 - Math.floor(index / 5)).padStart(2, '0')} 10:00:00`,
    }),
  );
  show([project()], many);
  const [root] = await children();
  const below = await children(root);
  expect(below).toHaveLength(101);
  const older = below.at(-1);
  expect(await itemOf(older)).toMatchObject({ label: 'Older (30)', description: '2025-01-03 – 2025-01-08' });
  expect((await children(older)).map((node) => node.kind === 'revision' && node.id).slice(0, 2)).toEqual([
    'r30',
    'r29',
  ]);
  expect((await itemOf(below[0])).command?.command).toBe('alembicWorkbench.openFile');
});

describe('revisions are found in the tree', () => {
  const shop = project();
  const chain = [
    row({ id: 'dddd', message: 'merge', parents: ['bbbb', 'cccc'] }),
    row({ id: 'cccc', message: 'stock', parents: ['aaaa'] }),
    row({ id: 'bbbb', message: 'orders', parents: ['aaaa'] }),
    row({ id: 'aaaa', message: 'begin', parents: ['gone'] }),
  ];
  const parent = (id: string): Promise<void> => revealParent(parts, tree, { projectId: shop.id, id });

  test('by Reveal Parent: the only one, or the one of a merge that is picked', async () => {
    show([shop], chain);
    await parent('bbbb');
    editor.inputs = [{ pick: 'stock' }];
    await parent('dddd');
    const options = { select: true, focus: true };
    expect(revealed()).toEqual([
      ['aaaa', options],
      ['cccc', options],
    ]);
  });

  test('and it is said when no file has the parent', async () => {
    show([shop], chain);
    await parent('aaaa');
    expect(revealed()).toEqual([]);
    expect(editor.shown.map(({ text }) => text)).toEqual(['No revision file has the id gone.']);
  });

  test('by their new file, once it is listed', async () => {
    show([shop], chain);
    tree.selectFile('/p/versions/eeee.py');
    await Promise.resolve();
    expect(revealed()).toEqual([]);
    show([shop], [row({ id: 'eeee' }), ...chain]);
    await vi.waitFor(() => {
      expect(revealed()).toEqual([['eeee', { select: true, focus: false }]]);
    });
    // Once: what the user selects afterwards stays selected.
    show([shop], [row({ id: 'eeee' }), ...chain]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(revealed()).toHaveLength(1);
  });

  test('and a view that is hidden stays hidden', async () => {
    view.visible = false;
    show([shop], chain);
    tree.selectFile('/p/versions/bbbb.py');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(revealed()).toEqual([]);
    expect(tree.isInSight()).toBe(false);
  });
});

test('the id of a row is copied whole', async () => {
  await copyRevisionId({ id: '0123456789abcdef' });
  expect(clipboard.text).toBe('0123456789abcdef');
});

test('the status bar speaks of the project of the open file, and is gone without one', () => {
  registerStatus(parts);
  const shop = project({ state: known({ current: ['3f2a'], pendingCount: 1 }) });
  const other = project({
    id: 'b',
    name: 'b',
    rootUri: 'file:///b',
    heads: ['77'],
    state: known({ unknownRows: ['x'] }),
  });
  show([shop]);
  expect(item).toMatchObject({ shown: true, text: '$(database) 3f2a → 9bc1', backgroundColor: undefined });
  expect(item.tooltip).toContain('Current: 9bc1');
  active.uri = 'file:///b/versions/x.py';
  show([shop, other]);
  expect(item.text).toContain('→ 77');
  expect(item.backgroundColor).toMatchObject({ id: 'statusBarItem.warningBackground' });
  show([]);
  expect(item.shown).toBe(false);
});
