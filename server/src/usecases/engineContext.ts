import { AlembicEngine } from '../engine/alembic/alembicEngine';
import { findInterpreter } from '../engine/alembic/interpreter';
import type { EngineResult } from '../engine/engine';
import type { EngineHost } from '../engine/host';
import type { RunnerClient } from '../engine/runnerClient';
import { err, ok } from '../common/result';
import type { ProjectConfig } from '../project/model';

/** What a use case needs to reach a database: the machine, and what the user has decided. */
export interface EngineContext {
  readonly host: EngineHost;
  readonly runner: Pick<RunnerClient, 'request'>;
  /** Whether the workspace is trusted: nothing of it is executed and no database opened before. */
  readonly trusted: boolean;
  /** Setting `alembicWorkbench.python.interpreter`. */
  readonly interpreter: string;
  /** What the Python extension would use for the project's folder. */
  readonly pythonExtension?: string;
  /** The workspace folder that holds the project. */
  readonly workspaceFolder: string;
  /** One line for the log; secrets are masked. */
  readonly output: (text: string) => void;
}

/** Refuses while the workspace is not trusted. */
export function requireTrust(context: EngineContext): EngineResult<null> {
  if (context.trusted) return ok(null);
  return err({
    code: 'notTrusted',
    message: 'The workspace is not trusted, so nothing of it is run and no database is opened. Trust it first.',
  });
}

/**
 * The engine of a project: its own Alembic.
 * @returns `notTrusted`, `noInterpreter`, or `environmentFailed` when the project has no env.py to run.
 */
export function openEngine(config: ProjectConfig, context: EngineContext): EngineResult<AlembicEngine> {
  const trust = requireTrust(context);
  if (!trust.ok) return trust;
  if (config.envPy === null) {
    const message = 'The project has no env.py, so Alembic cannot run it. Check script_location in its configuration.';
    return err({ code: 'environmentFailed', message });
  }
  const interpreter = findInterpreter({
    setting: context.interpreter,
    pythonExtension: context.pythonExtension,
    workingDirectory: config.workingDirectory,
    workspaceFolder: context.workspaceFolder,
    fs: context.host.fs,
    environment: context.host.environment,
    platform: context.host.platform,
  });
  return interpreter.ok ? ok(new AlembicEngine(context.host, interpreter.value, config)) : interpreter;
}
