import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { revisionChoices } from './identifiers';
import { pickProject } from './pickProject';
import { BACK, pickOne } from './quickInput';

/**
 * The file of a revision: the one with the id given, or one picked. Undefined: the user gave up.
 * @param title what it is picked for: `Show SQL`.
 */
export async function pickRevisionFile(
  parts: Parts,
  given: CommandArguments,
  title: string,
): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const rows = await parts.projects.rows(project.id);
  const id =
    given.id ??
    (await pickOne(
      { title: `${title} of ${project.name}`, back: false },
      { choices: revisionChoices(rows), placeholder: 'Pick a revision' },
    ));
  return id === BACK ? undefined : rows.find((row) => row.id === id)?.uri;
}
