import { refuse } from '../../sqlalchemy/refusal';
import type { Reverse } from '../applied';
import type { BulkInsert, Opaque } from '../operation';

/** Which rows are still those that were inserted is not known. */
export const reverseBulkInsert: Reverse<BulkInsert> = ({ table }) =>
  refuse(
    `The rows inserted into \`${table.name}\` are not deleted: which of them are still there as they were is not known.`,
  );

export const reverseOpaque: Reverse<Opaque> = ({ reason }) => refuse(`What this does is not known: ${reason}`);
