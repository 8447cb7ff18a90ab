import { refuse } from '../../sqlalchemy/refusal';
import type { Reverse } from '../applied';
import type { CreateIndex } from '../operation';
import { missingFrom, sureTable } from './known';
import { indexDropped } from './rebuild';
import { withServingIndexes } from './servingIndexes';

export const reverseCreateIndex: Reverse<CreateIndex> = (operation, step) => {
  const { before, after } = step;
  const { table: name, schema, place } = operation;
  const was = sureTable(before, name, schema);
  const is = sureTable(after, name, schema);
  const created = was === undefined || is === undefined ? undefined : missingFrom(is.indexes, was.indexes);
  if (operation.ifNotExists === true) {
    if (created === undefined) return refuse('Whether the index was there already is not known.');
    if (created.length === 0) return [];
  }
  const called = operation.name ?? created?.[0]?.name ?? refuse(`The name of an index of \`${name}\` is not known.`);
  const where = { name, schema, place };
  return withServingIndexes(indexDropped({ name: called, options: operation.options }, where), where, step);
};
