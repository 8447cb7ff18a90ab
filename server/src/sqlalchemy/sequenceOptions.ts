import type { SequenceOptions } from '../schema/model';
import type { SequenceReference } from '../schema/sqlType';

/** What a sequence is given, as its options; null where one of them is neither a number nor a flag. */
export function sequenceOptionsOf(given: SequenceReference['options']): SequenceOptions | null {
  const entries = Object.entries(given).filter(([name]) => name !== 'optional');
  const values = entries.map(([name, value]) =>
    value.kind === 'integer' || value.kind === 'boolean' ? ([name, value.value] as const) : null,
  );
  return values.every((one) => one !== null) ? Object.fromEntries(values) : null;
}
