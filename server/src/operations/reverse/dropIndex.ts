import type { Table } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import { refuse } from '../../sqlalchemy/refusal';
import type { Reverse } from '../applied';
import type { DropIndex } from '../operation';
import { knownTable, missingFrom, sureTable } from './known';
import { indexAgain } from './rebuild';

/** CREATE INDEX as it was; `CONCURRENTLY` where the index was dropped so. */
export const reverseDropIndex: Reverse<DropIndex> = (operation, { before, after }) => {
  const { place, schema, options, name: called } = operation;
  const was = operation.table === null ? holder(before, after, schema) : knownTable(before, operation.table, schema);
  if (was === undefined) {
    const isSure = before.doubt === null && before.tables.every(({ doubt }) => doubt === null);
    if (operation.ifExists === true && isSure) return [];
    return refuse(`Which table the index \`${called.text}\` belonged to is not known.`);
  }
  const [index] = missingFrom(was.indexes, knownTable(after, was.name, schema).indexes);
  if (index === undefined) {
    return operation.ifExists === true ? [] : refuse(`The table \`${was.name}\` has no index \`${called.text}\`.`);
  }
  const { postgresql_concurrently: concurrently } = options;
  const again = concurrently === undefined ? {} : { postgresql_concurrently: concurrently };
  return [indexAgain(index, { name: was.name, schema, place }, again)];
};

/** The table that lost an index. */
function holder(before: Schema, after: Schema, schema: string | null): Table | undefined {
  for (const { table, doubt } of before.tables.values()) {
    if (table === null || doubt !== null || table.schema !== schema) continue;
    const is = sureTable(after, table.name, schema);
    if (is !== undefined && is !== table && is.indexes.length < table.indexes.length) return table;
  }
  return undefined;
}
