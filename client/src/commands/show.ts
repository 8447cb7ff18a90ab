import { RefreshState } from '../../../server/src/protocol/requests';
import type { AnswerDocuments } from '../documents/answers';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { historyOptions, type HistoryAnswers, shown } from './commandLine';
import { pickIdentifier, revisionChoices } from './identifiers';
import { pickProject } from './pickProject';
import { askText, BACK, whenAnswered } from './quickInput';
import { type Ask, askForm, askSteps } from './steps';

type Printing = 'history' | 'heads' | 'branches' | 'current';

/** The options each command has; others that are given are not meant for it. */
const TAKES: Readonly<Record<Printing, readonly (keyof HistoryAnswers)[]>> = {
  history: ['range', 'verbose', 'indicateCurrent'],
  heads: ['verbose', 'resolveDependencies'],
  branches: ['verbose'],
  current: ['checkHeads', 'verbose'],
};

/**
 * `alembic history`: offers its options, unless the arguments hold one.
 * @returns the text; undefined when there is none.
 */
export async function showHistory(
  parts: Parts,
  documents: AnswerDocuments,
  given: CommandArguments,
): Promise<string | undefined> {
  if (TAKES.history.some((name) => given[name] !== undefined)) return showPrinted(parts, documents, 'history', given);
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  return askSteps(`Show History of ${project.name}`, {}, [historyForm], (answers) =>
    documents.show(project, ['history', ...historyOptions(answers)]),
  );
}

const historyForm: Ask<HistoryAnswers> = (answers, page, keep) =>
  askForm(answers, page, keep, {
    go: 'Show History',
    detail: (now) => shown(['history', ...historyOptions(now)]),
    rows: [
      {
        label: 'Range',
        value: ({ range }) => range ?? 'all of it',
        ask: async ({ range: old = '', ...others }, page) => {
          const range = await askText(page, {
            value: old,
            placeholder: '-3:',
            prompt:
              'From where : to where, each an identifier or nothing: -3:, base:ab12, ab12:current. Empty: all of it.',
            // Alembic splits at the first one and refuses a range without it.
            problem: (text) => (text === '' || text.includes(':') ? undefined : 'A range has a colon: ab12: or :ab12'),
          });
          return whenAnswered(range, (range) => ({ ...others, ...(range !== '' && { range }) }));
        },
      },
      {
        label: 'Verbose',
        value: ({ verbose }) => (verbose === true ? 'yes: every revision in full' : 'no: one line a revision'),
        ask: (answers) => Promise.resolve({ ...answers, verbose: answers.verbose !== true }),
      },
      {
        label: 'Indicate Current',
        value: ({ indicateCurrent }) =>
          indicateCurrent === true ? 'yes: the database is asked where it stands' : 'no: the database is not asked',
        ask: (answers) => Promise.resolve({ ...answers, indicateCurrent: answers.indicateCurrent !== true }),
      },
    ],
  });

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
