import type { RevisionOptions } from '../../../server/src/protocol/commandWords';
import type { RevisionRow } from '../../../server/src/protocol/data';
import type { MergeAnswers } from './commandLine';
import { askText, whenAnswered } from './quickInput';
import type { FormRow } from './steps';

/** Alembic keeps ids in a column of this width. */
const LONGEST_ID = 32;

type Common = Pick<RevisionOptions | MergeAnswers, 'message' | 'branchLabel' | 'revId' | 'splice'>;

/** What is wrong with an id for a new revision. */
export function idProblem(id: string, rows: readonly Pick<RevisionRow, 'id'>[]): string | undefined {
  if (/[@\-+:]/.test(id)) return 'Alembic takes no id with @, -, + or : in it.';
  if (id.length > LONGEST_ID) return `An id has at most ${LONGEST_ID} characters: the version table holds no more.`;
  return rows.some((row) => row.id === id) ? `There is a revision ${id} already.` : undefined;
}

/** What is wrong with a label for a new branch. */
function labelProblem(label: string, rows: readonly Pick<RevisionRow, 'id' | 'labels'>[]): string | undefined {
  if (/[@\-+:]/.test(label)) return 'Alembic takes no label with @, -, + or : in it.';
  const taken = rows.find((row) => row.id === label || row.labels.includes(label));
  return taken === undefined ? undefined : `${label} is used by revision ${taken.id} already.`;
}

/** The lines that `revision` and `merge` have in common. */
export function commonRows<A extends Common>(rows: readonly RevisionRow[]): FormRow<A>[] {
  return [
    {
      label: 'Splice',
      value: ({ splice }) => (splice === true ? 'yes: the parent may have children already' : 'no'),
      ask: (answers) => Promise.resolve({ ...answers, splice: answers.splice !== true }),
    },
    {
      label: 'Branch Label',
      value: ({ branchLabel }) => branchLabel ?? 'none',
      ask: async (answers, page) => {
        const { branchLabel: old, ...others } = answers;
        const branchLabel = await askText(page, {
          value: old ?? '',
          prompt: 'A name for the branch that begins here. Empty: none.',
          problem: (label) => labelProblem(label, rows),
        });
        return whenAnswered(
          branchLabel,
          (branchLabel) => ({ ...others, ...(branchLabel !== '' && { branchLabel }) }) as A,
        );
      },
    },
    {
      label: 'Revision Id',
      value: ({ revId }) => revId ?? 'made up by Alembic',
      ask: async (answers, page) => {
        const { revId: old, ...others } = answers;
        const revId = await askText(page, {
          value: old ?? '',
          prompt: 'The id of the revision. Empty: Alembic makes one up.',
          problem: (id) => idProblem(id, rows),
        });
        return whenAnswered(revId, (revId) => ({ ...others, ...(revId !== '' && { revId }) }) as A);
      },
    },
  ];
}
