import type { Applied, Apply, ApplyContext } from '../applied';
import type { AutocommitBlock, Operation } from '../operation';
import type { Schema } from '../../schema/schema';

/** What a schema is after several operations. */
export type ApplyAll = (schema: Schema, operations: readonly Operation[], context: ApplyContext) => Applied;

/** An autocommit block is its operations. */
export function applyAutocommitBlock(applyAll: ApplyAll): Apply<AutocommitBlock> {
  return (schema, { children }, context) => applyAll(schema, children, context);
}
