import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../../server/src/common/fileSystem';
import { pathToUri } from '../../../server/src/common/fileUri';
import { DEFAULT_SETTINGS, type Settings } from '../../../server/src/protocol/settings';
import { Session } from '../../../server/src/usecases/session';
import { memoryFileSystem } from '../../support/memoryFileSystem';
import { revisionText } from '../../support/project';

const INI = '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n';

/** Two folders with a project each; the second one's only revision has a parent that is not there. */
function files(): FileSystem {
  const project = (root: string, revision: string): Record<string, string> => ({
    [join(root, 'alembic.ini')]: INI,
    [join(root, 'migrations', 'env.py')]: '',
    [join(root, 'migrations', 'versions', 'a.py')]: revision,
  });
  return memoryFileSystem({
    ...project('/one', revisionText({ id: 'aaaa' })),
    ...project('/two', revisionText({ id: 'aaaa', down: "'gone'" })),
  });
}

async function open(settings: Settings = DEFAULT_SETTINGS, fs = files()): Promise<{ session: Session; log: string[] }> {
  const log: string[] = [];
  const session = new Session({
    fs,
    folders: ['/one', '/two'],
    settings,
    buildVersion: '1',
    log: (message) => log.push(message),
    changed: () => undefined,
  });
  await session.refresh();
  return { session, log };
}

const codes = (session: Session): string[] => [...session.allProblems()].map(({ code, file }) => `${file} ${code}`);

describe('Session', () => {
  it('keeps the projects of several folders apart', async () => {
    const { session, log } = await open();
    expect(session.snapshot.projects.map(({ config }) => config.root)).toEqual(['/one', '/two']);
    expect(codes(session)).toEqual(['/two/migrations/versions/a.py unknown-down-revision']);
    expect(session.snapshot.projects.map((project) => session.folderOf(project))).toEqual(['/one', '/two']);
    expect(log).toEqual([]);
  });

  it('looks at no disk for a keystroke', async () => {
    const calls: string[] = [];
    const fs = files();
    const spied: FileSystem = {
      stat: (path) => (calls.push(path), fs.stat(path)),
      readFile: (path) => (calls.push(path), fs.readFile(path)),
      readDirectory: (path) => (calls.push(path), fs.readDirectory(path)),
      realPath: (path) => (calls.push(path), fs.realPath(path)),
    };
    const { session } = await open(DEFAULT_SETTINGS, spied);
    expect(calls).not.toEqual([]);
    calls.length = 0;
    const path = '/two/migrations/versions/a.py';
    for (const [version, down] of ["'gon'", 'None', "'gone"].entries()) {
      session.edit({ path, version, text: revisionText({ id: 'aaaa', down }) });
      expect(codes(session).length > 0).toBe(down !== 'None');
    }
    expect(calls).toEqual([]);
    session.dispose();
  });

  it('follows the settings of each folder', async () => {
    const off: Settings = {
      ...DEFAULT_SETTINGS,
      lint: { enabled: true, severity: { 'unknown-down-revision': 'off' } },
    };
    const folder = (path: string, own: Settings): Settings => ({
      ...DEFAULT_SETTINGS,
      folders: { [pathToUri(path)]: own },
    });
    expect(codes((await open(folder('/two', off))).session)).toEqual([]);
    expect(codes((await open(folder('/one', off))).session)).toHaveLength(1);
  });

  it('shows no problem when lint is off', async () => {
    const { session } = await open({ ...DEFAULT_SETTINGS, lint: { enabled: false, severity: {} } });
    expect(codes(session)).toEqual([]);
  });

  it('knows whether the configuration is saved, whatever the ends of its lines', async () => {
    const { session } = await open();
    const [project] = session.snapshot.projects;
    if (project === undefined) throw new Error('no project was found');
    const path = '/one/alembic.ini';
    expect(session.isSaved(project)).toBe(true);
    session.edit({ path, version: 1, text: INI.replaceAll('\n', '\r\n') });
    expect(session.isSaved(project)).toBe(true);
    session.edit({ path, version: 2, text: `${INI}sqlalchemy.url = sqlite:///sh` });
    expect(session.isSaved(project)).toBe(false);
    session.close(path);
    expect(session.isSaved(project)).toBe(true);
    session.dispose();
  });

  it('gives the text of a buffer before that of the file', async () => {
    const { session } = await open();
    const path = '/one/migrations/versions/a.py';
    expect(session.readText(path)).toBe(revisionText({ id: 'aaaa' }));
    session.edit({ path, version: 1, text: 'typed' });
    expect(session.readText(path)).toBe('typed');
    session.close(path);
    expect(session.readText(path)).toBe(revisionText({ id: 'aaaa' }));
    expect(session.readText('/nowhere')).toBeNull();
    session.dispose();
  });
});
