import { beforeEach, describe, expect, test, vi } from 'vitest';
import { changedPart } from '../../../../client/src/commands/changedPart';
import { fillEnvironment } from '../../../../client/src/commands/fillEnvironment';
import { initialize } from '../../../../client/src/commands/initialize';
import { AnswerDocuments } from '../../../../client/src/documents/answers';
import { editor } from '../fakeEditor';
import { project } from '../row';
import { partsWith } from './parts';

vi.mock('vscode', async () => (await import('../fakeEditor')).fakeVscode());

const OLD = 'import os\n\ntarget_metadata = None\n';
const NEW = 'import os\nfrom shop.models import Base\n\ntarget_metadata = Base.metadata\n';

function server(over: Readonly<Record<string, unknown>> = {}) {
  const asked = partsWith(project(), [], {
    listTemplates: {
      ok: true,
      templates: [
        { name: 'async', description: 'with an async driver' },
        { name: 'generic', description: 'one database' },
      ],
    },
    initProject: { ok: true, files: ['file:///w/migrations/env.py', 'file:///w/alembic.ini'] },
    findMetadata: ['shop.models:Base.metadata'],
    fillEnvironment: { ok: true, text: NEW },
    ...over,
  });
  return { ...asked, documents: new AnswerDocuments(asked.parts) };
}

/** The parameters of a request. */
const paramsOf = (asked: readonly { readonly method: string; readonly params: unknown }[], method: string): unknown[] =>
  asked.flatMap((one) => (one.method === method ? [one.params] : []));

beforeEach(() => {
  editor.reset();
  editor.text = OLD;
});

describe('init', () => {
  test('asks for template and directory, and opens env.py', async () => {
    const { parts, documents, asked, start } = server();
    editor.inputs = [{ pick: 'async' }, { type: 'db/migrations' }, { pick: 'Yes' }];
    expect(await initialize(parts, documents, {})).toBe('/w/migrations/env.py');
    expect(start).toHaveBeenCalled();
    expect(editor.asked[0]?.activeItems.map(({ label }) => label)).toEqual(['generic']);
    expect(paramsOf(asked, 'initProject')).toEqual([
      { folderUri: 'file:///w', template: 'async', directory: 'db/migrations', package: true },
    ]);
    expect(editor.shown[0]?.text).toContain('Alembic is set up.');
  });

  test('asks nothing that its arguments say', async () => {
    const { parts, documents, asked } = server();
    await initialize(parts, documents, { folder: '/elsewhere', template: 'generic', directory: 'migrations' });
    expect(editor.asked).toEqual([]);
    expect(paramsOf(asked, 'initProject')).toEqual([
      { folderUri: 'file:///elsewhere', template: 'generic', directory: 'migrations', package: false },
    ]);
  });

  test('makes nothing when the user gives up, or the folder is not trusted', async () => {
    const { parts, documents, asked } = server();
    editor.inputs = [{ pick: 'generic' }, 'escape'];
    expect(await initialize(parts, documents, {})).toBeUndefined();
    editor.trusted = false;
    expect(await initialize(parts, documents, {})).toBeUndefined();
    expect(editor.shown.at(-1)?.text).toContain('Restricted Mode');
    expect(paramsOf(asked, 'initProject')).toEqual([]);
  });

  test('says why Alembic refuses', async () => {
    const failure = { code: 'commandFailed', message: 'Directory migrations already exists and is not empty' };
    const { parts, documents } = server({ initProject: { ok: false, failure } });
    expect(await initialize(parts, documents, { template: 'generic', directory: 'migrations' })).toBeUndefined();
    expect(editor.shown[0]?.text).toBe(`Initialize Alembic: ${failure.message}`);
  });
});

describe('filling in env.py', () => {
  const given = { uri: 'file:///w/migrations/env.py', folder: 'file:///w' };
  const agree = { pick: '$(check) Change w/migrations/env.py' };

  test('shows the difference, and changes the file once that is agreed to', async () => {
    const { parts, documents, asked } = server();
    const variable = { type: 'SHOP_URL', then: { pick: 'SHOP_URL' } };
    editor.inputs = [{ pick: 'shop.models:Base.metadata' }, variable, { pick: 'Yes' }, agree];
    expect(await fillEnvironment(parts, documents, given)).toBe('/w/migrations/env.py');
    expect(paramsOf(asked, 'fillEnvironment')).toEqual([
      {
        envUri: given.uri,
        choices: { metadata: 'shop.models:Base.metadata', urlVariable: 'SHOP_URL', renderAsBatch: true },
      },
    ]);
    expect(editor.executed[0]?.[0]).toBe('vscode.diff');
    expect(editor.edited).toEqual([NEW]);
  });

  test('asks the server for no more than what was chosen', async () => {
    const { parts, documents, asked } = server();
    editor.inputs = [{ pick: 'Leave target_metadata as it is' }, { pick: 'DATABASE_URL' }, { pick: 'No' }, agree];
    await fillEnvironment(parts, documents, given);
    expect(paramsOf(asked, 'fillEnvironment')).toEqual([
      { envUri: given.uri, choices: { urlVariable: 'DATABASE_URL' } },
    ]);
  });

  test('changes nothing before that, or when the user gives up', async () => {
    const { parts, documents } = server();
    editor.inputs = [{ pick: 'shop.models:Base.metadata' }, { pick: 'DATABASE_URL' }, { pick: 'No' }, 'escape'];
    expect(await fillEnvironment(parts, documents, given)).toBeUndefined();
    expect(editor.edited).toEqual([]);
  });

  test('says what to write where env.py is otherwise, and leads back to the choices', async () => {
    const failure = { code: 'unexpectedEnvironment', message: 'Write os.environ["X"] in line 3.' };
    const { parts, documents } = server({ fillEnvironment: { ok: false, failure } });
    editor.inputs = [{ pick: 'shop.models:Base.metadata' }, { pick: 'DATABASE_URL' }, { pick: 'No' }, 'escape'];
    expect(await fillEnvironment(parts, documents, given)).toBeUndefined();
    expect(editor.shown[0]?.text).toBe(`Fill In env.py: ${failure.message}`);
    expect(editor.asked.map(({ step }) => step)).toEqual([1, 2, 3, 3]);
    expect(editor.edited).toEqual([]);
  });

  test('asks nothing that its arguments say, but for the agreement', async () => {
    const { parts, documents, asked } = server();
    const answers = { metadata: 'shop.db:metadata', urlVariable: 'SHOP_URL', renderAsBatch: false };
    editor.inputs = [agree, { pick: 'No' }, agree];
    await fillEnvironment(parts, documents, { ...given, ...answers });
    expect(editor.asked).toHaveLength(1);
    await fillEnvironment(parts, documents, { ...given, metadata: 'shop.db:metadata', urlVariable: 'SHOP_URL' });
    expect(paramsOf(asked, 'fillEnvironment')).toEqual(
      Array(2).fill({ envUri: given.uri, choices: { metadata: 'shop.db:metadata', urlVariable: 'SHOP_URL' } }),
    );
    const failure = { code: 'unexpectedEnvironment', message: 'Write it yourself.' };
    const refusing = server({ fillEnvironment: { ok: false, failure } });
    expect(await fillEnvironment(refusing.parts, refusing.documents, { ...given, ...answers })).toBeUndefined();
  });

  test('says so when there is nothing to change', async () => {
    const { parts, documents } = server({ fillEnvironment: { ok: true, text: OLD } });
    editor.inputs = [{ pick: 'shop.models:Base.metadata' }, { pick: 'DATABASE_URL' }, { pick: 'No' }];
    await fillEnvironment(parts, documents, given);
    expect(editor.shown.map(({ text }) => text)).toEqual(['env.py has all of that already.']);
    expect(editor.edited).toEqual([]);
  });
});

test.each([
  ['abc', 'abc'],
  ['abc', 'axc'],
  ['aa', 'aaa'],
  ['aaa', 'aa'],
  ['', 'x'],
  [OLD, NEW],
])('the changed part of %j makes it %j', (before, after) => {
  const { start, end, replacement } = changedPart(before, after);
  expect(before.slice(0, start) + replacement + before.slice(end)).toBe(after);
  if (before === after) expect([start === end, replacement]).toEqual([true, '']);
});
