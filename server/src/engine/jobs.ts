import type { CopyLimits, StateReading, StateRequest } from '../dialect/liveDialect';
import type { EngineResult, RunProgress, RunReport } from './engine';
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
}

export type RunnerRequest =
  | {
      readonly [J in JobName]: { readonly id: number; readonly job: J; readonly parameters: Jobs[J]['parameters'] };
    }[JobName]
  | { readonly id: number; readonly job: 'migrate'; readonly parameters: Migration }
  | { readonly id: number; readonly cancel: true };

export interface RunnerAnswer {
  readonly id: number;
  readonly result: EngineResult<Jobs[JobName]['value']>;
}

/** What a run tells while it is under way, and how it ended. */
export type MigrationEvent =
  | { readonly id: number; readonly progress: RunProgress }
  | { readonly id: number; readonly output: string }
  | { readonly id: number; readonly report: RunReport };
