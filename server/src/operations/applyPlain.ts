import type { Schema } from '../schema/schema';
import { Refusal } from '../sqlalchemy/refusal';
import type { Applied, Apply, ApplyContext } from './applied';
import { doubtEverything } from './doubt';
import type { OperationKind, OperationOf } from './operation';
import { addColumn } from './specs/addColumn';
import { applyAddConstraint } from './specs/addConstraint';
import { alterColumn } from './specs/alterColumn';
import { bulkInsert } from './specs/bulkInsert';
import { applyCreateEnum } from './specs/createEnum';
import { createForeignKey } from './specs/createForeignKey';
import { createIndex } from './specs/createIndex';
import { createTable } from './specs/createTable';
import { createTableComment } from './specs/createTableComment';
import { dropColumn } from './specs/dropColumn';
import { dropConstraint } from './specs/dropConstraint';
import { applyDropEnum } from './specs/dropEnum';
import { dropIndex } from './specs/dropIndex';
import { dropTable } from './specs/dropTable';
import { dropTableComment } from './specs/dropTableComment';
import { applyOpaque } from './specs/opaque';
import { renameTable } from './specs/renameTable';

/** Operations that neither hold others nor are SQL, which may hold some. */
type PlainKind = Exclude<OperationKind, 'execute' | 'batch' | 'autocommitBlock'>;
export type PlainOperation = OperationOf<PlainKind>;

export type ApplyTable<K extends OperationKind> = { readonly [P in K]: Apply<OperationOf<P>> };

export const PLAIN: ApplyTable<PlainKind> = {
  addColumn: addColumn.apply,
  alterColumn: alterColumn.apply,
  dropColumn: dropColumn.apply,
  createTable: createTable.apply,
  dropTable: dropTable.apply,
  renameTable: renameTable.apply,
  createIndex: createIndex.apply,
  dropIndex: dropIndex.apply,
  addConstraint: applyAddConstraint,
  createForeignKey: createForeignKey.apply,
  dropConstraint: dropConstraint.apply,
  createTableComment: createTableComment.apply,
  dropTableComment: dropTableComment.apply,
  bulkInsert: bulkInsert.apply,
  createEnum: applyCreateEnum,
  dropEnum: applyDropEnum,
  opaque: applyOpaque,
};

/** What a schema is after an operation that is neither a block nor SQL. Never throws for what a file says. */
export function applyPlain(schema: Schema, operation: PlainOperation, context: ApplyContext): Applied {
  return applyBy(PLAIN, schema, operation, context);
}

/** Applies by a table of kinds. A refusal that nothing nearer deals with leaves everything in doubt. */
export function applyBy<K extends OperationKind>(
  table: ApplyTable<K>,
  schema: Schema,
  operation: OperationOf<K>,
  context: ApplyContext,
): Applied {
  // The table is by kind, which the compiler cannot follow through the lookup.
  const apply = table[operation.kind] as Apply;
  try {
    return apply(schema, operation, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      schema: doubtEverything(schema, { reason: error.reason, revision: context.revision }),
      contradictions: [],
    };
  }
}
