import type { Execute } from '../operation';
import type { OperationSpec } from '../spec';
import { applyStatement } from '../sqlEffects/applyStatement';

export const execute: OperationSpec<Execute> = {
  kind: 'execute',
  name: 'execute',
  parameters: 'sqltext =execution_options?',
  batchParameters: 'sqltext =execution_options?',
  isQueued: false,
  parse: (args) => ({ kind: 'execute', place: args.place, statement: args.statement('sqltext') }),
  apply: (schema, { statement, place }, context) => applyStatement(schema, statement, place, context),
};
