import type { FileSystem } from '../common/fileSystem';
import type { EngineHost } from '../engine/host';
import type { RunnerClient } from '../engine/runnerClient';

/** What the command is given of the world. */
export interface CliHost {
  /** Standard output: the answer. */
  readonly out: (text: string) => void;
  /** Standard error: everything else. */
  readonly err: (text: string) => void;
  /** Asks somebody at the terminal yes or no; null when nobody sits there. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  /** The working directory. */
  readonly cwd: string;
  readonly fs: FileSystem;
  readonly engine: EngineHost;
  readonly runner: Pick<RunnerClient, 'request'>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly version: string;
}

/** `failed`: errors found, or a run failed. `usage`: wrong arguments, or refused before anything happened. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
