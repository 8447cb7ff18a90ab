import type { Reverse } from '../applied';
import type { CreateTableComment, DropTableComment } from '../operation';
import { knownTable } from './known';

/** The comment that stood there before, or none. */
export const reverseCreateTableComment: Reverse<CreateTableComment> = (operation, { before }) => {
  const { place, table, schema, comment: existingComment } = operation;
  const { comment } = knownTable(before, table, schema);
  if (comment === existingComment) return [];
  return comment === null
    ? [{ kind: 'dropTableComment', place, table, schema, existingComment }]
    : [{ kind: 'createTableComment', place, table, schema, comment, existingComment }];
};

export const reverseDropTableComment: Reverse<DropTableComment> = ({ place, table, schema }, { before }) => {
  const { comment } = knownTable(before, table, schema);
  return comment === null ? [] : [{ kind: 'createTableComment', place, table, schema, comment, existingComment: null }];
};
