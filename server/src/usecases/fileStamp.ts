import type { FileStat } from '../common/fileSystem';

/** What a file looked like from outside when it was read. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  /** -1 where the file system keeps none. */
  readonly ctimeMs: number;
  /** Clock before the file was looked at. */
  readonly readAt: number;
}

/**
 * A file changed within this time before it was read may change again without its time stamps moving: FAT keeps two
 * seconds, and the clock of a network drive is not ours. Such a stamp is "racily clean" (git's word): the content is
 * looked at again before it is believed.
 */
const RACY_MILLISECONDS = 2500;

/** The stamp of a file. `readAt`: the clock before it was looked at. */
export function stampOf({ size, mtimeMs, ctimeMs = -1 }: FileStat, readAt: number): FileStamp {
  return { size, mtimeMs, ctimeMs, readAt };
}

/** Whether the file is surely as it was read: size and both times are the same, and the reading was no race. */
export function isUntouched({ size, mtimeMs, ctimeMs, readAt }: FileStamp, stat: FileStat): boolean {
  return isSameFile(size, mtimeMs, ctimeMs, readAt, stat);
}

/** `isUntouched` for a stamp in pieces: to put one together for each of thousands of files costs more than to compare. */
export function isSameFile(size: number, mtimeMs: number, ctimeMs: number, readAt: number, stat: FileStat): boolean {
  return (
    size === stat.size &&
    mtimeMs === stat.mtimeMs &&
    ctimeMs === (stat.ctimeMs ?? -1) &&
    Math.max(mtimeMs, ctimeMs) + RACY_MILLISECONDS < readAt
  );
}
