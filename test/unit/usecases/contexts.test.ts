import { expect, it } from 'vitest';
import type { OpenedConnection } from '../../../server/src/engine/engine';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { Contexts } from '../../../server/src/usecases/contexts';
import { memoryFileSystem } from '../../support/memoryFileSystem';
import { PROJECT_ROOT, projectOf, revisionText } from '../../support/project';
import { NO_MIGRATION } from '../../support/noMigration';

const SEEN: OpenedConnection = {
  database: {
    identity: { dialect: 'sqlite', url: 'sqlite:///shop.db', label: 'shop.db', key: 'sqlite:/shop.db' },
    name: null,
    rows: [],
    versionTableExists: true,
    fileMissing: false,
    inTransaction: false,
    transactionalDdl: false,
    facts: {},
  },
  url: 'sqlite:///shop.db',
  versionTable: { name: 'alembic_version', schema: null },
  live: null,
};

it('what env.py was seen to open is forgotten when a file it may import changes, and not when a revision does', async () => {
  const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa' }) });
  const snapshot = { projects: [project], states: new Map(), open: new Map(), problems: [] };
  const contexts = new Contexts({
    fs: memoryFileSystem({}),
    engine: {
      spawn: () => {
        throw new Error('Python was started');
      },
      fs: memoryFileSystem({}),
      environment: {},
      platform: process.platform,
      bridgeProgram: '',
    },
    runner: {
      ...NO_MIGRATION,
      request: () => {
        throw new Error('the database was asked');
      },
    },
    session: {
      settled: snapshot,
      snapshot,
      settingsOf: () => DEFAULT_SETTINGS,
      settingsFor: () => DEFAULT_SETTINGS,
      folderOf: () => PROJECT_ROOT,
      folderAround: () => PROJECT_ROOT,
    },
    permission: { trusted: true, viewOpened: true },
    interpreters: () => ({}),
    output: () => undefined,
  });
  const { memory } = contexts.of(project);
  if (memory === undefined) throw new Error('nothing is remembered');
  const [revision = ''] = project.documents.keys();
  memory.remember(memory.stamp(), [SEEN]);
  contexts.filesChanged([revision]);
  expect(memory.recall()).toEqual([SEEN]);
  contexts.filesChanged([revision, `${PROJECT_ROOT}/shop/settings.py`]);
  expect(memory.recall()).toBeNull();
});
