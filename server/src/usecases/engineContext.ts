import { AlembicEngine } from '../engine/alembic/alembicEngine';
import { findInterpreter } from '../engine/alembic/findInterpreter';
import type { Interpreter } from '../engine/alembic/interpreter';
import type { EngineError, EngineResult } from '../engine/engine';
import type { EngineHost } from '../engine/host';
import type { Runner } from '../engine/runnerClient';
import { err, ok } from '../common/result';
import type { EnvironmentOptions } from '../engine/environmentOptions';
import type { ProjectConfig } from '../project/model';
import type { EngineSetting, PythonSettings } from '../protocol/settings';
import type { EnvironmentMemory } from './environmentMemory';
import type { Guess } from './guesses/source';
import type { Protection } from './protection';

/** What a use case needs to reach a database: the machine, and what the user has decided. */
export interface EngineContext {
  readonly host: EngineHost;
  readonly runner: Runner;
  /** Which engine runs migrations; absent: the project's Alembic. */
  readonly engine?: EngineSetting;
  /** Seconds a statement of the native engine may wait for a lock; absent, or 0: as long as it takes. */
  readonly lockTimeout?: number;
  /** Whether the workspace is trusted: nothing of it is executed and no database opened before. */
  readonly trusted: boolean;
  /** How Python is reached, from the settings. */
  readonly python: PythonSettings;
  /** What names the interpreter where no setting does: `--python`. */
  readonly interpreterNamedBy?: string;
  /** How far up environments are looked for; absent: to the workspace folder. */
  readonly searchUpTo?: 'repository';
  /** What env.py is given for the target that is chosen. */
  readonly options: EnvironmentOptions;
  /** Why the chosen target cannot be used: nothing is run then and no database opened. */
  readonly refusal?: EngineError;
  /** Patterns of databases, and whether the target is one, that are written to only by somebody who types their name. */
  readonly protection?: Protection;
  /** What env.py was seen to open; absent: nobody remembers. */
  readonly memory?: EnvironmentMemory;
  /** Where the database may be, for the time that env.py cannot be asked; absent: nobody guesses. */
  readonly guess?: () => Guess | null;
  /** What the Python extension would use for the project's folder. */
  readonly pythonExtension?: string;
  /** The workspace folder that holds the project. */
  readonly workspaceFolder: string;
  /** One line for the log; secrets are masked. */
  readonly output: (text: string) => void;
}

/** Refuses while the workspace is not trusted, and a target that cannot be used. */
export function requireTrust(context: EngineContext): EngineResult<null> {
  if (context.trusted) return context.refusal === undefined ? ok(null) : err(context.refusal);
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
  if (!context.trusted || config.envPy !== null) return openEngineForInit(config, context);
  const message = 'The project has no env.py, so Alembic cannot run it. Check script_location in its configuration.';
  return err({ code: 'environmentFailed', message });
}

/** The same where env.py is yet to be made: `init`, `list_templates`. */
export function openEngineForInit(config: ProjectConfig, context: EngineContext): EngineResult<AlembicEngine> {
  const trust = requireTrust(context);
  if (!trust.ok) return trust;
  const interpreter = interpreterOf(config, context);
  const loader = context.python.applicationLoader === '' ? null : context.python.applicationLoader;
  return interpreter.ok
    ? ok(new AlembicEngine(context.host, interpreter.value, config, { options: context.options, loader }))
    : interpreter;
}

/** The Python program that a project is run with; null: there is none, or it is on another machine. Runs nothing. */
export function pythonProgram(config: ProjectConfig, context: EngineContext): string | null {
  const found = interpreterOf(config, context);
  return found.ok && found.value.elsewhere === undefined ? found.value.command : null;
}

function interpreterOf(config: ProjectConfig, context: EngineContext): EngineResult<Interpreter> {
  return findInterpreter({
    setting: context.python.interpreter,
    command: context.python.command,
    pathMapping: context.python.pathMapping,
    ...(context.interpreterNamedBy !== undefined && { namedBy: context.interpreterNamedBy }),
    ...(context.searchUpTo !== undefined && { upTo: context.searchUpTo }),
    pythonExtension: context.pythonExtension,
    workingDirectory: config.workingDirectory,
    workspaceFolder: context.workspaceFolder,
    fs: context.host.fs,
    environment: context.host.environment,
    platform: context.host.platform,
  });
}
