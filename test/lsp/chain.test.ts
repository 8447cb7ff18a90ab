import { describe, expect, it } from 'vitest';
import type { CodeAction, CodeLens, Location } from 'vscode-languageserver';
import type { ProjectInfo, RevisionRow } from '../../server/src/protocol/data';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const INI = '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n';
const ENV = 'from alembic import context\n';

function revision(id: string, down: string | null, message = `revision ${id}`): string {
  const parent = down === null ? 'None' : `'${down}'`;
  return `"""${message}

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: 2026-01-02 03:04:05.678901

"""
from alembic import op

revision = '${id}'
down_revision = ${parent}
branch_labels = None
depends_on = None


def upgrade():
    op.execute('select 1')


def downgrade():
    op.execute('select 2')
`;
}

const A = 'migrations/versions/aaaa11112222_first.py';
const B = 'migrations/versions/bbbb11112222_second.py';
const C = 'migrations/versions/cccc11112222_third.py';
const FILES = {
  'alembic.ini': INI,
  'migrations/env.py': ENV,
  [A]: revision('aaaa11112222', null),
  [B]: revision('bbbb11112222', 'aaaa11112222'),
  [C]: revision('cccc11112222', 'bbbb11112222'),
};

async function project(client: LanguageClient): Promise<ProjectInfo> {
  return eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 0 ? found : null;
  }, 'a project');
}

describe('the server over stdio', () => {
  it('finds the project and lists its revisions, newest first', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    const { capabilities } = await client.start();
    expect(capabilities).toMatchObject({ definitionProvider: true, codeLensProvider: {} });
    const { id, heads, revisionCount, configUri } = await project(client);
    expect({ heads, revisionCount, configUri }).toEqual({
      heads: ['cccc11112222'],
      revisionCount: 3,
      configUri: folder.uri('alembic.ini'),
    });
    const rows = await client.request<RevisionRow[]>('alembicWorkbench/listRevisions', { projectId: id });
    expect(rows.map((row) => [row.id, row.isHead, row.isBase, row.status])).toEqual([
      ['cccc11112222', true, false, 'unknown'],
      ['bbbb11112222', false, false, 'unknown'],
      ['aaaa11112222', false, true, 'unknown'],
    ]);
  });

  it('looks at the disk when it is asked to, whatever the editor said of files', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    const { id } = await project(client);
    folder.write('migrations/versions/dddd11112222_fourth.py', revision('dddd11112222', 'cccc11112222'));
    folder.delete(A);
    await client.request('alembicWorkbench/refreshFiles');
    const rows = await client.request<RevisionRow[]>('alembicWorkbench/listRevisions', { projectId: id });
    expect(rows.map((row) => row.id).sort()).toEqual(['bbbb11112222', 'cccc11112222', 'dddd11112222']);
  });

  it('shows problems of a buffer in other files, and takes them away when it is mended', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await project(client);
    await client.open(B);
    // B takes A's id: A and B are duplicates, C has lost its parent.
    await client.type(B, (text) => text.replace("revision = 'bbbb11112222'", "revision = 'aaaa11112222'"));
    await eventually(() => client.codes(A).includes('duplicate-revision-id'), 'a duplicate in A');
    expect(client.codes(B)).toContain('duplicate-revision-id');
    expect(client.codes(C)).toContain('unknown-down-revision');
    await client.type(B, (text) => text.replace("revision = 'aaaa11112222'", "revision = 'bbbb11112222'"));
    await eventually(() => client.codes(A).length === 0, 'A without problems');
    expect(client.codes(B)).toEqual([]);
    expect(client.codes(C)).toEqual([]);
  });

  it('publishes only what changed', async () => {
    using folder = new TestFolder({ ...FILES, [C]: revision('cccc11112222', 'nowhere00000') });
    await using client = new LanguageClient(folder);
    await client.start();
    await eventually(() => client.codes(C).includes('unknown-down-revision'), 'a problem in C');
    await client.open(A);
    await client.open(B);
    const before = client.published.length;
    await client.type(B, (text) => text.slice(0, text.indexOf('def downgrade')));
    await eventually(() => client.codes(B).includes('missing-downgrade'), 'a problem in B');
    // A had none, C keeps its own.
    expect(new Set(client.published.slice(before))).toEqual(new Set([folder.uri(B)]));
  });

  it('knows where `upgrade` stands in the buffer', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await project(client);
    await client.open(B);
    const line = (name: string): Promise<number | null> =>
      client.request('alembicWorkbench/locateUpgrade', { uri: folder.uri(name) });
    expect(await line(B)).toBe(15);
    await client.type(B, (text) => text.replace('def upgrade', '\n\ndef upgrade'));
    expect(await line(B)).toBe(17);
    expect(await line('alembic.ini')).toBeNull();
  });

  it('forgets the buffer when it is closed, and sees what changed on disk', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await project(client);
    await client.open(C);
    await client.type(C, (text) => text.replace("'bbbb11112222'", "'bbbb1111222'"));
    await eventually(() => client.codes(C).includes('unknown-down-revision'), 'a problem in C');
    await client.close(C);
    await eventually(() => client.codes(C).length === 0, 'C as on disk');
    folder.delete(B);
    await client.changed(B);
    await eventually(() => client.codes(C).includes('unknown-down-revision'), 'C without its parent');
    folder.write(B, FILES[B]);
    await client.changed(B);
    await eventually(() => client.codes(C).length === 0, 'C with its parent');
  });

  it('offers fixes whose edits give the expected text', async () => {
    using folder = new TestFolder({ ...FILES, [C]: revision('cccc11112222', 'aaaa11112222') });
    await using client = new LanguageClient(folder);
    await client.start();
    await eventually(() => client.codes(C).includes('multiple-heads'), 'two heads');
    await client.open(C);
    const line = folder
      .read(C)
      .split('\n')
      .findIndex((text) => text.startsWith('revision ='));
    const place = { line, character: 12 };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: folder.uri(C) },
      range: { start: place, end: place },
      context: { diagnostics: [] },
    });
    const rebase = actions.find(({ title }) => title === "Put this revision behind 'bbbb11112222'");
    expect(client.apply(rebase?.edit ?? {})).toEqual({ [folder.file(C)]: revision('cccc11112222', 'bbbb11112222') });
    const merge = actions.find(({ title }) => title === 'Merge the two heads in a new revision');
    const [[path, text] = ['', '']] = Object.entries(client.apply(merge?.edit ?? {}));
    expect(path.slice(folder.path.length)).toMatch(/^\/migrations\/versions\/[0-9a-f]{12}_merge_\w+\.py$/);
    expect(text).toContain("down_revision = ('bbbb11112222', 'cccc11112222')");
    // With the file made, nothing is wrong any more.
    folder.write(path.slice(folder.path.length + 1), text);
    await client.changed(path.slice(folder.path.length + 1));
    await eventually(() => client.codes(C).length === 0 && client.codes(B).length === 0, 'one head');
  });

  it('leads from an id to its file, and back to all that name it', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await project(client);
    await client.open(C);
    const lines = folder.read(C).split('\n');
    const line = lines.findIndex((text) => text.startsWith('down_revision'));
    const position = { line, character: (lines[line] ?? '').indexOf('bbbb') + 2 };
    const found = await client.request<Location[]>('textDocument/definition', {
      textDocument: { uri: folder.uri(C) },
      position,
    });
    expect(found.map(({ uri }) => uri)).toEqual([folder.uri(B)]);
    const places = await client.request<Location[]>('textDocument/references', {
      textDocument: { uri: folder.uri(C) },
      position,
      context: { includeDeclaration: true },
    });
    expect(places.map(({ uri }) => uri)).toEqual([folder.uri(B), folder.uri(C)]);
  });

  it('shows lenses, each kind only while its setting says so', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    const { id } = await project(client);
    await client.open(B);
    const lenses = async (): Promise<string[]> => {
      const found = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: folder.uri(B) } });
      return found.map(({ command }) => command?.title ?? '');
    };
    expect(await lenses()).toEqual([
      '↓ aaaa11112222 revision aaaa11112222',
      '↑ cccc11112222 revision cccc11112222',
      'Upgrade to here',
      'SQL',
      'Downgrade to here',
      'SQL',
    ]);
    await client.notify('alembicWorkbench/settingsChanged', {
      ...DEFAULT_SETTINGS,
      codeLens: { upgrade: true, downgrade: false, revision: false, sql: false },
    });
    const [lens] = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: folder.uri(B) } });
    expect(lens?.command).toEqual({
      title: 'Upgrade to here',
      command: 'alembicWorkbench.upgradeTo',
      arguments: [{ projectId: id, target: 'bbbb11112222' }],
    });
    expect(await lenses()).toEqual(['Upgrade to here']);
  });

  it('follows the configuration while it is typed', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await project(client);
    await client.open('alembic.ini');
    await client.type('alembic.ini', (text) => text.replace('/migrations', '/migration'));
    await eventually(() => client.codes('alembic.ini').includes('config-missing-folder'), 'a missing folder');
    await client.type('alembic.ini', (text) => text.replace('/migration\n', '/migrations\n'));
    await eventually(() => client.codes('alembic.ini').length === 0, 'a folder found');
    expect((await project(client)).revisionCount).toBe(3);
  });

  it('finds a project that appears later, and lets go of one that vanishes', async () => {
    using folder = new TestFolder({ 'readme.txt': '' });
    await using client = new LanguageClient(folder);
    await client.start();
    expect(await client.request<ProjectInfo[]>('alembicWorkbench/listProjects')).toEqual([]);
    for (const [name, text] of Object.entries(FILES)) folder.write(name, text);
    await client.changed('alembic.ini', ...Object.keys(FILES));
    await project(client);
    folder.delete('alembic.ini');
    folder.delete('migrations');
    await client.changed('alembic.ini');
    await eventually(
      async () => (await client.request<ProjectInfo[]>('alembicWorkbench/listProjects')).length === 0,
      'no project',
    );
  });

  it('answers a request about nothing with nothing, and goes on', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    expect(await client.request('textDocument/codeLens', { textDocument: { uri: 'untitled:Untitled-1' } })).toEqual([]);
    expect(await client.request('alembicWorkbench/listRevisions', { projectId: 'nowhere' })).toEqual([]);
    await project(client);
    expect(client.log).toEqual([]);
  });
});
