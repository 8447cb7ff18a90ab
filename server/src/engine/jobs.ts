import type { StateReading, StateRequest } from '../dialect/liveDialect';
import type { EngineResult } from './engine';

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
}

export type JobName = keyof Jobs;

export type RunnerRequest =
  | {
      readonly [J in JobName]: { readonly id: number; readonly job: J; readonly parameters: Jobs[J]['parameters'] };
    }[JobName]
  | { readonly id: number; readonly cancel: true };

export interface RunnerAnswer {
  readonly id: number;
  readonly result: EngineResult<Jobs[JobName]['value']>;
}
