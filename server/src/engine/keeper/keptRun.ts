import type { ProjectConfig } from '../../project/model';
import type { Interpreter } from '../alembic/interpreter';
import type { RunRequest } from '../engine';
import type { EnvironmentOptions } from '../environmentOptions';

/** What a keeper needs to do a run: an `AlembicEngine` and its request, as data. Holds secrets: goes over a pipe only. */
export interface KeptRun {
  readonly interpreter: Interpreter;
  readonly config: ProjectConfig;
  readonly environment: { readonly options: EnvironmentOptions; readonly loader: string | null };
  /** Passwords known so far. */
  readonly secrets: readonly string[];
  readonly request: RunRequest;
}
