import type { ReverseStep } from '../applied';
import type { Operation } from '../operation';
import { missingFrom, sureTable } from './known';
import { indexAgain, indexDropped, type Rebuilt } from './rebuild';

/**
 * What drops a key or an index, between what gives MySQL's own indexes back: it makes one for a foreign key, which gives way
 * to another that serves.
 */
export function withServingIndexes(
  dropped: readonly Operation[],
  where: Rebuilt,
  { before, after, context }: ReverseStep,
): readonly Operation[] {
  const [was, is] = [before, after].map((one) => sureTable(one, where.name, where.schema));
  if (context.dialect !== 'mysql' || was === undefined || is === undefined) return dropped;
  const names = dropped.flatMap((one) => (one.kind === 'dropIndex' ? one.name.text : []));
  const gained = missingFrom(is.indexes, was.indexes).filter(({ name }) => !names.includes(name?.text ?? ''));
  return [
    ...missingFrom(was.indexes, is.indexes).map((index) => indexAgain(index, where)),
    ...dropped,
    ...gained.flatMap((index) => indexDropped(index, where)),
  ];
}
