import type { Schema } from '../schema/schema';
import type { Applied, ApplyContext } from './applied';
import { applyPerhaps } from './applyPerhaps';
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
  opaque: (schema, operation, context) => {
    const { statement, may, reason, place } = operation;
    if (statement !== undefined) return applyStatement(schema, statement, place, context);
    if (may === undefined) return applyOpaque(schema, operation, context);
    return { schema: applyPerhaps(applyOperations, schema, may, { reason, context }), contradictions: [] };
  },
  batch: applyBatch(applyOperations),
  autocommitBlock: applyAutocommitBlock(applyOperations),
};

/** What a schema is after an operation. Never throws for what a file says. */
export function applyOperation(schema: Schema, operation: Operation, context: ApplyContext): Applied {
  return applyBy(APPLY, schema, operation, context);
}

/** What a schema is after several. */
export function applyOperations(schema: Schema, operations: readonly Operation[], context: ApplyContext): Applied {
  let applied: Applied = { schema, contradictions: [] };
  for (let index = 0; index < operations.length; index++) {
    const operation = operations[index];
    if (operation === undefined) break;
    const next = applyOperation(applied.schema, operation, context);
    applied = { schema: next.schema, contradictions: [...applied.contradictions, ...next.contradictions] };
    const reason = whyItMayEnd(operation);
    if (reason === null) continue;
    const count = operation.kind === 'opaque' && typeof operation.mayEnd === 'number' ? operation.mayEnd : Infinity;
    const rest = operations.slice(index + 1, index + 1 + count);
    applied = { ...applied, schema: applyPerhaps(applyOperations, applied.schema, rest, { reason, context }) };
    index += rest.length;
  }
  return applied;
}

/** Why it is not known whether what follows an operation ran; null: it ran. */
export function whyItMayEnd(operation: Operation): string | null {
  if (operation.kind === 'opaque')
    return operation.mayEnd === undefined || operation.mayEnd === 0 ? null : operation.reason;
  if (operation.kind !== 'batch' && operation.kind !== 'autocommitBlock') return null;
  return operation.children.map(whyItMayEnd).find((reason) => reason !== null) ?? null;
}
