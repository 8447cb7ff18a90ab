import { hash, randomUUID } from 'node:crypto';
import { type FSWatcher, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { RunReport, RunSignals } from '../engine';
import { type FollowListener, follow } from './follow';
import type { RunDescription } from './journal';
import type { KeptRun } from './keptRun';
import { type Patience, PATIENCE } from './liveness';
import { isMissing, RunFolder } from './runFolder';
import { type KeeperProgram, startKeeper } from './startKeeper';

/** A run that is under way, or ended without anybody having told the user. */
export interface FoundRun {
  readonly description: RunDescription;
  /** Whether its end is in the journal already. */
  readonly ended: boolean;
}

/** How long the journal of a run stays whose project is not opened any more. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
/** Begins the name of what is being made or removed. */
const ASIDE = '.aside-';
/** A process needs no longer for either. */
const ASIDE_MS = 60 * 60 * 1000;

/**
 * Runs that outlive the process that started them: each is owned by a process of its own (the keeper), and its journal lies
 * below one folder that all windows share. A project has one run at a time, in all of them together.
 */
export class RunKeeper {
  #watcher: FSWatcher | null = null;

  constructor(
    /** Absolute path; made when the first run begins. */
    private readonly folder: string,
    private readonly program: KeeperProgram,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /**
   * Makes the place of a run.
   * @returns false when another run of the project has not ended, or began at the same moment.
   * @throws Error of the file system, when there can be no journal.
   */
  claim(description: RunDescription): boolean {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const { projectId } = description;
    const there = this.#folderOf(projectId);
    if (this.find(projectId)?.ended === false) return false;
    this.#remove(there.path);
    // Made aside and moved there: whoever finds it finds it whole, and of two windows one is refused.
    const made = join(this.folder, `${ASIDE}${randomUUID()}`);
    mkdirSync(made, { mode: 0o700 });
    try {
      new RunFolder(made).begin(description);
      renameSync(made, there.path);
      return true;
    } catch (error) {
      rmSync(made, { recursive: true, force: true });
      if (there.describe() !== null) return false;
      throw error;
    }
  }

  /** Takes back a claim of a run that was not started. */
  release(projectId: string): void {
    this.#remove(this.#folderOf(projectId).path);
  }

  /** Starts the run that was claimed, and follows it to its end. */
  async start(
    projectId: string,
    run: KeptRun,
    listener: FollowListener,
    signals: RunSignals,
  ): Promise<RunReport | null> {
    const folder = this.#folderOf(projectId);
    const reason = await startKeeper(this.program, folder.path, run);
    if (reason !== null && canForbid(folder)) {
      const message = `The process that was to do the run could not be started (${reason}). Nothing was run.`;
      folder.append({ kind: 'ended', report: { error: { code: 'processFailed', message }, done: 0 } });
    }
    return this.follow(projectId, listener, signals);
  }

  /**
   * Follows a run, whoever started it.
   * @returns how it ended; null when its journal is gone: it has ended, and somebody else was told.
   */
  follow(projectId: string, listener: FollowListener, signals: RunSignals): Promise<RunReport | null> {
    return follow(this.#folderOf(projectId), listener, signals, this.patience);
  }

  /** The run of a project that has not ended, or the last one. */
  find(projectId: string): FoundRun | null {
    const folder = this.#folderOf(projectId);
    const description = folder.describe();
    // The window that began it may know the project by another path.
    return description === null ? null : { description: { ...description, projectId }, ended: folder.hasEnded() };
  }

  /** Whether we are the first to tell how the last run of a project ended. Where that cannot be noted: told twice is better than never. */
  claimTelling(projectId: string): boolean {
    try {
      return this.#folderOf(projectId).claim('tell');
    } catch {
      return true;
    }
  }

  /** Calls back when a run may have begun or ended in another window; until `dispose`. Where that cannot be watched: never. */
  watch(changed: () => void): void {
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      this.#watcher = watch(this.folder, { persistent: false }, changed);
      this.#watcher.on('error', () => {
        this.dispose();
      });
    } catch {
      // A plan looks for runs of other windows all the same.
    }
  }

  dispose(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }

  /** Removes what nobody asked about for two weeks, and what a removal left. A run that is under way says so all the time. */
  cleanUp(now = Date.now()): void {
    for (const name of this.#names()) {
      const folder = new RunFolder(join(this.folder, name));
      const kept = name.startsWith(ASIDE) ? ASIDE_MS : KEPT_MS;
      if (now - Math.max(changedAt(folder.path), folder.lastBeat()) > kept) this.#remove(folder.path);
    }
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** Out of sight at once, then away: a removal in the middle would look like a run. */
  #remove(path: string): void {
    const gone = join(this.folder, `${ASIDE}${randomUUID()}`);
    try {
      renameSync(path, gone);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    rmSync(gone, { recursive: true, force: true });
  }

  #folderOf(projectId: string): RunFolder {
    return new RunFolder(join(this.folder, hash('sha1', realPlace(projectId))));
  }
}

/** One name for a project that is opened by several paths: links, or another case where the disk ignores it. */
function realPlace(projectId: string): string {
  // `path#section`; a path may have the character too.
  const mark = projectId.lastIndexOf('#');
  for (const end of mark < 0 ? [projectId.length] : [projectId.length, mark]) {
    try {
      return realpathSync.native(projectId.slice(0, end)) + projectId.slice(end);
    } catch {
      // Not there by this name.
    }
  }
  return projectId;
}

/** Whether a keeper that may still come must not begin any more. Where that cannot be noted, following tells why. */
function canForbid(folder: RunFolder): boolean {
  try {
    return folder.claim('start');
  } catch {
    return false;
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
