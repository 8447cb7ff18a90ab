import { err, ok } from '../../common/result';
import { currentText } from '../../revision/text';
import type { EngineError, EngineResult, KnownDatabase } from '../../engine/engine';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { type EngineContext, requireTrust } from '../engineContext';
import { readNativeState } from '../native/nativePlace';
import { readRemembered } from '../readRemembered';
import { readState } from '../readState';
import { textOptions, whyNotLoaded } from './chainAnswer';
import type { Command } from './readCommand';

/**
 * What `current` prints, by our own drivers and without Python, where env.py was seen to open a database that they can
 * read; null where env.py has to be asked, or Alembic refuses.
 */
export async function currentAnswer(
  project: ProjectSnapshot,
  command: Command,
  context: EngineContext,
  signal: AbortSignal,
): Promise<string | null> {
  if (command.flags.has('check-heads') || whyNotLoaded(project) !== null) return null;
  const { config } = project;
  if (!requireTrust(context).ok) return null;
  const remembered = await readRemembered(config, context, signal);
  if (remembered.kind !== 'read' || remembered.state.kind !== 'known') return null;
  return textOf(project, command, remembered.state.databases);
}

/** The same by our own drivers alone, at the one place that env.py surely opens. */
export async function nativeCurrent(
  project: ProjectSnapshot,
  command: Command,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<string>> {
  const state = await readNativeState(project.config, context, signal);
  if (state.kind !== 'known') return err(state.error);
  const text = textOf(project, command, state.databases);
  return text === null ? err({ code: 'commandFailed', message: WITHOUT_FILE }) : ok(text);
}

const WITHOUT_FILE = 'The database is at a revision that no file has. Get its file back, or stamp the database.';

/**
 * The same where Python cannot be run at all: what stands in the database that is likely the project's.
 * @param why why env.py is not asked.
 * @returns null where nobody knows a likely one, or it cannot be read.
 */
export async function guessedCurrent(
  project: ProjectSnapshot,
  command: Command,
  why: EngineError,
  context: EngineContext,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly note: string } | null> {
  if (command.flags.has('check-heads') || whyNotLoaded(project) !== null) return null;
  const state = await readState(project.config, context, signal);
  if (state.kind !== 'known' || state.source === 'bridge') return null;
  const text = textOf(project, command, state.databases);
  const names = state.databases.map(({ identity }) => identity.label).join(', ');
  const note =
    state.source === 'guess'
      ? `This is a guess: it is what ${names} says, and env.py, which may open another database, was not asked. ${why.message}`
      : `This is what ${names} says. env.py, which surely opens it, was not run. ${why.message}`;
  return text === null ? null : { text, note };
}

function textOf(project: ProjectSnapshot, command: Command, databases: readonly KnownDatabase[]): string | null {
  const { chain } = project;
  const verbose = command.flags.has('verbose');
  const parts: string[] = [];
  for (const { identity, rows } of databases) {
    const text = currentText(chain.map, rows, textOptions(project, verbose));
    if (!text.ok) return null;
    if (verbose) parts.push(`Current revision(s) for ${identity.url}:\n`);
    parts.push(text.value);
  }
  return parts.join('');
}
