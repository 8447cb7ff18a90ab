import { NOTHING, operations, type ReadStatement, UNALTERED } from './sqlEffect';
import { notRead } from './sqlReader';

/** Behind `COMMENT ON`: of tables and columns. @throws NotRead */
export const commentOn: ReadStatement = (reader, { place }) => {
  const what = reader.takeOne('TABLE', 'COLUMN');
  if (what === null) return NOTHING;
  const parts = [reader.name()];
  while (reader.take('.')) parts.push(reader.name());
  const column = what === 'COLUMN' ? parts.pop() : undefined;
  const [table, schema = null, ...more] = parts.toReversed();
  if (table === undefined || more.length > 0) return notRead('a name');
  reader.expect('IS');
  const comment = reader.take('NULL') ? null : reader.string();
  reader.expectEnd();
  const where = { place, table, schema } as const;
  if (column === undefined) {
    return operations(
      comment === null
        ? { kind: 'dropTableComment', ...where, existingComment: null }
        : { kind: 'createTableComment', ...where, comment, existingComment: null },
    );
  }
  return operations({ ...UNALTERED, ...where, column, comment });
};
