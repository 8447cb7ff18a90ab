import type { FileSystem } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import type { ProjectConfig } from '../project/model';
import { listRevisionFiles } from '../project/versionFiles';
import { Breather } from '../workspace/scheduler';
import type { OpenDocument, ProjectSnapshot, RevisionDocument } from '../workspace/snapshot';
import { chainOf } from '../workspace/updateProject';
import { DocumentReader } from './documentReader';
import { RevisionCache } from './revisionCache';

export interface LoadOptions {
  readonly fs: FileSystem;
  /** What is known from before, on disk or in memory; the load adds to it. */
  readonly cache?: RevisionCache;
  /** Buffers that stand for files on disk. */
  readonly open?: ReadonlyMap<string, OpenDocument>;
  /** What the project was: an unchanged chain is taken over. */
  readonly previous?: ProjectSnapshot | undefined;
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Reads a project's revision files and builds its chain. The event loop gets a turn every ten milliseconds.
 * Files that cannot be read become `readProblems`; nothing expected throws but the signal's abort.
 */
export async function loadProject(config: ProjectConfig, options: LoadOptions): Promise<ProjectSnapshot> {
  const { fs, open = new Map<string, OpenDocument>(), previous, signal, now = Date.now } = options;
  const cache = options.cache ?? null;
  const breather = new Breather(signal);
  const { files, unloaded, problems } = listRevisionFiles(fs, config);
  const reader = new DocumentReader(config, fs, cache, open, now);
  const documents = new Map<string, RevisionDocument>();
  const readProblems: Problem[] = [...problems];
  for (const path of files) {
    const turn = breather.breathe();
    if (turn !== undefined) await turn;
    const found = reader.read(path, previous?.documents.get(path));
    if (found === null) continue;
    if ('code' in found) readProblems.push(found);
    else documents.set(path, found);
  }
  cache?.retain(new Set(files));
  return { config, documents, readProblems, unloaded, chain: chainOf(documents, previous) };
}

/** Reads every body that was not read yet, in turns: what lint needs before it can answer at once. */
export async function readBodies(project: ProjectSnapshot, cache: RevisionCache, signal: AbortSignal): Promise<void> {
  const breather = new Breather(signal);
  for (const document of project.documents.values()) {
    if (document.bodyIfRead() !== undefined) continue;
    const turn = breather.breathe();
    if (turn !== undefined) await turn;
    document.body();
    cache.touch();
  }
}
