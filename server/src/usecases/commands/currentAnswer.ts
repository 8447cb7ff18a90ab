import { currentText } from '../../revision/text';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { believedDatabase } from '../believedDatabase';
import type { EngineContext } from '../engineContext';
import { readKnownPlace } from '../readState';
import { textOptions, whyNotLoaded } from './chainAnswer';
import type { Command } from './readCommand';

/**
 * What `current` prints, by our own drivers and without Python, where it is known which database env.py opens and it can be
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
  const believed = believedDatabase(context.host.fs, config, context.options.section);
  const { state } = await readKnownPlace(config, believed, context, signal);
  if (state?.kind !== 'known') return null;
  const verbose = command.flags.has('verbose');
  const parts: string[] = [];
  for (const { identity, rows } of state.databases) {
    const text = currentText(chain.map, rows, textOptions(project, verbose));
    if (!text.ok) return null;
    if (verbose) parts.push(`Current revision(s) for ${identity.url}:\n`);
    parts.push(text.value);
  }
  return parts.join('');
}
