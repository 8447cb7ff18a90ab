import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { MessageSignature } from 'vscode-jsonrpc';
import { filesOf } from '../../../client/src/databases/databaseFiles';
import { mayMigrate } from '../../../client/src/databases/outsideRuns';
import { SecretVault } from '../../../client/src/databases/secretVault';
import { keepTarget, chosenTargets } from '../../../client/src/databases/chosenTargets';
import { foundWhere } from '../../../client/src/commands/lostRevision';
import { selectTarget } from '../../../client/src/commands/databases';
import { SelectTarget } from '../../../server/src/protocol/targets';
import type { Parts } from '../../../client/src/parts';
import { editor } from './fakeEditor';
import { known, project } from './row';

vi.mock('vscode', async () => (await import('./fakeEditor')).fakeVscode());

beforeEach(() => {
  editor.reset();
});

test.each([
  ['alembic upgrade head', true],
  ['poetry run alembic -c x.ini upgrade head', true],
  ['.venv/bin/python -m alembic stamp head', true],
  ['docker compose exec api alembic upgrade head', true],
  ['flask --app shop db upgrade', true],
  ['python manage.py db upgrade', true],
  ['make migrate', true],
  ['cd api && just db', true],
  ['./scripts/run-migrations.sh', true],
  ['git status', false],
  ['python -m pytest', false],
  ['cmake --build .', false],
  ['npm run start', false],
])('after %j databases are read again: %j', (commandLine, expected) => {
  expect(mayMigrate(commandLine)).toBe(expected);
});

test('the files of a project are those its state names', () => {
  const database = { label: 'a.db', url: 'sqlite:///a.db', dialect: 'sqlite', current: [], versionTableExists: true };
  const state = known({ databases: [{ ...database, file: '/p/a.db' }, database, { ...database, file: '/p/b.db' }] });
  expect(filesOf(project({ state }))).toEqual(['/p/a.db', '/p/b.db']);
  expect(filesOf(project())).toEqual([]);
});

test('where a missing revision was found is told in words', () => {
  const found = {
    id: 'aaaa',
    text: '',
    path: 'migrations/versions/a.py',
    commit: '0123456789abcdef',
    date: '2025-01-02T03:04:05Z',
    author: 'Ann',
    subject: 'add orders',
    branches: ['feature'],
    restoreUri: 'file:///a.py',
  };
  expect(foundWhere(found)).toBe(
    'Revision aaaa is migrations/versions/a.py of commit 01234567 (“add orders”, Ann, 2025-01-02), on feature.',
  );
  expect(foundWhere({ ...found, branches: [] })).toMatch(/, on no branch any more\.$/);
});

/** Memories of the editor that last as long as the test. */
function context() {
  const kept = new Map<string, unknown>();
  const secrets = new Map<string, string>();
  return {
    secrets: {
      get: async (key: string) => Promise.resolve(secrets.get(key)),
      store: async (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
      delete: async (key: string) => Promise.resolve(void secrets.delete(key)),
    },
    workspaceState: {
      get: (key: string, otherwise: unknown) => kept.get(key) ?? otherwise,
      update: async (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    },
  } as unknown as Parts['context'];
}

describe('the choice of a target', () => {
  const shop = project({ targets: ['staging', 'production'] });

  function parts(outcome: unknown) {
    const asked: unknown[] = [];
    const client = {
      sendRequest: async (type: MessageSignature, params: unknown) => {
        asked.push({ method: type.method, params });
        return Promise.resolve(outcome);
      },
    };
    const found = {
      context: context(),
      log: { error: vi.fn() },
      server: { client: Promise.resolve(client), told: () => Promise.resolve() },
      projects: { list: [shop], find: () => shop },
    };
    return { parts: found as unknown as Parts, asked };
  }

  test('is made by the server, and then kept', async () => {
    const { parts: all, asked } = parts({ ok: true, state: { kind: 'unknown' } });
    await selectTarget(all, { target: 'staging' });
    expect(asked).toEqual([{ method: SelectTarget.method, params: { projectId: shop.id, target: 'staging' } }]);
    expect(chosenTargets(all.context)).toEqual({ [shop.id]: 'staging' });
    await keepTarget(all.context, shop.id, null);
    expect(chosenTargets(all.context)).toEqual({});
  });

  test('is not kept when the server refuses it', async () => {
    const { parts: all } = parts({ ok: false, failure: { code: 'busy', message: 'a run has not ended' } });
    await selectTarget(all, { target: 'staging' });
    expect(chosenTargets(all.context)).toEqual({});
    expect(editor.shown.map(({ kind }) => kind)).toEqual(['error']);
  });
});

test('the targets are offered with what they give env.py, and the protected ones marked', async () => {
  const shop = project({ targets: ['staging', 'production', 'plain'], target: 'staging' });
  const targets = [
    { name: 'staging', envFile: '.env.staging', x: ['tenant=a', 'n=1'] },
    { name: 'production', section: 'prod', environment: { URL: '${secret:P}' }, protected: true },
    { name: 'plain' },
  ];
  editor.settings = { targets };
  editor.picks = ['$(lock) production'];
  const sendRequest = vi.fn(() => Promise.resolve({ ok: true, state: { kind: 'unknown' } }));
  const parts = {
    context: context(),
    server: { client: Promise.resolve({ sendRequest }), told: () => Promise.resolve() },
    projects: { list: [shop], find: () => shop },
  };
  // Only what the choice touches is there.
  await selectTarget(parts as unknown as Parts, {});
  expect(editor.offered[0]).toEqual([
    {
      label: 'staging',
      description: 'selected',
      detail: '-x tenant=a · -x n=1 · variables of .env.staging',
      target: 'staging',
    },
    { label: '$(lock) production', description: 'protected', detail: 'section prod · sets URL', target: 'production' },
    { label: 'plain', description: '', target: 'plain' },
    { label: 'Without a target', description: 'env.py as it is run without arguments', target: null },
  ]);
  expect(sendRequest).toHaveBeenCalledWith(SelectTarget, { projectId: shop.id, target: 'production' });
  // The secret it lacks is asked for at once.
  expect(editor.shown.at(-1)?.text).toBe('Secret P');
});

test('a database URL is kept for the project on its target, and an empty one is forgotten', async () => {
  const vault = new SecretVault(context());
  const shop = project({ targets: ['staging'] });
  await vault.setDatabaseUrl(shop, 'sqlite:///a.db');
  await vault.setDatabaseUrl({ ...shop, target: 'staging' }, 'sqlite:///b.db');
  expect((await vault.read([shop])).databaseUrls).toEqual({
    [shop.id]: { '': 'sqlite:///a.db', staging: 'sqlite:///b.db' },
  });
  await vault.setDatabaseUrl(shop, '');
  expect((await vault.read([shop])).databaseUrls).toEqual({ [shop.id]: { staging: 'sqlite:///b.db' } });
});

test('a secret belongs to the folder it was given for, and is handed over only where a target names it', async () => {
  const vault = new SecretVault(context());
  editor.settings = { targets: [{ name: 'a', environment: { A: 'x${secret:WORD}' }, x: ['${secret:WORD}'] }] };
  const [secret, ...others] = await vault.named();
  expect(secret).toMatchObject({ name: 'WORD', isSet: false });
  expect(others).toEqual([]);
  if (secret === undefined) return;
  await vault.setNamed(secret, 'value');
  expect((await vault.read([])).named).toEqual({ [secret.folder.toString()]: { WORD: 'value' } });
  editor.settings = { targets: [{ name: 'a' }] };
  expect((await vault.read([])).named).toEqual({});
});
