import type { Column, Constraint, Index } from '../../schema/model';
import { writeColumn } from './columns';
import { writeInlineConstraint, writeInlineIndex } from './constraints';
import type { PythonWriter } from './writer';

/**
 * An item of a table.
 * @param beside all items of the table.
 * @throws Refusal
 */
export function writeTableItem(
  item: Column | Constraint | Index,
  beside: readonly (Column | Constraint | Index)[],
  writer: PythonWriter,
): string {
  switch (item.kind) {
    case 'column':
      return writeColumn(item, beside, writer);
    case 'index':
      return writeInlineIndex(item, writer);
    default:
      return writeInlineConstraint(item, writer);
  }
}
