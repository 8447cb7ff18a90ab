import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../../../server/src/project/model';
import { createDocument } from '../../../server/src/workspace/revisionDocument';
import type { OpenDocument, ProjectSnapshot, RevisionDocument } from '../../../server/src/workspace/snapshot';
import { Workspace, type WorkspaceServices } from '../../../server/src/workspace/workspace';
import { PROJECT_ROOT, projectOf, revisionText, VERSIONS } from '../../support/project';
import { DocumentReader } from '../../../server/src/usecases/documentReader';
import { memoryFileSystem } from '../../support/memoryFileSystem';

const A = join(VERSIONS, 'a.py');
const B = join(VERSIONS, 'b.py');
const TEXTS = { 'a.py': revisionText({ id: 'aaaa' }), 'b.py': revisionText({ id: 'bbbb', down: "'aaaa'" }) };

const open = (path: string, text: string, version = 1): OpenDocument => ({ path, text, version });

/** A workspace over one project whose loading a test can hold back. */
async function setUp(overrides: Partial<WorkspaceServices> = {}): Promise<{
  workspace: Workspace;
  project: ProjectSnapshot;
  log: string[];
}> {
  const { project } = await projectOf(TEXTS);
  const log: string[] = [];
  const fs = memoryFileSystem({ [A]: TEXTS['a.py'], [B]: TEXTS['b.py'] });
  const workspace = new Workspace({
    discover: () => {
      log.push('discover');
      return Promise.resolve({ projects: [project.config], problems: [] });
    },
    load: () => {
      log.push('load');
      return Promise.resolve(project);
    },
    reread: (of, path, buffer) => {
      log.push(`reread ${path.slice(VERSIONS.length + 1)}`);
      const found = new DocumentReader(of.config, fs, null, new Map(buffer && [[path, buffer]]), Date.now).read(
        path,
        of.documents.get(path),
      );
      return found === null || 'code' in found ? null : found;
    },
    prepare: () => Promise.resolve(),
    failed: (error) => log.push(`failed ${String(error)}`),
    changed: () => undefined,
    ...overrides,
  });
  return { workspace, project, log };
}

const chainOf = (workspace: Workspace): ProjectSnapshot['chain'] | undefined => workspace.snapshot.projects[0]?.chain;

describe('Workspace', () => {
  it('answers a question that comes in the moment the last look ends', async () => {
    for (let wait = 0; wait < 12; wait++) {
      const { workspace, log } = await setUp();
      const id = join(PROJECT_ROOT, 'alembic.ini');
      const first = workspace.refresh('all');
      while (!workspace.isPrepared(id)) await Promise.resolve();
      for (let turn = 0; turn < wait; turn++) await Promise.resolve();
      await Promise.all([first, workspace.refresh('all')]);
      expect(log.filter((one) => one === 'discover')).toHaveLength(2);
    }
  });

  it('keeps the chain for a keystroke in a body, and builds it anew for one in the head', async () => {
    const { workspace } = await setUp();
    await workspace.refresh('all');
    const before = chainOf(workspace);
    workspace.edit(open(B, TEXTS['b.py'].replace('select 1', 'select 100')));
    expect(chainOf(workspace)).toBe(before);
    workspace.edit(open(B, TEXTS['b.py'].replace("'bbbb'", "'cccc'")));
    expect(chainOf(workspace)?.map.heads).toEqual(['cccc']);
    workspace.close(B);
    expect(chainOf(workspace)?.map.heads).toEqual(['bbbb']);
  });

  it('takes keystrokes in when it is asked, one file once', async () => {
    const { workspace, log } = await setUp();
    await workspace.refresh('all');
    log.length = 0;
    for (let version = 1; version <= 5; version++) workspace.edit(open(B, TEXTS['b.py'], version));
    expect(log).toEqual([]);
    expect(workspace.snapshot.open.get(B)?.version).toBe(5);
    expect(log).toEqual(['reread b.py']);
  });

  it('never changes a snapshot somebody holds', async () => {
    const { workspace } = await setUp();
    await workspace.refresh('all');
    const held = workspace.snapshot;
    workspace.edit(open(B, TEXTS['b.py'].replace("'bbbb'", "'cccc'")));
    expect(workspace.snapshot).not.toBe(held);
    expect(held.projects[0]?.chain.map.heads).toEqual(['bbbb']);
    expect(held.open.size).toBe(0);
  });

  it('does not lose what is typed while files are read', async () => {
    const { project } = await setUp();
    const { workspace } = await setUp({
      load: async () => {
        await new Promise(setImmediate);
        workspace.edit(open(B, TEXTS['b.py'].replace("'bbbb'", "'cccc'")));
        await new Promise(setImmediate);
        return project;
      },
    });
    await workspace.refresh('all');
    expect(chainOf(workspace)?.map.heads).toEqual(['cccc']);
  });

  it('does one look for many requests, and one more for those that come meanwhile', async () => {
    const { workspace, log, project } = await setUp();
    await Promise.all([workspace.refresh('all'), workspace.refresh('all'), workspace.refresh([project.config.id])]);
    expect(log).toEqual(['discover', 'load']);
    const first = workspace.refresh([project.config.id]);
    await Promise.resolve();
    await Promise.resolve();
    void workspace.refresh([project.config.id]);
    await first;
    expect(log).toEqual(['discover', 'load', 'load', 'load']);
  });

  it('shows a project before its bodies are read, and says when they are', async () => {
    const seen: [number, boolean][] = [];
    const { workspace, project } = await setUp({
      changed: () => seen.push([chainOf(workspace)?.map.heads.length ?? -1, workspace.isPrepared(project.config.id)]),
    });
    await workspace.refresh('all');
    expect(seen).toEqual([
      [0, false],
      [1, false],
      [1, true],
    ]);
  });

  it('goes on with the others when one project cannot be loaded', async () => {
    const { project } = await setUp();
    const other: ProjectConfig = { ...project.config, id: 'other' };
    const { workspace, log } = await setUp({
      discover: () => Promise.resolve({ projects: [project.config, other], problems: [] }),
      load: (config) =>
        config.id === 'other' ? Promise.resolve({ ...project, config: other }) : Promise.reject(new Error('bug')),
    });
    await workspace.refresh('all');
    expect(log).toEqual(['failed Error: bug']);
    expect(workspace.snapshot.projects.map(({ documents }) => documents.size)).toEqual([0, 2]);
  });

  it('drops projects that are gone, with their state', async () => {
    let projects: ProjectConfig[] = [];
    const { workspace, project } = await setUp({ discover: () => Promise.resolve({ projects, problems: [] }) });
    projects = [project.config];
    await workspace.refresh('all');
    workspace.setState(project.config.id, { kind: 'reading' });
    expect(workspace.snapshot.states.size).toBe(1);
    projects = [];
    await workspace.refresh('all');
    expect(workspace.snapshot.projects).toEqual([]);
    expect(workspace.snapshot.states.size).toBe(0);
  });

  it('reads again who takes constants from a module that is typed in', async () => {
    const { project } = await setUp();
    const document = project.documents.get(B);
    if (document === undefined) throw new Error('no b.py');
    const importer: RevisionDocument = createDocument(
      B,
      'key',
      document.head,
      document.script,
      ['/ids.py'],
      () => null,
    );
    const { workspace, log } = await setUp({
      load: () => Promise.resolve({ ...project, documents: new Map(project.documents).set(B, importer) }),
    });
    await workspace.refresh('all');
    log.length = 0;
    workspace.edit(open('/ids.py', 'X = 1'));
    expect(workspace.snapshot.open.has('/ids.py')).toBe(true);
    expect(log).toEqual(['reread b.py']);
  });
});
