import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessMark } from './journal';
import type { RunFolder } from './runFolder';

/** How patient a follower is, in milliseconds. */
export interface Patience {
  /** For the keeper to begin. */
  readonly start: number;
  /** For a sign of life of a keeper whose process id may be another process's by now. */
  readonly silence: number;
  /** For a Python whose keeper is gone: it ends itself then, unless it hangs in a driver. */
  readonly orphan: number;
}

/** How long followers wait. */
export const PATIENCE: Patience = { start: 20_000, silence: 30_000, orphan: 60_000 };

/** Our own mark. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, machine: hostname() };
}

/**
 * Tells whether a run is still under way, for somebody who follows its journal. Ids of processes are given again, clocks are
 * set and machines sleep: a keeper is gone when its process is, or when its sign of life has not changed for as long as
 * we ourselves have waited for it.
 */
export class Liveness {
  keeper: ProcessMark | null = null;
  python: number | null = null;
  #beat = -1;
  #beatSeen: number;
  #orphanSince: number | null = null;
  #started: number;

  constructor(
    private readonly folder: RunFolder,
    private readonly patience: Patience = PATIENCE,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#started = now();
    this.#beatSeen = this.#started;
  }

  /** Waits for the keeper to begin once more. */
  waitAgain(): void {
    this.#started = this.now();
  }

  /** Whether anything of the run may still be at work. */
  isAlive(): boolean {
    if (this.keeper === null) return this.now() - this.#started < this.patience.start;
    if (!this.#keeperGone(this.keeper)) return true;
    if (!this.pythonLeft()) return false;
    this.#orphanSince ??= this.now();
    return this.now() - this.#orphanSince < this.patience.orphan;
  }

  /** Whether the Python of the run is there, as far as it can be known from here. */
  pythonLeft(): boolean {
    return this.keeper?.machine === hostname() && this.python !== null && processExists(this.python);
  }

  #keeperGone({ pid, machine }: ProcessMark): boolean {
    if (machine === hostname() && !processExists(pid)) return true;
    const beat = this.folder.lastBeat();
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#beatSeen = this.now();
    }
    return this.now() - this.#beatSeen >= this.patience.silence;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    return false;
  }
  return !isZombie(pid);
}

/** Ended, but kept in the table: for good in a container whose first process does not wait for its children. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // proc(5): the state follows the program's name, which stands in parentheses and may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s*/s, '')
      .startsWith('Z');
  } catch {
    return false;
  }
}
