import { basename } from 'node:path';
import type { FileSystem } from '../../common/fileSystem';
import type { VersionTable } from '../../dialect/versionTable';
import type { EngineError, EngineResult } from '../../engine/engine';
import type { Jobs } from '../../engine/jobs';
import type { ProjectConfig } from '../../project/model';
import { decodePython } from '../../python/decode';
import { readSource } from '../documentReader';
import type { EngineContext } from '../engineContext';
import type { NativeRun } from '../plannedRun';
import { runnerQuestion } from '../readUrl';

/** A file system, and the texts that were read from it. */
export interface WatchedFiles {
  readonly fs: FileSystem;
  /** By path, as Python reads them. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Notes what is read. */
export function watchFiles(fs: FileSystem): WatchedFiles {
  const texts = new Map<string, string>();
  const readFile = (path: string): Uint8Array => {
    const bytes = fs.readFile(path);
    texts.set(path, decodePython(bytes).text);
    return bytes;
  };
  return {
    texts,
    fs: {
      readFile,
      stat: (path) => fs.stat(path),
      readDirectory: (path) => fs.readDirectory(path),
      realPath: (path) => fs.realPath(path),
    },
  };
}

/** Reads what a native run goes by: what the database holds, and its version rows. */
export function readForRun(
  place: { readonly url: string; readonly versionTable: VersionTable },
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<Jobs['readSchema']['value']>> {
  return context.runner.request('readSchema', runnerQuestion(place, config, context), signal);
}

/**
 * Whether what a run was planned by is still so: its files, and what the database holds, which revisions may have asked for.
 * Version rows are left to the run itself, which locks them.
 * @returns null: it is; otherwise why nothing is to be run.
 */
export async function whyPlannedAnew(
  { url, program, sources, schema }: NativeRun,
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineError | null> {
  const changed = [...sources].find(([file, text]) => readSource(context.host.fs, file)?.text !== text);
  if (changed !== undefined) return changedPlan(basename(changed[0]));
  const read = await readForRun({ url, versionTable: program.versionTable }, config, context, signal);
  if (!read.ok) return read.error.code === 'databaseMissing' && schema === null ? null : read.error;
  const isMoved = JSON.stringify(read.value.rows.toSorted()) !== JSON.stringify(program.rows.toSorted());
  return isMoved || read.value.schema === schema ? null : changedPlan('What the database holds');
}

function changedPlan(what: string): EngineError {
  const message = `${what} has changed since the run was planned, so nothing was run. Run the command again.`;
  return { code: 'changedPlan', message };
}
