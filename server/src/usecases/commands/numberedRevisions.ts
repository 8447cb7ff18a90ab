import type { ProjectSnapshot } from '../../workspace/snapshot';

/** Longer digits are dates or accidents of a random id, not numbers somebody counts on. */
const WIDTH = 5;

/**
 * The id a numbered project (`0007_…`) goes on with: where all ids are numbers of one width that grow along the chain. Null
 * where they are not, or where the width is used up.
 */
export function nextRevisionId({ chain }: Pick<ProjectSnapshot, 'chain'>): string | null {
  if (chain.error !== null || chain.leftOut.size > 0) return null;
  const revisions = [...chain.map.revisions.values()];
  const width = revisions[0]?.id.length ?? 0;
  if (width === 0 || width > WIDTH) return null;
  const numbered = revisions.every(
    ({ id, down }) => /^[0-9]+$/.test(id) && id.length === width && down.every((parent) => Number(parent) < Number(id)),
  );
  if (!numbered) return null;
  const numbers = revisions.map(({ id }) => Number(id)).sort((a, b) => a - b);
  const step = stepOf(numbers);
  if (step === null) return null;
  const next = String((numbers.at(-1) ?? 0) + step).padStart(width, '0');
  return next.length === width ? next : null;
}

/** By how much the numbers grow: always by the same, or mostly by one where revisions were taken out. Null: in no order. */
function stepOf(numbers: readonly number[]): number | null {
  const steps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
  const [first] = steps;
  if (first === undefined) return (numbers[0] ?? NaN) <= 1 ? 1 : null;
  if (first <= 10 && steps.every((step) => step === first)) return first;
  return steps.filter((step) => step === 1).length * 2 >= steps.length ? 1 : null;
}
