import type { Schema } from '../schema/schema';
import type { Applied, ApplyContext } from './applied';
import { applyBy, type ApplyTable, PLAIN } from './applyPlain';
import type { Operation, OperationKind } from './operation';
import { applyAutocommitBlock } from './specs/autocommitBlock';
import { applyBatch } from './specs/batch';
import { execute } from './specs/execute';
import { applyOpaque } from './specs/opaque';
import { applyStatement } from './sqlEffects/applyStatement';

/** What each kind of operation makes of a schema. */
const APPLY: ApplyTable<OperationKind> = {
  ...PLAIN,
  execute: execute.apply,
  opaque: (schema, operation, context) =>
    operation.statement === undefined
      ? applyOpaque(schema, operation, context)
      : applyStatement(schema, operation.statement, operation.place, context),
  batch: applyBatch(applyOperations),
  autocommitBlock: applyAutocommitBlock(applyOperations),
};

/** What a schema is after an operation. Never throws for what a file says. */
export function applyOperation(schema: Schema, operation: Operation, context: ApplyContext): Applied {
  return applyBy(APPLY, schema, operation, context);
}

/** What a schema is after several. */
export function applyOperations(schema: Schema, operations: readonly Operation[], context: ApplyContext): Applied {
  return operations.reduce<Applied>(
    (applied, operation) => {
      const next = applyOperation(applied.schema, operation, context);
      return { schema: next.schema, contradictions: [...applied.contradictions, ...next.contradictions] };
    },
    { schema, contradictions: [] },
  );
}
