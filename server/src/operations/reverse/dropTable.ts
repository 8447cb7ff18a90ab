import { isDeepStrictEqual } from 'node:util';
import type { Table } from '../../schema/model';
import { applyOperations } from '../applyOperation';
import type { Reverse } from '../applied';
import type { DropTable } from '../operation';
import { isTableThere, knownTable, sureTable } from './known';
import { tableAgain } from './rebuild';

/** CREATE TABLE with everything that was in it. */
export const reverseDropTable: Reverse<DropTable> = (
  { table, schema, ifExists, place },
  { before, after, context },
) => {
  if (ifExists === true && isTableThere(before, table, schema) === false) return [];
  const was = knownTable(before, table, schema);
  const unnamed = tableAgain(was, { place, context, keepsNames: false });
  const back = sureTable(applyOperations(after, unnamed, context).schema, table, schema);
  // The database may have made up another name than it would now: the table was renamed, or the name was taken.
  const isSame = back === undefined || isDeepStrictEqual(namesOf(back), namesOf(was));
  return isSame ? unnamed : tableAgain(was, { place, context, keepsNames: true });
};

function namesOf({ constraints }: Table): readonly (string | undefined)[] {
  return constraints.map(({ name }) => name?.text).toSorted();
}
