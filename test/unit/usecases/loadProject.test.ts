import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileSystem, FileSystemError } from '../../../server/src/common/fileSystem';
import type { ProjectConfig } from '../../../server/src/project/model';
import { discoverProjects } from '../../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { CacheFolder } from '../../../server/src/usecases/cacheFolder';
import { type LoadOptions, loadProject, readBodies } from '../../../server/src/usecases/loadProject';
import type { EncodedCache } from '../../../server/src/usecases/cacheIndex';
import { RevisionCache } from '../../../server/src/usecases/revisionCache';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { revisionText } from '../../support/project';

interface FakeFile {
  text: string;
  mtimeMs: number;
  ctimeMs: number;
}

/** A disk whose clock, stamps and failures a test decides. */
class Disk implements FileSystem {
  readonly files = new Map<string, FakeFile>();
  readonly failing = new Map<string, string>();
  clock = 1_000_000;
  reads: string[] = [];

  write(path: string, text: string): void {
    this.files.set(path, { text, mtimeMs: this.clock, ctimeMs: this.clock });
  }

  stat(path: string): ReturnType<FileSystem['stat']> {
    const file = this.files.get(path);
    if (file !== undefined)
      return { kind: 'file', size: file.text.length, mtimeMs: file.mtimeMs, ctimeMs: file.ctimeMs };
    if (this.#folders().has(path)) return { kind: 'directory', size: 0, mtimeMs: 0 };
    throw new FileSystemError('ENOENT', path);
  }

  readFile(path: string): Uint8Array {
    const code = this.failing.get(path);
    if (code !== undefined) throw new FileSystemError(code, path);
    const file = this.files.get(path);
    if (file === undefined) throw new FileSystemError('ENOENT', path);
    this.reads.push(path);
    return new TextEncoder().encode(file.text);
  }

  readDirectory(path: string): ReturnType<FileSystem['readDirectory']> {
    const files = [...this.files.keys()].filter((file) => dirname(file) === path);
    const folders = [...this.#folders()].filter((folder) => dirname(folder) === path && folder !== path);
    if (files.length + folders.length === 0) throw new FileSystemError('ENOENT', path);
    const name = (full: string): string => full.slice(full.lastIndexOf('/') + 1);
    return [
      ...files.map((file) => ({ name: name(file), kind: 'file' as const })),
      ...folders.map((folder) => ({ name: name(folder), kind: 'directory' as const })),
    ];
  }

  realPath(path: string): string {
    return path;
  }

  #folders(): Set<string> {
    const folders = new Set<string>();
    for (const file of this.files.keys()) {
      for (let folder = dirname(file); ; folder = dirname(folder)) {
        folders.add(folder);
        if (folder === dirname(folder)) break;
      }
    }
    return folders;
  }
}

const A = '/p/migrations/versions/a.py';
const B = '/p/migrations/versions/b.py';

function setUp(): { disk: Disk; config: ProjectConfig; load: (cache?: RevisionCache) => Promise<ProjectSnapshot> } {
  const disk = new Disk();
  disk.write('/p/alembic.ini', '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n');
  disk.write('/p/migrations/env.py', '');
  disk.write(A, revisionText({ id: 'aaaa' }));
  disk.write(B, revisionText({ id: 'bbbb', down: "'aaaa'" }));
  const [config] = discoverProjects(disk, ['/p'], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error('no project');
  disk.clock += 60_000;
  const load = (cache = new RevisionCache()): Promise<ProjectSnapshot> =>
    loadProject(config, { fs: disk, cache, now: () => disk.clock });
  return { disk, config, load };
}

/** The cache's bytes. */
function encoded(cache: RevisionCache): EncodedCache {
  const steps = cache.encode('1');
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function again(cache: RevisionCache): RevisionCache {
  const { index, facts } = encoded(cache);
  return RevisionCache.decode(
    index,
    '1',
    () => facts,
    () => null,
  );
}

const ids = (project: ProjectSnapshot): string[] => [...project.chain.map.revisions.keys()];
const revisionReads = (disk: Disk): string[] => disk.reads.filter((path) => path.startsWith('/p/migrations/versions/'));

describe('loadProject', () => {
  it('reads the files and builds the chain', async () => {
    const { load } = setUp();
    const project = await load();
    expect(ids(project)).toEqual(['aaaa', 'bbbb']);
    expect(project.chain.map.heads).toEqual(['bbbb']);
    expect(project.readProblems).toEqual([]);
  });

  it('reports a file it may not read, and goes on', async () => {
    const { disk, load } = setUp();
    disk.failing.set(A, 'EACCES');
    const project = await load();
    expect(project.readProblems).toMatchObject([{ file: A, code: 'unloadable-revision', subCode: 'unreadable' }]);
    expect([...project.documents.keys()]).toEqual([B]);
  });

  it('leaves out a file that vanishes while it is read, and reports a link that leads nowhere', async () => {
    const { disk, load } = setUp();
    const readFile = disk.readFile.bind(disk);
    disk.readFile = (path) => {
      if (path === A) disk.files.delete(A);
      return readFile(path);
    };
    expect((await load()).readProblems).toEqual([]);
    disk.write(A, 'x');
    disk.readFile = readFile;
    disk.failing.set(A, 'ENOENT');
    expect((await load()).readProblems).toMatchObject([{ file: A }]);
  });

  it('takes over the chain when the files say the same', async () => {
    const { disk, config } = setUp();
    const first = await loadProject(config, { fs: disk });
    disk.write(B, `${revisionText({ id: 'bbbb', down: "'aaaa'" })}# later\n`);
    const second = await loadProject(config, { fs: disk, previous: first });
    expect(second.chain).toBe(first.chain);
    expect(second.documents.get(A)).toBe(first.documents.get(A));
    disk.write(B, revisionText({ id: 'cccc', down: "'aaaa'" }));
    const third = await loadProject(config, { fs: disk, previous: second });
    expect(third.chain.map.heads).toEqual(['cccc']);
  });

  it('reads a buffer instead of the file', async () => {
    const { disk, config } = setUp();
    const open = new Map([[B, { path: B, version: 1, text: revisionText({ id: 'dddd', down: "'aaaa'" }) }]]);
    expect(ids(await loadProject(config, { fs: disk, open }))).toEqual(['aaaa', 'dddd']);
    expect(revisionReads(disk)).toEqual([A]);
  });

  it('stops when it is aborted', async () => {
    const { disk, config } = setUp();
    await expect(loadProject(config, { fs: disk, signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('takes constants from other modules of the project', async () => {
    const { disk, load } = setUp();
    disk.write('/p/ids.py', "BASE = 'aaaa'\n");
    disk.write(B, "from ids import BASE\nrevision = 'bbbb'\ndown_revision = BASE\n");
    const cache = new RevisionCache();
    const first = await load(cache);
    expect(first.documents.get(B)?.script?.downRevision).toEqual(['aaaa']);
    expect(first.documents.get(B)?.imports).toContain('/p/ids.py');
    disk.write('/p/ids.py', "BASE = 'zzzz'\n");
    expect((await load(cache)).documents.get(B)?.script?.downRevision).toEqual(['zzzz']);
  });
});

describe('what is cached of a file with imports', () => {
  const IMPORTER = "from ids import BASE\nrevision = 'bbbb'\ndown_revision = BASE\n";

  /** A project whose B takes its parent from /p/ids.py, read into a cache that was written and read again. */
  async function stored(): Promise<{
    disk: Disk;
    cache: RevisionCache;
    /** The parent of B after one more load, and the files below /p read for it. */
    next: (options?: Partial<LoadOptions>) => Promise<{ parent: string | undefined; reads: string[] }>;
  }> {
    const { disk, config, load } = setUp();
    disk.write('/p/ids.py', "BASE = 'aaaa'\n");
    disk.write(B, IMPORTER);
    disk.clock += 60_000;
    const before = new RevisionCache();
    await load(before);
    const cache = again(before);
    const next: Awaited<ReturnType<typeof stored>>['next'] = async (options) => {
      disk.reads = [];
      const project = await loadProject(config, { fs: disk, cache, now: () => disk.clock, ...options });
      const document = project.documents.get(B);
      expect(document?.imports).toContain('/p/ids.py');
      const reads = disk.reads.filter((path) => path === B || path.endsWith('ids.py') || path.includes('/ids/'));
      return { parent: document?.script?.downRevision[0], reads };
    };
    return { disk, cache, next };
  }

  it('is believed while the module is as it was, and nothing is read', async () => {
    const { cache, next } = await stored();
    expect(await next()).toEqual({ parent: 'aaaa', reads: [] });
    expect(cache.changed).toBe(false);
  });

  it('is not believed when the module says something else', async () => {
    const { disk, next } = await stored();
    disk.write('/p/ids.py', "BASE = 'cccc'\n");
    expect((await next()).parent).toBe('cccc');
    disk.clock += 60_000;
    expect((await next()).parent).toBe('cccc');
    expect(await next()).toEqual({ parent: 'cccc', reads: [] });
  });

  it('is not believed when a module appears that may be meant, or that comes first', async () => {
    for (const [path, parent] of [
      // A package goes before a module.
      ['/p/ids/__init__.py', 'dddd'],
      // Which of two is meant nobody knows.
      ['/p/migrations/ids.py', undefined],
    ] as const) {
      const { disk, next } = await stored();
      disk.write(path, "BASE = 'dddd'\n");
      expect((await next()).parent).toBe(parent);
      disk.files.delete(path);
      expect((await next()).parent).toBe('aaaa');
    }
  });

  it('is not believed when the module is gone', async () => {
    const { disk, next } = await stored();
    disk.files.delete('/p/ids.py');
    expect((await next()).parent).toBeUndefined();
  });

  it('compares contents where stamps moved, once', async () => {
    const { disk, cache, next } = await stored();
    disk.write('/p/ids.py', "BASE = 'aaaa'\n");
    disk.clock += 60_000;
    expect(await next()).toEqual({ parent: 'aaaa', reads: ['/p/ids.py'] });
    expect(cache.changed).toBe(true);
    expect(await next()).toEqual({ parent: 'aaaa', reads: [] });
  });

  it('compares contents where the module was read just after it was written', async () => {
    const { disk, next } = await stored();
    disk.write('/p/ids.py', "BASE = 'cccc'\n");
    disk.clock += 1;
    expect((await next()).parent).toBe('cccc');
    const file = disk.files.get('/p/ids.py');
    if (file === undefined) throw new Error('gone');
    // As long as before, and within the tick of the file system's clock.
    file.text = "BASE = 'dddd'\n";
    expect((await next()).parent).toBe('dddd');
  });

  it('goes by the buffer of an open module, and by the file again once it is closed', async () => {
    const { disk, next } = await stored();
    const open = (text: string): Partial<LoadOptions> => ({
      open: new Map([['/p/ids.py', { path: '/p/ids.py', version: 1, text }]]),
    });
    expect((await next(open("BASE = 'cccc'\n"))).parent).toBe('cccc');
    expect((await next(open("BASE = 'aaaa'\n"))).parent).toBe('aaaa');
    expect((await next(open("BASE = 'cccc'\n"))).parent).toBe('cccc');
    expect((await next()).parent).toBe('aaaa');
    disk.write('/p/ids.py', "BASE = 'dddd'\n");
    expect((await next()).parent).toBe('dddd');
  });

  it('is not believed when imports start from other folders', async () => {
    const { disk, cache, next } = await stored();
    disk.write('/lib/ids.py', "BASE = 'eeee'\n");
    disk.write('/p/alembic.ini', `${disk.files.get('/p/alembic.ini')?.text ?? ''}prepend_sys_path = /lib\n`);
    const [config] = discoverProjects(disk, ['/p'], DEFAULT_SETTINGS).projects;
    if (config === undefined) throw new Error('no project');
    const project = await loadProject(config, { fs: disk, cache, now: () => disk.clock });
    expect(project.documents.get(B)?.script).toBeNull();
    expect((await next()).parent).toBe('aaaa');
  });

  it('follows a module that imports from another one', async () => {
    const { disk, next } = await stored();
    disk.write('/p/ids.py', 'from more_ids import BASE\n');
    disk.write('/p/more_ids.py', "BASE = 'aaaa'\n");
    disk.clock += 60_000;
    expect((await next()).parent).toBe('aaaa');
    expect(await next()).toEqual({ parent: 'aaaa', reads: [] });
    disk.write('/p/more_ids.py', "BASE = 'cccc'\n");
    expect((await next()).parent).toBe('cccc');
  });

  it('is not kept when modules import each other in a circle', async () => {
    const { disk, next } = await stored();
    disk.write('/p/ids.py', 'from more_ids import BASE\n');
    disk.write('/p/more_ids.py', 'from ids import BASE\n');
    disk.clock += 60_000;
    expect((await next()).parent).toBeUndefined();
    disk.write('/p/more_ids.py', "BASE = 'cccc'\n");
    expect((await next()).parent).toBe('cccc');
  });
});

describe('the cache', () => {
  it('saves reading what has not changed', async () => {
    const { disk, load } = setUp();
    const cache = new RevisionCache();
    await load(cache);
    disk.reads = [];
    expect(ids(await load(cache))).toEqual(['aaaa', 'bbbb']);
    expect(revisionReads(disk)).toEqual([]);
    disk.write(B, revisionText({ id: 'cccc', down: "'aaaa'" }));
    expect(ids(await load(cache))).toEqual(['aaaa', 'cccc']);
    expect(revisionReads(disk)).toEqual([B]);
  });

  it('looks again at a file that changed just before it was read: stamps may not move', async () => {
    const { disk, load } = setUp();
    const cache = new RevisionCache();
    disk.write(B, revisionText({ id: 'bbbb', down: "'aaaa'" }));
    disk.clock += 1;
    await load(cache);
    const file = disk.files.get(B);
    if (file === undefined) throw new Error('gone');
    // As long as before, and within the tick of the file system's clock.
    file.text = revisionText({ id: 'cccc', down: "'aaaa'" });
    expect(ids(await load(cache))).toEqual(['aaaa', 'cccc']);
    // Once it was read a while after its last change, it is believed.
    disk.clock += 60_000;
    await load(cache);
    disk.reads = [];
    await load(cache);
    expect(revisionReads(disk)).toEqual([]);
  });

  it('notices a change whose author set the old time stamp again', async () => {
    const { disk, load } = setUp();
    const cache = new RevisionCache();
    await load(cache);
    const file = disk.files.get(B);
    if (file === undefined) throw new Error('gone');
    file.text = revisionText({ id: 'cccc', down: "'aaaa'" });
    file.ctimeMs = disk.clock;
    expect(ids(await load(cache))).toEqual(['aaaa', 'cccc']);
  });

  it('forgets files that are gone', async () => {
    const { disk, load } = setUp();
    const cache = new RevisionCache();
    await load(cache);
    encoded(cache);
    disk.files.delete(B);
    expect(ids(await load(cache))).toEqual(['aaaa']);
    expect(cache.changed).toBe(true);
  });

  it('says the same after it was written and read', async () => {
    const { disk, load } = setUp();
    disk.write(A, revisionText({ id: 'aaaa', message: 'größe ✓' }));
    disk.clock += 60_000;
    const cache = new RevisionCache();
    const before = await load(cache);
    await readBodies(before, cache, new AbortController().signal);
    disk.reads = [];
    const after = await load(again(cache));
    expect(revisionReads(disk)).toEqual([]);
    for (const [path, document] of before.documents) {
      const other = after.documents.get(path);
      expect(other?.script).toEqual(document.script);
      expect(other?.head).toEqual(document.head);
      expect(other?.bodyIfRead()).toEqual(document.body());
    }
  });

  it('keeps every kind of link, and files whose links are not known', async () => {
    const { disk, load } = setUp();
    const versions = '/p/migrations/versions';
    disk.write(`${versions}/c.py`, revisionText({ id: 'cccc', down: "('aaaa', 'bbbb')", dependsOn: "'mine'" }));
    disk.write(`${versions}/d.py`, revisionText({ id: 'dddd', labels: "('mine', 'yours')" }));
    disk.write(`${versions}/e.py`, revisionText({ id: 'eeee', down: "'nobody'", message: 'a "quoted"\nmessage' }));
    disk.write(`${versions}/f.py`, revisionText({ id: 'ffff', down: 'compute()' }));
    disk.write(`${versions}/g.py`, revisionText({ id: 'aaaa', down: "'eeee'" }));
    disk.clock += 60_000;
    const cache = new RevisionCache();
    const before = await load(cache);
    disk.reads = [];
    const restored = again(again(cache));
    const after = await load(restored);
    expect(revisionReads(disk)).toEqual([]);
    expect([...after.documents.keys()]).toEqual([...before.documents.keys()]);
    for (const [path, { script }] of before.documents) expect(after.documents.get(path)?.script).toEqual(script);
    expect(after.documents.get(`${versions}/f.py`)?.script).toBeNull();
    expect(after.chain).toEqual(before.chain);
    // A file that goes and one that comes leave the others where they are.
    disk.files.delete(A);
    disk.write(`${versions}/b2.py`, revisionText({ id: 'b2b2', down: "'bbbb'" }));
    const changed = await load(restored);
    expect(revisionReads(disk)).toEqual([`${versions}/b2.py`]);
    disk.clock += 60_000;
    await load(restored);
    disk.reads = [];
    expect((await load(again(restored))).chain).toEqual(changed.chain);
    expect(revisionReads(disk)).toEqual([]);
  });

  it('believes no other version and no damaged index', async () => {
    const { disk, load } = setUp();
    const cache = new RevisionCache();
    await load(cache);
    const { index, facts } = encoded(cache);
    const readsWith = async (damaged: Uint8Array, version = '1'): Promise<number> => {
      disk.reads = [];
      const decoded = RevisionCache.decode(
        damaged,
        version,
        () => facts,
        () => null,
      );
      expect(ids(await load(decoded))).toEqual(['aaaa', 'bbbb']);
      return revisionReads(disk).length;
    };
    expect(await readsWith(index)).toBe(0);
    expect(await readsWith(index, '2')).toBe(2);
    expect(await readsWith(index.subarray(0, index.length - 1))).toBe(2);
    expect(await readsWith(new Uint8Array())).toBe(2);
    expect(await readsWith(new TextEncoder().encode('{}\n{}\n'))).toBe(2);
    for (let at = 0; at < index.length; at += 17) {
      const flipped = Uint8Array.from(index);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(await readsWith(flipped)).toBe(2);
    }
  });

  it('reads the file itself where the facts are damaged, gone or those of another index', async () => {
    const { disk, load } = setUp();
    const cache = new RevisionCache();
    const before = await load(cache);
    const { index, facts } = encoded(cache);
    const flip = (at: number): Uint8Array => facts.map((byte, position) => (position === at ? byte ^ 1 : byte));
    const damaged = [
      null,
      new Uint8Array(),
      facts.subarray(0, 200),
      encoded(cache).facts,
      flip(0),
      flip(100),
      flip(facts.length - 2),
    ];
    for (const bytes of damaged) {
      const decoded = RevisionCache.decode(
        index,
        '1',
        () => bytes,
        (path) => ({ text: disk.files.get(path)?.text ?? '', contentKey: '' }),
      );
      const after = await load(decoded);
      for (const [path, { head }] of before.documents) expect(after.documents.get(path)?.head).toEqual(head);
    }
  });
});

describe('CacheFolder', () => {
  it('keeps one file a project, and replaces it in one step', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aw-cache-'));
    try {
      const { disk, load } = setUp();
      const errors: unknown[] = [];
      const caches = new CacheFolder(join(folder, 'below'), '1', (error) => errors.push(error));
      const cache = caches.read('project', () => null);
      await load(cache);
      await caches.write('project', cache);
      expect(readdirSync(join(folder, 'below'))).toHaveLength(2);
      disk.reads = [];
      await load(caches.read('project', () => null));
      expect(revisionReads(disk)).toEqual([]);
      // Garbage is ignored and written over.
      const name = readdirSync(join(folder, 'below')).find((one) => one.endsWith('.index')) ?? '';
      writeFileSync(join(folder, 'below', name), 'garbage');
      const second = caches.read('project', () => null);
      await load(second);
      await caches.write('project', second);
      expect(readFileSync(join(folder, 'below', name), 'latin1')).not.toBe('garbage');
      expect(errors).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('goes on without when it cannot write', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aw-cache-'));
    try {
      writeFileSync(join(folder, 'file'), '');
      const errors: unknown[] = [];
      const caches = new CacheFolder(join(folder, 'file', 'below'), '1', (error) => errors.push(error));
      const cache = new RevisionCache();
      cache.touch();
      await caches.write('project', cache);
      expect(errors).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
