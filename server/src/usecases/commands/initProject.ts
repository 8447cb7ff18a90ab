import { basename } from 'node:path';
import { err, ok } from '../../common/result';
import type { CommandAnswer, CommandRequest, EngineResult } from '../../engine/engine';
import { evaluateConfig } from '../../project/config';
import type { ProjectConfig } from '../../project/model';
import type { Template } from '../../protocol/commands';
import { type EngineContext, openEngineForInit } from '../engineContext';
import { argumentsOf, type Command } from './readCommand';

/** A folder that is no project yet, or not the one that is to be made. */
export interface InitPlace {
  /** The working directory, absolute. */
  readonly folder: string;
  /** `-c`, absolute; what is absent is `alembic.ini` and `pyproject.toml` of the folder. */
  readonly config?: { readonly ini?: string; readonly toml?: string };
}

/** The templates of the Alembic that is installed for a folder. */
export async function listTemplates(
  place: InitPlace,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<readonly Template[]>> {
  const command: Command = { name: 'list_templates', flags: new Set(), values: new Map(), words: [] };
  const answer = await runInFolder(place, command, context, signal);
  return answer.ok ? ok(readTemplates(answer.value.text)) : answer;
}

/** The lines `generic - Generic single-database configuration.` of what `list_templates` prints. */
function readTemplates(text: string): readonly Template[] {
  return text.split('\n').flatMap((line) => {
    const [, name, description] = /^(\S+) - (.*)$/.exec(line.trimEnd()) ?? [];
    return name === undefined || description === undefined ? [] : [{ name, description }];
  });
}

/** What `init` is told. */
export interface InitChoices {
  readonly template: string;
  /** As typed: relative to the folder. */
  readonly directory: string;
  readonly package: boolean;
}

/** The command line of `alembic init` for these choices. */
export function initCommand({ template, directory, package: asPackage }: InitChoices): Command {
  return {
    name: 'init',
    flags: new Set(asPackage ? ['package'] : []),
    values: new Map([['template', [template]]]),
    words: [directory],
  };
}

/**
 * Runs `init` or `list_templates` by the Alembic that is installed for a folder. Alembic refuses a directory that holds
 * anything, leaves an alembic.ini that is there, and adds to a pyproject.toml.
 */
export async function runInFolder(
  place: InitPlace,
  command: Command,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<CommandAnswer>> {
  if (command.name === 'init' && command.words[0]?.trim() === '') {
    return err({ code: 'commandFailed', message: 'Name the directory to make, for example migrations.' });
  }
  const kind: CommandRequest['kind'] = command.name === 'init' ? 'files' : 'read';
  const engine = openEngineForInit(unmadeProject(place, context), context);
  if (!engine.ok) return engine;
  return engine.value.command({ kind, arguments: argumentsOf(command) }, { output: context.output }, signal);
}

/** A project without files: what the engine is given where there is none yet. */
function unmadeProject({ folder, config }: InitPlace, { host: { fs } }: EngineContext): ProjectConfig {
  const bare = { section: 'alembic', bare: true };
  const empty = evaluateConfig(fs, bare, { name: basename(folder), folder, workingDirectory: folder });
  return { ...empty, source: { ...bare, ...config }, scriptLocation: null, envPy: null };
}
