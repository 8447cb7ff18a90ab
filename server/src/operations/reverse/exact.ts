import { differenceText, sameData, type SchemaDifference, schemaDifferences } from '../../schema/equal';
import type { Schema } from '../../schema/schema';
import type { SqlType } from '../../schema/sqlType';
import { applyOperations } from '../applyOperation';
import type { Contradiction, ReverseStep } from '../applied';
import type { Operation } from '../operation';
import { withExistingType } from './existingType';

/**
 * Why operations do not give back what was there before (`apply(reverse(op), apply(op, s)) = s`), as far as that is sure;
 * null: they do. One sentence for the user.
 */
export function whyInexact(operations: readonly Operation[], { before, after, context }: ReverseStep): string | null {
  const back = applyOperations(after, operations, context);
  const refused = back.contradictions.find(isRefusal);
  if (refused !== undefined) return `What undoes it would be refused: ${refused.message}`;
  const found = schemaDifferences(before, back.schema, { assignedNames: true, doubts: false }).find(
    (difference) =>
      !isSameType(difference, context) && isSureOf(difference, before) && isSureOf(difference, back.schema),
  );
  return found === undefined ? null : `It cannot be undone exactly: ${differenceText(found)}.`;
}

/** Whether a schema says for sure how the table is that a difference is about. */
function isSureOf({ table: label }: SchemaDifference, schema: Schema): boolean {
  if (label === null) return true;
  const state = schema.tables.get(label) ?? schema.tables.get(label.replace('.', '\u0000'));
  return state === undefined ? schema.doubt === null : state.doubt === null;
}

/**
 * Whether an operation surely fails. Types that a table brings along are made once a run, whatever is there; and a table
 * that no revision made may have been there before the first one.
 */
export function isRefusal({ code }: Contradiction): boolean {
  return code !== 'type-exists' && code !== 'no-such-table';
}

/** Whether a column's type is only written another way: that of a restored table does not make its type. */
function isSameType({ property, before, after }: SchemaDifference, context: ReverseStep['context']): boolean {
  if (property !== 'type') return false;
  const [one, other] = [before, after].map((type) => withExistingType(type as SqlType, context));
  return sameData(one, other);
}
