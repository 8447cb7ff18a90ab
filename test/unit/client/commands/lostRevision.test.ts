import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LostRevision } from '../../../../server/src/protocol/lostRevisions';
import { findMissingRevision } from '../../../../client/src/commands/lostRevision';
import { editor } from '../fakeEditor';
import { known, project } from '../row';
import { partsWith } from './parts';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const lost = project({ state: known({ current: ['gone'], unknownRows: ['gone'] }) });
const revision: LostRevision = {
  id: 'gone',
  text: "revision = 'gone'\n",
  path: 'migrations/versions/gone.py',
  commit: '0123456789abcdef',
  date: '2025-01-02T03:04:05Z',
  author: 'Ann',
  subject: 'add orders',
  branches: ['feature'],
  restoreUri: 'file:///p/versions/gone.py',
};
const found = { findLostRevision: { ok: true, revision } };
const stamp = ['alembicWorkbench.stamp', { projectId: lost.id }];

beforeEach(() => {
  editor.reset();
});

describe('a revision that no file has', () => {
  test('is shown as history has it, and restored once that is agreed to', async () => {
    const { parts, asked } = partsWith(lost, [], found);
    editor.answers = ['Restore File'];
    await findMissingRevision(parts, {});
    expect(asked.map(({ params }) => params)).toEqual([{ projectId: lost.id, id: 'gone' }]);
    expect(String(editor.opened[0])).toBe('alembic-workbench-history:/01234567/migrations/versions/gone.py');
    expect(editor.shown[0]?.text).toMatch(/add orders.*Restore it as p\/versions\/gone\.py\?$/);
    expect(editor.created).toEqual([{ uri: revision.restoreUri, text: revision.text, ignoreIfExists: false }]);
  });

  test('is not restored unasked', async () => {
    await findMissingRevision(partsWith(lost, [], found).parts, {});
    expect(editor.created).toEqual([]);
    expect(editor.executed).toEqual([]);
  });

  test('says so when the file could not be written', async () => {
    editor.answers = ['Restore File'];
    editor.editable = false;
    await findMissingRevision(partsWith(lost, [], found).parts, {});
    expect(editor.shown.at(-1)?.text).toBe('Find Missing Revision: p/versions/gone.py could not be written.');
  });

  test('may be stamped over, found or not', async () => {
    editor.answers = ['Stamp…'];
    await findMissingRevision(partsWith(lost, [], found).parts, {});
    const failure = { code: 'notFound', message: 'No commit has a file of revision gone.' };
    editor.answers = ['Stamp…'];
    await findMissingRevision(partsWith(lost, [], { findLostRevision: { ok: false, failure } }).parts, {});
    expect(editor.executed).toEqual([stamp, stamp]);
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', text: failure.message });
  });

  test('is asked for where no database stands at one; and git is not run in a folder that is not trusted', async () => {
    const { parts, asked } = partsWith(project({ state: known() }), [], found);
    editor.typed = [' ab12 '];
    await findMissingRevision(parts, {});
    expect(asked.map(({ params }) => params)).toEqual([{ projectId: lost.id, id: 'ab12' }]);
    editor.trusted = false;
    await findMissingRevision(parts, { id: 'gone' });
    expect(asked).toHaveLength(1);
    expect(editor.shown.at(-1)?.text).toContain('Restricted Mode');
  });
});
