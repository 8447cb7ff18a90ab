import { RefreshState } from '../../../server/src/protocol/requests';
import type { AnswerDocuments } from '../documents/answers';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { historyOptions, type HistoryAnswers } from './commandLine';
import { pickIdentifier, revisionChoices } from './identifiers';
import { pickProject } from './pickProject';
import { BACK } from './quickInput';

type Printing = 'history' | 'heads' | 'branches' | 'current';

/** The options each command has; others that are given are not meant for it. */
const TAKES: Readonly<Record<Printing, readonly (keyof HistoryAnswers)[]>> = {
  history: ['range', 'verbose', 'indicateCurrent'],
  heads: ['verbose', 'resolveDependencies'],
  branches: ['verbose'],
  current: ['checkHeads', 'verbose'],
};

/**
 * What a command of Alembic's prints, in a read-only document whose revisions are links. Asks only for the project.
 * @returns the text; undefined when there is none.
 */
export async function showPrinted(
  parts: Parts,
  documents: AnswerDocuments,
  command: Printing,
  given: CommandArguments,
): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const taken = Object.fromEntries(
    TAKES[command].flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  return documents.show(project, [command, ...historyOptions(taken)]);
}

/** `alembic current`: asks the database, so the tree is told of it too. */
export async function showCurrent(
  parts: Parts,
  documents: AnswerDocuments,
  given: CommandArguments,
): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const { id: projectId } = project;
  // With the database's name, unless the user says otherwise.
  const text = await showPrinted(parts, documents, 'current', { verbose: true, ...given, projectId });
  if (text !== undefined) {
    const client = await parts.server.client;
    client?.sendRequest(RefreshState, { projectId }).catch((error: unknown) => {
      parts.log.error(`The database could not be read again: ${String(error)}`);
    });
  }
  return text;
}

/** `alembic show`: one revision in full, or what an identifier means. */
export async function showRevision(
  parts: Parts,
  documents: AnswerDocuments,
  given: CommandArguments,
): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  const identifier =
    given.id ??
    given.target ??
    (await pickIdentifier(
      parts,
      { title: `Show Revision of ${project.name}`, back: false },
      {
        projectId: project.id,
        command: 'show',
        choices: [
          { label: 'current', description: 'where the database stands', value: 'current' },
          ...revisionChoices(await parts.projects.rows(project.id)),
        ],
        placeholder: 'Pick a revision, or type an identifier: an id, head, label@head',
      },
    ));
  if (identifier === undefined || identifier === BACK) return undefined;
  return documents.show(project, ['show', identifier]);
}
