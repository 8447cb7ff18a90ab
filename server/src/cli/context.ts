import { resolve } from 'node:path';
import { kindAt } from '../common/fileSystem';
import type { EngineError } from '../engine/engine';
import { type CommandFlag, NO_OPTIONS } from '../engine/environmentOptions';
import { DEFAULT_SETTINGS, type EngineSetting } from '../protocol/settings';
import type { ProjectConfig } from '../project/model';
import { type EngineContext, pythonProgram } from '../usecases/engineContext';
import { guessDatabase } from '../usecases/guesses/guess';
import type { Guess } from '../usecases/guesses/source';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';
import { withOptionNames } from './optionNames';
import { errorText, runErrorText } from './problemText';

/** Patterns of databases that are protected, separated by commas: a terminal has no settings of an editor. */
const PROTECTED = 'ALEMBIC_WORKBENCH_PROTECTED';

/**
 * What the engine is run with. Who starts the program at a terminal runs the project's code on purpose, as with `alembic`.
 * @param output takes the lines env.py and its libraries print.
 */
export function contextOf(host: CliHost, invocation: Invocation, output: (text: string) => void): EngineContext {
  return {
    host: host.engine,
    runner: host.runner,
    trusted: true,
    python: {
      ...DEFAULT_SETTINGS.python,
      interpreter: invocation.python === '' ? '' : resolve(host.cwd, invocation.python),
      command: invocation.pythonCommand,
      pathMapping: invocation.pathMapping,
      applicationLoader: invocation.application,
    },
    interpreterNamedBy: invocation.pythonCommand.length > 0 ? '--python-command' : '--python',
    searchUpTo: 'repository',
    options: { ...NO_OPTIONS, xArguments: invocation.xArguments, flags: flagsOf(invocation) },
    protection: { patterns: (host.engine.environment[PROTECTED] ?? '').split(','), target: false },
    engine: engineOf(invocation) ?? 'auto',
    workspaceFolder: host.cwd,
    output,
  };
}

/** The same, with those lines on standard error. */
export function contextToTell(host: CliHost, invocation: Invocation): EngineContext {
  return contextOf(host, invocation, (text) => {
    host.err(`${text}\n`);
  });
}

/** The Python program that a project is run with; null: not known. */
export function pythonOf(config: ProjectConfig, invocation: Invocation, host: CliHost): string | null {
  return pythonProgram(
    config,
    contextOf(host, invocation, () => undefined),
  );
}

/** Where the database may be when Python cannot be run: a terminal has neither settings nor a secret storage. */
export function guessOf(
  { config }: ProjectSnapshot,
  { options }: EngineContext,
  { fs, cwd, engine }: CliHost,
): Guess | null {
  const { environment } = engine;
  return guessDatabase({ fs, config, options, workspaceFolder: cwd, environment, setting: '', secret: null });
}

function flagsOf({ quiet, raiseerr }: Invocation): readonly CommandFlag[] {
  return [...(quiet ? (['--quiet'] as const) : []), ...(raiseerr ? (['--raiseerr'] as const) : [])];
}

/** What runs migrations; null: nobody says, or it is none of them. */
function engineOf({ engine }: Invocation): EngineSetting | null {
  return engine === 'auto' || engine === 'alembic' || engine === 'native' ? engine : null;
}

/** Refuses an engine that there is not. */
export function unknownEngine(invocation: Invocation, host: CliHost): ExitCode | null {
  const { engine } = invocation;
  if (engine === undefined || engineOf(invocation) !== null) return null;
  return misuse(host, `--engine is auto, alembic or native, not ${engine}.`);
}

/** Refuses an interpreter that is not there: the engine would speak of the editor's setting. */
export function missingPython({ python }: Invocation, host: CliHost): ExitCode | null {
  if (python === '' || kindAt(host.fs, resolve(host.cwd, python)) !== null) return null;
  host.err(`error: --python names ${python}, which is not there.\n`);
  return EXIT.usage;
}

/** Says what is wrong with the arguments. */
export function misuse(host: CliHost, message: string): ExitCode {
  host.err(errorText(message));
  return EXIT.usage;
}

/** Says why the command did not do what it was to do. */
export function fail(host: CliHost, message: string): ExitCode {
  host.err(errorText(message));
  return EXIT.failed;
}

/** Prints why an engine failed, its details first. */
export function failWith(host: CliHost, error: EngineError): ExitCode {
  const { details, revision } = error;
  const text = withOptionNames(error.message);
  if (details !== undefined) host.err(`${details.trimEnd()}\n`);
  const message = revision === undefined || text.includes(revision) ? text : `${revision}: ${text}`;
  host.err(runErrorText({ ...error, message }, host.cwd));
  if (error.install !== undefined) host.err(`hint: ${error.install}\n`);
  return EXIT.failed;
}
