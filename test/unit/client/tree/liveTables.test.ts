import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { TreeDataProvider, TreeItem } from 'vscode';
import type { LiveDatabaseInfo, LiveTableRow } from '../../../../server/src/protocol/liveTables';
import type { Parts } from '../../../../client/src/parts';
import type { LiveNode } from '../../../../client/src/tree/liveNodes';
import { type LiveTablesView, registerLiveTables } from '../../../../client/src/tree/liveTables';
import { project } from '../row';

const shown = vi.hoisted(() => ({ provider: undefined as TreeDataProvider<unknown> | undefined }));

vi.mock('vscode', async () => {
  const fake = (await import('../fakeEditor')).fakeVscode();
  return {
    ...fake,
    window: {
      ...(fake.window as object),
      createTreeView: (_id: string, { treeDataProvider }: { treeDataProvider: TreeDataProvider<unknown> }) => {
        shown.provider = treeDataProvider;
        return { dispose: vi.fn() };
      },
    },
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
  };
});

const MADE = { id: 'aaaa', message: 'create users', uri: 'file:///a.py' };
const SHOP: LiveDatabaseInfo = {
  label: 'shop.db',
  current: ['aaaa'],
  tables: [
    { name: 'odd', columnCount: 1, doubt: 'It inherits.' },
    { name: 'users', columnCount: 2, comment: 'people', madeBy: MADE },
  ],
};
const ROWS: readonly LiveTableRow[] = [
  { label: 'id', detail: 'INTEGER NOT NULL', shape: 'column', madeBy: MADE },
  { label: 'primary key', detail: 'PRIMARY KEY (id)', shape: 'key' },
];

let answers: unknown[] = [];
let asked: unknown[] = [];
let view: LiveTablesView;
let changed: () => void;

beforeEach(() => {
  [answers, asked] = [[], []];
  const sendRequest = (type: { readonly method: string }, params: unknown) => {
    asked.push([type.method, params]);
    const answer = answers.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  view = registerLiveTables({
    context: { subscriptions: [] },
    log: { error: vi.fn() },
    server: { client: Promise.resolve({ sendRequest }) },
    projects: {
      list: [project({ id: 'shop', name: 'Shop' })],
      onDidChange: (listener: () => void) => {
        changed = listener;
        return { dispose: vi.fn() };
      },
    },
  } as unknown as Parts);
});

async function children(node?: LiveNode): Promise<LiveNode[]> {
  return ((await shown.provider?.getChildren(node)) ?? []) as LiveNode[];
}

function item(node: LiveNode | undefined): TreeItem {
  return shown.provider?.getTreeItem(node) as TreeItem;
}

describe('the view of tables', () => {
  test('reads nothing before a project is unfolded, then each table when it is', async () => {
    const [shop] = await children();
    expect(item(shop)).toMatchObject({ label: 'Shop', collapsibleState: 1 });
    expect(asked).toEqual([]);
    answers = [
      { ok: true, databases: [SHOP] },
      { ok: true, rows: ROWS },
    ];
    const tables = await children(shop);
    expect(asked).toHaveLength(1);
    expect(tables.map(item)).toMatchObject([
      { label: 'odd', description: '1 column', contextValue: '.table.', iconPath: { id: 'question' } },
      { label: 'users', description: '2 columns · aaaa', contextValue: '.made.', collapsibleState: 1 },
    ]);
    expect(item(tables[0]).tooltip).toContain('Not all of it is shown as it is: It inherits.');
    expect(item(tables[1]).tooltip).toBe('users: 2 columns\npeople\nMade by revision aaaa · create users');
    const rows = await children(tables[1]);
    expect(asked[1]).toEqual(['alembicWorkbench/showLiveTable', { projectId: 'shop', database: 0, table: 'users' }]);
    expect(rows.map(item)).toMatchObject([
      {
        label: 'id',
        description: 'INTEGER NOT NULL · aaaa',
        collapsibleState: 0,
        command: { arguments: [{ uri: 'file:///a.py' }] },
      },
      { label: 'primary key', description: 'PRIMARY KEY (id)', contextValue: '.row.' },
    ]);
    expect(item(rows[1]).command).toBeUndefined();
  });

  test('names the databases where there are several, and where the place is a guess', async () => {
    const [shop] = await children();
    const guess = { ...SHOP, label: 'guess.db', current: [], guessedFrom: 'alembic.ini' };
    answers = [
      { ok: true, databases: [SHOP, { ...SHOP, label: 'other.db', tables: [] }] },
      { ok: true, databases: [guess] },
    ];
    const databases = await children(shop);
    expect(databases.map(item)).toMatchObject([{ label: 'shop.db', description: 'at aaaa' }, { label: 'other.db' }]);
    expect((await children(databases[1])).map(item)).toMatchObject([{ label: 'There are no tables.' }]);
    expect((await children(shop)).map(item)).toMatchObject([
      { label: 'guess.db', description: 'no revision · a guess from alembic.ini' },
    ]);
  });

  test('says why nothing can be shown', async () => {
    const [shop] = await children();
    answers = [
      { ok: false, failure: { code: 'notTrusted', message: 'The workspace is not trusted.' } },
      new Error('gone'),
    ];
    expect((await children(shop)).map(item)).toMatchObject([
      { label: 'The workspace is not trusted.', iconPath: { id: 'warning' }, collapsibleState: 0 },
    ]);
    expect((await children(shop)).map(item)).toMatchObject([
      { label: 'The tables could not be read. The log says more.' },
    ]);
  });

  test('is folded, and so read again only when somebody unfolds it, after it was refreshed', async () => {
    const [shop] = await children();
    const before = item(shop).id;
    const fired = vi.fn();
    shown.provider?.onDidChangeTreeData?.(fired);
    changed();
    const count = fired.mock.calls.length;
    changed();
    expect(fired.mock.calls.length).toBe(count);
    view.refresh();
    const [again] = await children();
    expect(item(again).id).not.toBe(before);
    expect(asked).toEqual([]);
  });
});
