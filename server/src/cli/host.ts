import type { FileSystem } from '../common/fileSystem';
import type { EngineHost } from '../engine/host';
import type { Runner } from '../engine/runnerClient';

/** What the command is given of the world. */
export interface CliHost {
  /** Standard output: the answer. */
  readonly out: (text: string) => void;
  /** Standard error: everything else. */
  readonly err: (text: string) => void;
  /** Asks somebody at the terminal for a line, empty when none comes; null when nobody sits there. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** Opens files in an editor (a command line of the shell) and waits; its exit code, null when a signal ended it. */
  readonly open: (editor: string, files: readonly string[]) => Promise<number | null>;
  /** Writes a file of the project; throws the file system's error. */
  readonly write: (path: string, text: string) => void;
  /** The working directory. */
  readonly cwd: string;
  readonly fs: FileSystem;
  readonly engine: EngineHost;
  readonly runner: Runner;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Aborted by a second Ctrl+C; absent: nobody can end a run by force. */
  readonly force?: AbortSignal;
  readonly version: string;
}

/** `failed`: errors found, or a run failed. `usage`: wrong arguments, or refused before anything happened. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
