import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { askAlembic } from './askAlembic';
import { revisionArguments, shown } from './commandLine';
import { openNewRevision } from './openNewRevision';
import { pickProject } from './pickProject';
import { revisionQuestions } from './revisionQuestions';
import { saveRevisions } from './saveRevisions';
import { askSteps } from './steps';
import { mayRun } from './trust';

const WHAT = 'New revision';

/**
 * `alembic revision`: asks for the message, for the head where there are several, and offers the rest. With a message given
 * only what has to be known is asked. The file opens at its `upgrade`.
 * @returns the file's path; undefined when none was written.
 */
export async function newRevision(parts: Parts, given: CommandArguments): Promise<string | undefined> {
  const project = await pickProject(parts, given);
  if (project === undefined) return undefined;
  if (!(await mayRun(parts, WHAT)) || !(await saveRevisions(parts, project))) return undefined;
  const { start, steps } = await revisionQuestions(parts, project, given, {
    go: 'Create Revision',
    detail: (answers) => shown(revisionArguments(answers)),
  });
  const written = await askSteps(`New Revision of ${project.name}`, start, steps, (answers) =>
    askAlembic(parts, project.id, revisionArguments(answers), {
      what: WHAT,
      doing: `Writing a revision of ${project.name}`,
    }),
  );
  return written === undefined ? undefined : openNewRevision(parts, written.files);
}
