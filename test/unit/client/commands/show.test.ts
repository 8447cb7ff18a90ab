import { beforeEach, describe, expect, test, vi } from 'vitest';
import { generateSql } from '../../../../client/src/commands/generateSql';
import { openRevision } from '../../../../client/src/commands/revisions';
import { showCurrent, showHistory, showPrinted, showRevision } from '../../../../client/src/commands/show';
import { AnswerDocuments, questionOf } from '../../../../client/src/documents/answers';
import { editor, type FakeUri } from '../fakeEditor';
import { known, project, row } from '../row';
import { answered, partsWith } from './parts';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const rows = [
  row({ id: 'cccc', message: 'merge', isHead: true, isMerge: true, parents: ['bbbb', 'dddd'] }),
  row({ id: 'bbbb', message: 'orders', parents: ['aaaa'] }),
  row({ id: 'aaaa', message: 'begin' }),
];
const shop = project({ heads: ['cccc'] });

const argumentsOf = (asked: readonly { readonly params: unknown }[]): string[] =>
  asked.map(({ params }) => ((params as { readonly arguments?: readonly string[] }).arguments ?? []).join(' '));

beforeEach(() => {
  editor.reset();
});

describe('what a command prints', () => {
  const shown = (text = 'printed\n') => {
    const server = partsWith(shop, rows, { runCommand: answered({ text }), refreshState: { kind: 'unknown' } });
    return { ...server, documents: new AnswerDocuments(server.parts) };
  };

  test('is asked with the options the command has', async () => {
    const { parts, asked, documents } = shown();
    const all = { range: 'a:b', verbose: true, indicateCurrent: true, checkHeads: true, resolveDependencies: true };
    expect(await showPrinted(parts, documents, 'history', all)).toBe('printed\n');
    await showPrinted(parts, documents, 'heads', all);
    await showPrinted(parts, documents, 'branches', all);
    await showPrinted(parts, documents, 'history', {});
    expect(argumentsOf(asked)).toEqual([
      'history --rev-range=a:b --verbose --indicate-current',
      'heads --verbose --resolve-dependencies',
      'branches --verbose',
      'history',
    ]);
    expect(editor.asked).toEqual([]);
  });

  test('is a document that knows its question', async () => {
    const { parts, documents } = shown();
    await showPrinted(parts, documents, 'heads', { verbose: true });
    const [uri] = editor.opened as FakeUri[];
    expect(uri?.path).toBe('/alembic heads --verbose (shop)');
    expect(questionOf({ scheme: uri?.scheme ?? '', query: uri?.query ?? '' })).toEqual({
      projectId: shop.id,
      arguments: ['heads', '--verbose'],
    });
    expect(await documents.provideTextDocumentContent(uri as never)).toBe('printed\n');
  });

  test('is asked again after a reload and by Refresh', async () => {
    const { parts, asked, documents } = shown();
    await showPrinted(parts, documents, 'heads', {});
    const [uri] = editor.opened as never[];
    await documents.refresh(uri as never);
    documents.forget(uri as never);
    expect(await documents.provideTextDocumentContent(uri as never)).toBe('printed\n');
    expect(argumentsOf(asked)).toEqual(['heads', 'heads', 'heads']);
  });

  test('is said to be nothing where it is nothing', async () => {
    const { parts, documents } = shown('\n');
    expect(await showPrinted(parts, documents, 'branches', {})).toBe(
      'alembic branches printed nothing: no revision is followed by several others.\n',
    );
  });

  test('of current names the database, and has the tree read it too', async () => {
    const { parts, asked, documents } = shown();
    await showCurrent(parts, documents, {});
    await showCurrent(parts, documents, { verbose: false, checkHeads: true });
    expect(asked.map(({ method }) => method)).toEqual(['runCommand', 'refreshState', 'runCommand', 'refreshState']);
    expect(argumentsOf(asked).filter(Boolean)).toEqual(['current --verbose', 'current --check-heads']);
  });

  test('of history is offered its options, unless one is given', async () => {
    const { parts, asked, documents } = shown();
    editor.inputs = [{ pick: '$(check) Show History' }];
    expect(await showHistory(parts, documents, {})).toBe('printed\n');
    editor.inputs = [
      { pick: 'Range' },
      { type: 'cccc', then: 'wait' },
      { pick: 'Verbose' },
      { pick: 'Indicate Current' },
      { pick: '$(check) Show History' },
    ];
    const showing = showHistory(parts, documents, { projectId: shop.id });
    await vi.waitFor(() => {
      expect(editor.asked[2]?.validationMessage).toMatch(/colon/);
    });
    editor.asked[2]?.act({ type: ' -3: ' });
    await showing;
    expect(editor.asked.at(-1)?.items[0]?.detail).toBe('alembic history --rev-range=-3: --verbose --indicate-current');
    const before = editor.asked.length;
    await showHistory(parts, documents, { verbose: false });
    await showHistory(parts, documents, { range: 'a:' });
    expect(editor.asked).toHaveLength(before);
    expect(argumentsOf(asked)).toEqual([
      'history',
      'history --rev-range=-3: --verbose --indicate-current',
      'history',
      'history --rev-range=a:',
    ]);
  });

  test('of show is asked of a revision, of current or of what is typed', async () => {
    const { parts, asked, documents } = shown();
    editor.inputs = [{ pick: 'orders' }, { pick: 'current' }];
    await showRevision(parts, documents, {});
    await showRevision(parts, documents, {});
    await showRevision(parts, documents, { id: 'aaaa', target: 'aaaa' });
    await showRevision(parts, documents, { target: 'shop@head' });
    expect(argumentsOf(asked)).toEqual(['show bbbb', 'show current', 'show aaaa', 'show shop@head']);
  });

  test('is no document when the command fails', async () => {
    const failure = { code: 'notTrusted', message: 'the folder is not trusted.' };
    const { parts } = partsWith(shop, rows, { runCommand: { ok: false, failure } });
    expect(await showCurrent(parts, new AnswerDocuments(parts), {})).toBeUndefined();
    expect(editor.opened).toEqual([]);
    expect(editor.shown[0]?.text).toBe('alembic current --verbose: the folder is not trusted.');
  });

  test('questions that are not ours are none', () => {
    expect(questionOf({ scheme: 'file', query: '{}' })).toBeUndefined();
    for (const query of ['', 'x', 'null', '[]', '{"projectId":"a"}', '{"projectId":"a","arguments":[]}']) {
      expect(questionOf({ scheme: 'alembic-workbench', query })).toBeUndefined();
    }
  });
});

describe('SQL', () => {
  const sql = (over = shop) => partsWith(over, rows, { runCommand: answered({ text: 'BEGIN;\n', language: 'sql' }) });

  test('is asked for in three steps, and opens as a document that is not saved', async () => {
    const { parts, asked } = sql();
    editor.inputs = [{ pick: 'Upgrade' }, { pick: 'begin' }, { pick: 'head' }];
    expect(await generateSql(parts, {})).toBe('BEGIN;\n');
    expect(argumentsOf(asked)).toEqual(['upgrade --sql aaaa:head']);
    expect(editor.opened).toEqual([{ language: 'sql', content: 'BEGIN;\n' }]);
  });

  test('starts where the database stands, or from nothing', async () => {
    const { parts, asked } = sql(project({ heads: ['cccc'], state: known({ current: ['bbbb'] }) }));
    editor.inputs = [{ pick: 'Upgrade' }, { pick: 'Current' }, { pick: 'head' }];
    await generateSql(parts, {});
    expect(editor.asked[1]?.labels.slice(0, 2)).toEqual(['Current', 'base']);
    editor.inputs = [{ pick: 'Upgrade' }, { pick: 'base' }, { pick: 'orders' }];
    await generateSql(parts, {});
    editor.inputs = [{ pick: 'Downgrade' }, { pick: 'Current' }, { pick: 'base' }];
    await generateSql(parts, {});
    expect(argumentsOf(asked)).toEqual(['upgrade --sql bbbb:head', 'upgrade --sql bbbb', 'downgrade --sql bbbb:base']);
  });

  test('of a row is that of its revision alone', async () => {
    const { parts, asked } = sql();
    await generateSql(parts, { id: 'bbbb' });
    await generateSql(parts, { id: 'aaaa' });
    await generateSql(parts, { id: 'bbbb', direction: 'downgrade' });
    expect(editor.asked).toEqual([]);
    // Nobody can say which parent of a merge the database stands at.
    editor.inputs = [{ pick: 'orders' }];
    await generateSql(parts, { id: 'cccc' });
    expect(argumentsOf(asked)).toEqual([
      'upgrade --sql aaaa:bbbb',
      'upgrade --sql aaaa',
      'downgrade --sql bbbb:aaaa',
      'upgrade --sql bbbb:cccc',
    ]);
  });

  test('explains an end that is typed from the start that was chosen', async () => {
    const { parts, asked } = partsWith(shop, rows, { resolveIdentifier: { ids: ['bbbb'], steps: 1 } });
    editor.inputs = [{ pick: 'Upgrade' }, { type: 'aa', then: 'wait' }];
    void generateSql(parts, {});
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    editor.inputs = [{ type: '+1', then: 'wait' }];
    editor.asked[1]?.act({ pick: 'aa' });
    await vi.waitFor(() => {
      const typed = editor.asked[2]?.items.find(({ label }) => label === '+1');
      expect(typed?.description).toMatch(/^→ bbbb .* · 1 revision$/);
    });
    expect(asked.map(({ params }) => params)).toEqual([
      { projectId: shop.id, command: 'revision', identifier: 'aa' },
      { projectId: shop.id, command: 'upgrade', identifier: '+1', from: 'aa' },
    ]);
  });

  test('asks nothing that its arguments say', async () => {
    const { parts, asked } = sql();
    await generateSql(parts, { direction: 'stamp', from: 'aaaa', to: 'bbbb', tag: 'nightly' });
    expect(editor.asked).toEqual([]);
    expect(argumentsOf(asked)).toEqual(['stamp --sql --tag=nightly aaaa:bbbb']);
  });

  test('goes back a step, and gives up without effect', async () => {
    const { parts, asked } = sql();
    editor.inputs = [{ pick: 'Upgrade' }, 'back', { pick: 'Downgrade' }, { pick: 'head' }, 'escape'];
    expect(await generateSql(parts, {})).toBeUndefined();
    expect(editor.asked[2]?.title).toBe('Generate SQL of shop');
    expect(asked).toEqual([]);
  });
});

describe('a revision to open', () => {
  test('may be one that an identifier means', async () => {
    const files = answered({ files: ['file:///p/versions/bbbb.py', 'file:///p/versions/cccc.py'] });
    const { parts, asked } = partsWith(shop, rows, { runCommand: files });
    editor.inputs = [{ pick: 'current' }, { type: 'bbb' }, { pick: 'begin' }];
    await openRevision(parts, {});
    expect(editor.opened.map(String)).toEqual(['file:///p/versions/bbbb.py', 'file:///p/versions/cccc.py']);
    await openRevision(parts, { target: 'head' });
    await openRevision(parts, { id: 'aaaa' });
    expect(editor.opened.map(String).at(-1)).toBe('file:///p/versions/aaaa.py');
    expect(argumentsOf(asked)).toEqual(['edit current', 'edit head']);
  });
});
