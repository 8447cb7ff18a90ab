import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { StateKeeper } from '../../../server/src/usecases/stateKeeper';
import { EMPTY_SNAPSHOT } from '../../../server/src/workspace/snapshot';
import { projectOf, revisionText } from '../../support/project';

async function setUp(permission = { trusted: true, viewOpened: true }, connect: 'onView' | 'never' = 'onView') {
  const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa' }) });
  const read: string[] = [];
  const world = { project, saved: true };
  const keeper = new StateKeeper(
    {
      get settled() {
        return { ...EMPTY_SNAPSHOT, projects: [world.project] };
      },
      settingsOf: () => ({ ...DEFAULT_SETTINGS, connect }),
      isSaved: () => world.saved,
    },
    {
      refresh: (id) => {
        read.push(id);
        return Promise.resolve({ kind: 'unknown' });
      },
    },
    permission,
    () => undefined,
  );
  const name = (value: string): void => {
    const { config } = world.project;
    const place = { line: 0, character: 0 };
    const range = { start: place, end: place };
    const url = { value, file: config.root, range, key: 'sqlalchemy.url', keyRange: range };
    world.project = { ...world.project, config: { ...config, url } };
  };
  return { keeper, read, world, name };
}

describe('StateKeeper', () => {
  it('reads a project once, and again when it names another database', async () => {
    const { keeper, read, name } = await setUp();
    keeper.look();
    keeper.look();
    expect(read).toHaveLength(1);
    name('sqlite:///other.db');
    keeper.look();
    expect(read).toHaveLength(2);
    keeper.forget();
    keeper.look();
    expect(read).toHaveLength(3);
  });

  it('opens no database that is named only in a buffer', async () => {
    const { keeper, read, world, name } = await setUp();
    keeper.look();
    world.saved = false;
    for (const url of ['postgresql://app:se', 'postgresql://app:secret@d', 'postgresql://app:secret@db/shop']) {
      name(url);
      keeper.look();
    }
    expect(read).toHaveLength(1);
    world.saved = true;
    keeper.look();
    expect(read).toHaveLength(2);
  });

  it('reads nothing before the workspace is trusted, the view was open, or where the setting says so', async () => {
    for (const { keeper, read } of [
      await setUp({ trusted: false, viewOpened: true }),
      await setUp({ trusted: true, viewOpened: false }),
      await setUp({ trusted: true, viewOpened: true }, 'never'),
    ]) {
      keeper.look();
      expect(read).toEqual([]);
    }
  });
});
