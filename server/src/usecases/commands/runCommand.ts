import { basename } from 'node:path';
import type { FileSystem } from '../../common/fileSystem';
import { err, ok } from '../../common/result';
import type { CommandRequest, EngineError, EngineResult } from '../../engine/engine';
import type { CommandResult } from '../../protocol/commands';
import { resolveRevisions } from '../../revision/resolve';
import { asRevision, BASE } from '../../revision/traverse';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { type EngineContext, openEngine } from '../engineContext';
import { chainText, isOfChain, reasonOf, whyNotLoaded, whyRefused } from './chainAnswer';
import { currentAnswer, guessedCurrent, nativeCurrent } from './currentAnswer';
import { nextRevisionId } from './numberedRevisions';
import { argumentsOf, type Command, readCommand } from './readCommand';

/** What a command answered; `files` are absolute paths. */
export type CommandOutcome = CommandResult;

export interface CommandContext {
  readonly engine: EngineContext;
  readonly fs: Pick<FileSystem, 'stat'>;
  readonly signal: AbortSignal;
  /** Paths of the project's files whose buffers are not saved; absent: there are no buffers. */
  readonly unsaved?: readonly string[];
}

/**
 * Answers one of Alembic's commands that write to no database. What the revision files tell is answered from them, as they
 * stand in the snapshot; the rest by the project's own Alembic, which reads what is on disk.
 * @param args as the command line has them: `["history", "-v"]`, without `-c`, `-n`, `-x`.
 * @returns `commandFailed` for what Alembic refuses, in its words; `unsupported` for a command that would write to a database
 * (it is to be planned) or belongs to no project (`init`).
 */
export async function runCommand(
  project: ProjectSnapshot,
  args: readonly string[],
  context: CommandContext,
): Promise<EngineResult<CommandOutcome>> {
  const command = readCommand(args);
  return command.ok ? answerCommand(project, command.value, context) : err(refused(command.error));
}

/** The same for arguments that were read already. */
export async function answerCommand(
  project: ProjectSnapshot,
  command: Command,
  context: CommandContext,
): Promise<EngineResult<CommandOutcome>> {
  if (command.name === 'edit') return filesToEdit(project, command, context);
  if (isOfChain(command)) {
    const broken = whyRefused(project, context.fs) ?? whyNotLoaded(project);
    if (broken !== null) return err(refused(broken));
    const text = chainText(project, command);
    return text.ok ? ok(printed(text.value)) : err(refused(reasonOf(text.error)));
  }
  if (command.name === 'current' && context.engine.engine === 'native' && !command.flags.has('check-heads')) {
    const text = await nativeCurrent(project, command, context.engine, context.signal);
    return text.ok ? ok(printed(text.value)) : text;
  }
  if (command.name === 'current') {
    const text = await currentAnswer(project, command, context.engine, context.signal);
    if (text !== null) return ok(printed(text));
  }
  const kind = jobOf(command);
  if (kind === null) return err(elsewhere(command));
  const engine = openEngine(project.config, context.engine);
  if (!engine.ok) return withoutPython(project, command, engine.error, context);
  const numbered = withNextNumber(project, command);
  const answer = await engine.value.command(
    { kind, arguments: argumentsOf(numbered.command) },
    { output: context.engine.output },
    context.signal,
  );
  if (!answer.ok) return withoutPython(project, command, answer.error, context);
  const { text, files, sqlFiles } = answer.value;
  const unseen = context.unsaved ?? [];
  const stale = `Not saved, so Alembic did not see it: ${unseen.map((path) => basename(path)).join(', ')}.`;
  const notes = [...numbered.notes, ...(unseen.length === 0 ? [] : [stale])];
  const language = kind === 'offline' ? 'sql' : 'plaintext';
  return ok({ text, files, language, notes, ...(sqlFiles.length > 0 && { sqlFiles }) });
}

/** There is none to run: an env.py that fails has something to say of its own. */
const WITHOUT_ALEMBIC: ReadonlySet<string> = new Set(['noInterpreter', 'alembicMissing']);

/** What is known all the same when Alembic gives no answer; its error where nothing is. */
async function withoutPython(
  project: ProjectSnapshot,
  command: Command,
  error: EngineError,
  { engine, signal }: CommandContext,
): Promise<EngineResult<CommandOutcome>> {
  if (command.name !== 'current' || !WITHOUT_ALEMBIC.has(error.code)) return err(error);
  const guessed = await guessedCurrent(project, command, error, engine, signal);
  return guessed === null ? err(error) : ok({ ...printed(guessed.text), notes: [guessed.note] });
}

/** How Alembic runs a command; null for one that writes to a database or belongs to no project. */
function jobOf({ name, flags }: Command): CommandRequest['kind'] | null {
  switch (name) {
    case 'revision':
    case 'merge':
      return 'files';
    case 'upgrade':
    case 'downgrade':
    case 'stamp':
    case 'ensure_version':
      return flags.has('sql') ? 'offline' : null;
    case 'init':
      return null;
    default:
      return 'read';
  }
}

function elsewhere({ name }: Command): EngineError {
  const message =
    name === 'init'
      ? "'init' makes a project of a folder: it is not asked of a project."
      : `'${name}' writes to a database: it is planned and confirmed first. With --sql it writes SQL instead.`;
  return { code: 'unsupported', message };
}

/** A numbered project goes on with its next number; who gives an id, or a hook of env.py, has the last word. */
function withNextNumber(
  project: ProjectSnapshot,
  command: Command,
): { readonly command: Command; readonly notes: readonly string[] } {
  const makes = command.name === 'revision' || command.name === 'merge';
  const id = makes && !command.values.has('rev-id') ? nextRevisionId(project) : null;
  if (id === null) return { command, notes: [] };
  return {
    command: { ...command, values: new Map([...command.values, ['rev-id', [id]]]) },
    notes: [`The revisions of this project are numbered: the new one was given the id ${id}.`],
  };
}

/** `edit`: the files of the revisions a word means. `current` is asked of the database. */
async function filesToEdit(
  project: ProjectSnapshot,
  { words: [word = ''] }: Command,
  { engine: context, signal, fs }: CommandContext,
): Promise<EngineResult<CommandOutcome>> {
  const broken = whyRefused(project, fs) ?? whyNotLoaded(project);
  if (broken !== null) return err(refused(broken));
  const identifiers: string[] = [];
  if (word === 'current') {
    const engine = openEngine(project.config, context);
    if (!engine.ok) return engine;
    const databases = await engine.value.identify({ output: context.output }, signal);
    if (!databases.ok) return databases;
    identifiers.push(...new Set(databases.value.flatMap(({ rows }) => rows)));
    if (identifiers.length === 0) return err(refused('No current revisions'));
  } else identifiers.push(word);
  const files: string[] = [];
  for (const identifier of identifiers) {
    const found = resolveRevisions(project.chain.map, identifier);
    if (!found.ok) return err(refused(reasonOf(found.error)));
    for (const one of found.value) if (one !== null && one !== BASE) files.push(asRevision(one).script.path);
  }
  if (files.length === 0) return err(refused(`No revision files indicated by symbol '${word}'`));
  return ok({ text: '', language: 'plaintext', files: [...new Set(files)], notes: [] });
}

function printed(text: string): CommandOutcome {
  return { text, language: 'plaintext', files: [], notes: [] };
}

function refused(message: string): EngineError {
  return { code: 'commandFailed', message };
}
