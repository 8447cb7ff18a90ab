import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonLine } from '../jsonLines';
import { type JournalEvent, readEvent, type RunDescription } from './journal';

/** What may be asked of a run. `force` only ever after `cancel` went unanswered. */
export type Demand = 'cancel' | 'force';

const CHUNK = 64 * 1024;
/** For its owner alone: the journal holds what env.py printed. */
const PRIVATE = { mode: 0o600 };

/**
 * The folder of one run: what it is, its journal, and what is asked of it. The keeper writes the journal, anybody may read
 * it and ask; nobody has to be there.
 */
export class RunFolder {
  constructor(readonly path: string) {}

  /** What the run is; null when there is none. */
  describe(): RunDescription | null {
    try {
      // Our own program wrote it.
      return JSON.parse(readFileSync(this.#file('run.json'), 'utf8')) as RunDescription;
    } catch (error) {
      if (error instanceof SyntaxError || isMissing(error)) return null;
      throw error;
    }
  }

  /** @throws Error of the file system. */
  begin(description: RunDescription): void {
    writeFileSync(this.#file('alive'), '', PRIVATE);
    writeFileSync(this.#file('events.jsonl'), '', PRIVATE);
    writeFileSync(this.#file('run.json'), JSON.stringify(description), PRIVATE);
  }

  /**
   * Appends an event. A disk that is full must not end a run: the line is lost then.
   * @returns whether it was written.
   */
  append(event: JournalEvent): boolean {
    try {
      // Begins with a line feed, so that half a line before it, left by a full disk, spoils nothing else.
      writeFileSync(this.#file('events.jsonl'), `\n${jsonLine(event)}`, { ...PRIVATE, flag: 'a' });
      return true;
    } catch {
      return false;
    }
  }

  /** The bytes of the journal behind `offset`; null when the folder is gone. */
  read(offset: number): Buffer | null {
    let file: number;
    try {
      file = openSync(this.#file('events.jsonl'), 'r');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    try {
      const pieces: Buffer[] = [];
      for (let at = offset; ;) {
        const piece = Buffer.alloc(CHUNK);
        const count = readSync(file, piece, 0, CHUNK, at);
        if (count === 0) return Buffer.concat(pieces);
        pieces.push(piece.subarray(0, count));
        at += count;
      }
    } finally {
      closeSync(file);
    }
  }

  /** @throws Error of the file system, if it could not be asked. */
  ask(demand: Demand): void {
    writeFileSync(this.#file(demand), '', PRIVATE);
  }

  asked(demand: Demand): boolean {
    return existsSync(this.#file(demand));
  }

  /** The keeper says that it is there. */
  beat(): void {
    const now = new Date();
    try {
      utimesSync(this.#file('alive'), now, now);
    } catch {
      // Followers ask for the process as well.
    }
  }

  /** When the keeper said so last; 0 when it cannot be known. */
  lastBeat(): number {
    try {
      return statSync(this.#file('alive')).mtimeMs;
    } catch {
      return 0;
    }
  }

  /**
   * True for the first who says so, over all processes. `start`: the keeper, to begin; a follower that has waited too long,
   * to forbid it. `tell`: whoever tells the user how the run ended.
   * @throws Error of the file system, where it cannot be said at all; a folder that is gone is somebody else's.
   */
  claim(what: 'start' | 'tell'): boolean {
    try {
      writeFileSync(this.#file(what), '', { ...PRIVATE, flag: 'wx' });
      return true;
    } catch (error) {
      if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
      throw error;
    }
  }

  /** Whether the journal tells the end. */
  hasEnded(): boolean {
    const lines = this.read(0)?.toString().trimEnd().split('\n') ?? [];
    return lines.some((line) => readEvent(line)?.kind === 'ended');
  }

  #file(name: string): string {
    return join(this.path, name);
  }
}

/** Whether a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
