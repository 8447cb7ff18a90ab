import type { CopyContent } from '../dialect/liveCopy';
import type { CopyLimits, StateReading, StateRequest } from '../dialect/liveDialect';
import type { CopyPlace, EngineResult, ExecutedStatement, RunProgress, RunReport } from './engine';
import type { NativeProgram } from './native/program';

/**
 * What the runner is asked and answers, one JSON line each: a request names its job, a cancel its request, an answer too.
 * The bridge speaks the same framing, one job a process.
 */
export interface Jobs {
  readonly readState: {
    /** `url` may hold a password: never logged. */
    readonly parameters: StateRequest & { readonly url: string };
    readonly value: StateReading;
  };
  /** The same, with everything that the database holds. */
  readonly readSchema: {
    readonly parameters: StateRequest & { readonly url: string };
    /** `schema`: as `schemaJson` writes it. */
    readonly value: StateReading & { readonly schema: string };
  };
  /** The same for a copy that is made from the schema. */
  readonly readCopied: {
    readonly parameters: StateRequest & { readonly url: string };
    readonly value: StateReading & CopyLimits & { readonly schema: string };
  };
}

export type JobName = keyof Jobs;

/** A run by our own drivers, in a process of its own. */
export interface Migration extends StateRequest {
  /** May hold a password: never logged. */
  readonly url: string;
  readonly program: NativeProgram;
  /** Milliseconds a statement may wait for a lock of PostgreSQL; 0: as long as it takes. */
  readonly lockTimeout: number;
  /** Every statement is told, with its time and its locks (`RunListener.statement`). */
  readonly watched?: true;
  /** After every transaction the run waits for a `go` (`RunListener.committed`). */
  readonly pauses?: true;
}

/** A copy that lasts until the process's input ends, however that comes. */
export interface CopyDemand extends StateRequest {
  /** Of what is copied; may hold a password: never logged. */
  readonly url: string;
  readonly from: CopyContent;
}

export interface MadeCopy {
  readonly place: CopyPlace;
  /** May hold a password: never logged. */
  readonly url: string;
}

export type RunnerRequest =
  | {
      readonly [J in JobName]: { readonly id: number; readonly job: J; readonly parameters: Jobs[J]['parameters'] };
    }[JobName]
  | { readonly id: number; readonly job: 'migrate'; readonly parameters: Migration }
  /** Asked of a process of its own, which keeps one copy. */
  | { readonly id: typeof COPY; readonly job: 'copy'; readonly parameters: CopyDemand }
  /** A migration that waits may go on. */
  | { readonly id: number; readonly go: true }
  | { readonly id: number; readonly cancel: true };

export const COPY = 1;

export interface RunnerAnswer {
  readonly id: number;
  readonly result: EngineResult<Jobs[JobName]['value']>;
}

/** What a run tells while it is under way, and how it ended. */
export type MigrationEvent =
  | { readonly id: number; readonly progress: RunProgress }
  | { readonly id: number; readonly output: string }
  | { readonly id: number; readonly statement: ExecutedStatement }
  | { readonly id: number; readonly paused: true }
  | { readonly id: number; readonly report: RunReport };

/** What a process that keeps a copy tells: that it is made, or why not; and at its end whether it is gone. */
export type CopyEvent =
  | { readonly id: number; readonly made: EngineResult<MadeCopy> }
  | { readonly id: number; readonly output: string }
  | { readonly id: number; readonly gone: EngineResult<null> };
