import { differenceText, sameData, type SchemaDifference, schemaDifferences } from '../../schema/equal';
import type { Table } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import type { SqlType } from '../../schema/sqlType';
import { applyOperations } from '../applyOperation';
import type { Contradiction, ReverseStep } from '../applied';
import type { Batch, Operation } from '../operation';
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
      !isSameType(difference, context) &&
      !isToldTheSame(difference, [before, back.schema], context) &&
      isSureOf(difference, before) &&
      isSureOf(difference, back.schema),
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

/** Whether a database that copies tables tells the same of a column in both schemas, though one of them is a copy. */
function isToldTheSame(
  { table: label, item, property }: SchemaDifference,
  schemas: readonly [Schema, Schema],
  context: ReverseStep['context'],
): boolean {
  if (label === null || (property !== 'type' && property !== 'default')) return false;
  const [one, other] = schemas.map((schema) => {
    const table = schema.tables.get(label)?.table;
    const copied = table && context.copiedTable?.(unchanged(table), schema);
    const column = copied?.ok === true ? copied.value.columns.find(({ name }) => name === item) : undefined;
    return property === 'type' ? column?.type : column?.serverDefault;
  });
  return one !== undefined && sameData(one, other);
}

/** A batch that makes a table anew and changes nothing. */
function unchanged({ name, schema }: Table): Batch {
  return {
    kind: 'batch',
    place: { from: 0, to: 0 },
    table: name,
    schema,
    recreate: 'always',
    partialReordering: [],
    copyFrom: null,
    tableItems: [],
    tableOptions: {},
    namingConvention: null,
    children: [],
  };
}
