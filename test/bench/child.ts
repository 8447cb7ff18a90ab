import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import type { ProjectConfig } from '../../server/src/project/model';
import { CacheFolder } from '../../server/src/usecases/cacheFolder';
import { readSource } from '../../server/src/usecases/documentReader';
import { loadProject, readBodies } from '../../server/src/usecases/loadProject';
import { SchemaReplay } from '../../server/src/usecases/schema/schemaReplay';
import { milliseconds, sideBySide } from './measure';
import { generatedConfig } from './projects';

/** What is measured in a process of its own, where nothing is warm. */
interface Tasks {
  /** The first load of a process. */
  coldLoad: { readonly input: ProjectConfig; readonly output: { readonly milliseconds: number } };
  /** Cold load of a generated project, and what it keeps in memory, bodies included. */
  size: { readonly input: string; readonly output: { readonly milliseconds: number; readonly megabytes: number } };
  /** The replay of a generated project that is loaded: of `upgrade()` of every revision, and what it keeps in memory. */
  replay: { readonly input: string; readonly output: { readonly milliseconds: number; readonly megabytes: number } };
  /** A load from the cache against a `stat` of every file; the first of the process and the median. */
  cachedLoad: {
    readonly input: { readonly config: ProjectConfig; readonly storage: string };
    readonly output: {
      readonly first: readonly [cached: number, stat: number];
      readonly median: readonly number[];
    };
  };
}

type Task = keyof Tasks;

const TASKS: { readonly [T in Task]: (input: Tasks[T]['input']) => Promise<Tasks[T]['output']> } = {
  async coldLoad(config) {
    return { milliseconds: await milliseconds(() => loadProject(config, { fs: nodeFileSystem })) };
  },

  async size(root) {
    const config = generatedConfig(root);
    const collect = collector();
    collect();
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    const project = await loadProject(config, { fs: nodeFileSystem });
    const taken = performance.now() - start;
    for (const document of project.documents.values()) document.body();
    collect();
    const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    if (project.chain.error !== null) throw new Error(project.chain.error.message);
    return { milliseconds: taken, megabytes };
  },

  async replay(root) {
    const project = await loadProject(generatedConfig(root), { fs: nodeFileSystem });
    // Whatever asks for a schema has shown the revisions before.
    for (const document of project.documents.values()) document.body();
    const collect = collector();
    collect();
    const before = process.memoryUsage().heapUsed;
    const context = { dialect: 'postgresql', mode: 'online', sqlalchemy: '2.0', naming: null } as const;
    const replay = new SchemaReplay({ context, readModule: () => undefined, engine: null });
    const start = performance.now();
    const schema = replay.schemaAt(project, 'heads');
    const taken = performance.now() - start;
    collect();
    const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    const unsure = schema?.tables.valueSeq().some(({ doubt }) => doubt !== null);
    if (schema?.tables.size !== Math.ceil(project.documents.size / 25) || unsure !== false) {
      throw new Error('the schema is not what the revisions make');
    }
    return { milliseconds: taken, megabytes };
  },

  async cachedLoad({ config, storage }) {
    const cached = async (): Promise<void> => {
      const cache = cacheFolder(storage).read(config.id, (path) => readSource(nodeFileSystem, path));
      await loadProject(config, { fs: nodeFileSystem, cache });
    };
    const stat = (): void => {
      for (const folder of config.versionLocations) statAll(folder, config.recursive);
    };
    const first = [await milliseconds(cached), await milliseconds(stat)] as const;
    // So many rounds that small projects measure the work, not the compiler.
    return { first, median: await sideBySide(99, [cached, stat]) };
  },
};

function collector(): () => void {
  setFlagsFromString('--expose_gc');
  return runInNewContext('gc') as () => void;
}

function statAll(folder: string, recursive: boolean): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && recursive) statAll(join(folder, entry.name), recursive);
    else if (entry.name.endsWith('.py')) statSync(join(folder, entry.name));
  }
}

function cacheFolder(storage: string): CacheFolder {
  return new CacheFolder(storage, 'bench', (error) => {
    throw error;
  });
}

/** Fills the cache that `cachedLoad` reads. */
export async function fillCache(config: ProjectConfig, storage: string): Promise<void> {
  const folder = cacheFolder(storage);
  const cache = folder.read(config.id, (path) => readSource(nodeFileSystem, path));
  const project = await loadProject(config, { fs: nodeFileSystem, cache });
  await readBodies(project, cache, new AbortController().signal);
  await folder.write(config.id, cache);
}

/** Runs a task in a new process of this program. */
export function inNewProcess<T extends Task>(task: T, input: Tasks[T]['input']): Tasks[T]['output'] {
  const [, program] = process.argv;
  if (program === undefined) throw new Error('no program');
  const child = spawnSync(process.execPath, [program, 'child', task, JSON.stringify(input)], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Tasks[T]['output'];
}

/** What the new process does: prints the output of the task that the arguments name. */
export async function runChild(task: string, input: string): Promise<void> {
  const run = (TASKS as Readonly<Record<string, (input: unknown) => Promise<unknown>>>)[task];
  if (run === undefined) throw new Error(`no task ${task}`);
  console.log(JSON.stringify(await run(JSON.parse(input))));
}
