import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CommandResult, EnvironmentChoices, Template } from '../../server/src/protocol/commands';
import type { Outcome, ProjectInfo } from '../../server/src/protocol/data';
import type { InitializationOptions } from '../../server/src/protocol/requests';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { oraclePython, skipReason } from '../oracle/support/venv';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';
import { skipping } from '../support/missing';

function options(trusted: boolean): Partial<InitializationOptions> {
  return {
    trusted,
    settings: { ...DEFAULT_SETTINGS, python: { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() } },
  };
}

const MODELS = `from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
`;

async function run(client: LanguageClient, projectId: string, ...args: readonly string[]): Promise<CommandResult> {
  const outcome = await client.request<Outcome<{ readonly result: CommandResult }>>('alembicWorkbench/runCommand', {
    projectId,
    arguments: args,
  });
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.message}`);
  return outcome.result;
}

async function onlyProject(client: LanguageClient, revisions: number): Promise<ProjectInfo> {
  return eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found?.revisionCount === revisions ? found : null;
  }, `a project of ${revisions} revisions`);
}

describe('commands through the server', skipping(skipReason()), () => {
  it.each([
    ['generic', 'sqlite'],
    ['async', 'sqlite+aiosqlite'],
    ['pyproject', 'sqlite'],
  ])(
    'lead from an empty folder to a filled revision, with the template %s',
    async (template, driver) => {
      using folder = new TestFolder({ 'shop/models.py': MODELS, 'shop/__init__.py': '' });
      await using client = new LanguageClient(folder);
      await client.start(options(true));
      const folderUri = pathToFileURL(folder.path).href;

      const listed = await client.request<Outcome<{ readonly templates: readonly Template[] }>>(
        'alembicWorkbench/listTemplates',
        { folderUri },
      );
      const names = listed.ok ? listed.templates.map(({ name }) => name).sort() : listed.failure;
      expect(names).toEqual(['async', 'generic', 'multidb', 'pyproject', 'pyproject_async']);

      const init = { folderUri, template, directory: 'migrations', package: false };
      const made = await client.request<Outcome<{ readonly files: readonly string[] }>>(
        'alembicWorkbench/initProject',
        init,
      );
      expect(made.ok && made.files).toEqual(
        expect.arrayContaining([folder.uri('alembic.ini'), folder.uri('migrations/env.py')]),
      );
      expect(await client.request('alembicWorkbench/initProject', init)).toMatchObject({
        ok: false,
        failure: { code: 'commandFailed', message: expect.stringContaining('is not empty') as unknown },
      });

      const [metadata] = await client.request<string[]>('alembicWorkbench/findMetadata', { folderUri });
      expect(metadata).toBe('shop.models:Base.metadata');
      const choices: EnvironmentChoices = { metadata: metadata ?? '', urlVariable: 'SHOP_URL', renderAsBatch: true };
      const filled = await client.request<Outcome<{ readonly text: string }>>('alembicWorkbench/fillEnvironment', {
        envUri: folder.uri('migrations/env.py'),
        choices,
      });
      if (!filled.ok) throw new Error(filled.failure.message);
      folder.write('migrations/env.py', filled.text.replace('os.environ["SHOP_URL"]', `"${driver}:///a%b.db"`));
      await client.changed('alembic.ini', 'migrations/env.py');

      const { id } = await onlyProject(client, 0);
      const { files } = await run(client, id, 'revision', '--autogenerate', '-m', 'orders', '--rev-id', '01');
      expect(files.map((uri) => readFileSync(fileURLToPath(uri), 'utf8'))).toEqual([
        expect.stringContaining("op.create_table('orders',") as unknown,
      ]);
      await client.changed('migrations/versions');
      await onlyProject(client, 1);
      expect((await run(client, id, 'heads')).text).toBe('01 (head)\n');
      expect(await run(client, id, 'upgrade', 'head', '--sql')).toMatchObject({
        language: 'sql',
        text: expect.stringContaining('CREATE TABLE orders') as unknown,
        files: [],
      });
      expect(await client.request('alembicWorkbench/nextRevisionId', { projectId: id })).toBe('02');

      // The file as it is filled in takes the variable, and only it.
      folder.write('migrations/env.py', filled.text);
      const upgraded = spawnSync(oraclePython(), ['-m', 'alembic', 'upgrade', 'head'], {
        cwd: folder.path,
        env: { ...process.env, SHOP_URL: `${driver}:///c%d.db` },
        encoding: 'utf8',
      });
      expect(upgraded.status, upgraded.stderr).toBe(0);
      expect(folder.read('c%d.db')).toContain('orders');
    },
    180_000,
  );

  it('refuse what writes to a database, what Alembic refuses, and projects that are gone', async () => {
    using folder = new TestFolder();
    folder.copy('test/projects/feature-branch');
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await onlyProject(client, 3);
    await expect(run(client, id, 'upgrade', 'head')).rejects.toThrow(/^unsupported: 'upgrade' writes to a database/);
    await expect(run(client, id, 'init', 'x')).rejects.toThrow(/^unsupported: /);
    await expect(run(client, id, 'upgrade', '--sql', 'a:b:c')).rejects.toThrow(/^commandFailed: /);
    await expect(run(client, id, '-c', 'x', 'heads')).rejects.toThrow(/^commandFailed: -c is not taken here/);
    await expect(run(client, id, 'show', 'nope')).rejects.toThrow(/^commandFailed: Can't locate revision/);
    await expect(run(client, 'gone', 'heads')).rejects.toThrow(/^projectGone: /);
    expect((await run(client, id, 'edit', 'heads')).files.length).toBeGreaterThan(0);
  });

  it('run nothing in a workspace that is not trusted, and answer what the files tell', async () => {
    using folder = new TestFolder();
    folder.copy('test/projects/feature-branch');
    await using client = new LanguageClient(folder);
    await client.start(options(false));
    const { id } = await onlyProject(client, 3);
    expect((await run(client, id, 'heads')).text).toContain('(head)');
    for (const args of [
      ['current'],
      ['revision'],
      ['history', '-i'],
      ['upgrade', 'head', '--sql'],
      ['edit', 'current'],
    ]) {
      await expect(run(client, id, ...args), args.join(' ')).rejects.toThrow(/^notTrusted: /);
    }
    const folderUri = pathToFileURL(folder.path).href;
    expect(await client.request('alembicWorkbench/listTemplates', { folderUri })).toMatchObject({
      failure: { code: 'notTrusted' },
    });
    expect(
      await client.request('alembicWorkbench/initProject', {
        folderUri,
        template: 'generic',
        directory: 'other',
        package: false,
      }),
    ).toMatchObject({ failure: { code: 'notTrusted' } });
  });

  it('tell which files Alembic did not see as they are shown', async () => {
    using folder = new TestFolder();
    folder.copy('examples/shop');
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id, revisionCount } = await onlyProject(client, 13);
    const name = 'migrations/versions/2025_01_14_4f1c2a9be07d_create_customers.py';
    await client.open(name);
    expect((await run(client, id, 'show', 'current')).notes).toEqual([]);
    await client.type(name, (text) => `${text}# more\n`);
    expect((await run(client, id, 'show', 'current')).notes).toEqual([
      'Not saved, so Alembic did not see it: 2025_01_14_4f1c2a9be07d_create_customers.py.',
    ]);
    expect((await run(client, id, 'heads')).notes).toEqual([]);
    expect(revisionCount).toBe(13);
  });
});
