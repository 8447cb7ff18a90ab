import { currentText } from '../../revision/text';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { type EngineContext, requireTrust } from '../engineContext';
import { readRemembered } from '../readRemembered';
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
  const { config, chain } = project;
  if (!requireTrust(context).ok) return null;
  const remembered = await readRemembered(config, context, signal);
  if (remembered.kind !== 'read' || remembered.state.kind !== 'known') return null;
  const verbose = command.flags.has('verbose');
  const parts: string[] = [];
  for (const { identity, rows } of remembered.state.databases) {
    const text = currentText(chain.map, rows, textOptions(project, verbose));
    if (!text.ok) return null;
    if (verbose) parts.push(`Current revision(s) for ${identity.url}:\n`);
    parts.push(text.value);
  }
  return parts.join('');
}
