import { Refusal } from '../sqlalchemy/refusal';
import type { Schema } from '../schema/schema';
import { applyOperation } from './applyOperation';
import type { ApplyContext, Reverse, Reversed, ReverseStep } from './applied';
import type { Operation, OperationKind, OperationOf } from './operation';
import { Born } from './reverse/born';
import { reverseAddColumn } from './reverse/addColumn';
import { reverseAlterColumn } from './reverse/alterColumn';
import { reverseAutocommitBlock, reverseBatch } from './reverse/blocks';
import { reverseCreateTableComment, reverseDropTableComment } from './reverse/comments';
import { reverseAddConstraint, reverseCreateForeignKey, reverseDropConstraint } from './reverse/constraints';
import { reverseCreateIndex } from './reverse/createIndex';
import { reverseCreateTable } from './reverse/createTable';
import { reverseBulkInsert, reverseOpaque } from './reverse/data';
import { reverseDropColumn } from './reverse/dropColumn';
import { reverseDropIndex } from './reverse/dropIndex';
import { reverseDropTable } from './reverse/dropTable';
import { reverseCreateEnum, reverseDropEnum } from './reverse/enums';
import { isRefusal, whyInexact } from './reverse/exact';
import { reverseExecute } from './reverse/execute';
import { reverseRenameTable } from './reverse/renameTable';
import { forSqlite } from './reverse/sqliteColumns';

const REVERSE = {
  addColumn: reverseAddColumn,
  alterColumn: reverseAlterColumn,
  dropColumn: reverseDropColumn,
  createTable: reverseCreateTable,
  dropTable: reverseDropTable,
  renameTable: reverseRenameTable,
  createIndex: reverseCreateIndex,
  dropIndex: reverseDropIndex,
  addConstraint: reverseAddConstraint,
  createForeignKey: reverseCreateForeignKey,
  dropConstraint: reverseDropConstraint,
  createTableComment: reverseCreateTableComment,
  dropTableComment: reverseDropTableComment,
  bulkInsert: reverseBulkInsert,
  execute: reverseExecute(reverseStep),
  createEnum: reverseCreateEnum,
  dropEnum: reverseDropEnum,
  batch: reverseBatch(reverseStep),
  autocommitBlock: reverseAutocommitBlock(reverseAll),
  opaque: reverseOpaque,
} satisfies { readonly [K in OperationKind]: Reverse<OperationOf<K>> };

/**
 * What undoes an operation, and what of it is not undone. Never throws for what a file says.
 * @param before the schema that the operation met.
 */
export function reverseOperation(operation: Operation, before: Schema, context: ApplyContext): Reversed {
  const [reversed] = reverseAll([operation], before, context);
  return reversed ?? NOTHING;
}

const NOTHING: Reversed = { operations: [], irreversible: [] };

/** What undoes several, the last of them first. What goes with what they have made themselves need not be undone. */
export function reverseAll(
  operations: readonly Operation[],
  before: Schema,
  context: ApplyContext,
): readonly Reversed[] {
  const steps: Reversed[] = [];
  const born = new Born(context.dialect);
  let met = before;
  for (const operation of operations) {
    const { schema: after, contradictions } = applyOperation(met, operation, context);
    const step = { before: met, after, context };
    const refused = contradictions.find(isRefusal);
    const reversed = born.isVain(operation)
      ? NOTHING
      : refused === undefined
        ? exactly(operation, step)
        : irreversible(`\`upgrade()\` fails here: ${refused.message}`, operation);
    steps.unshift(born.holds(operation) ? { ...reversed, irreversible: [] } : reversed);
    born.after(operation);
    met = after;
  }
  return steps;
}

/** What undoes one operation of a file, if it gives back what was there before. */
function exactly(operation: Operation, step: ReverseStep): Reversed {
  const reversed = reverseStep(operation, step);
  const operations = step.context.dialect === 'sqlite' ? forSqlite(reversed.operations) : reversed.operations;
  if (reversed.irreversible.length > 0) return { ...reversed, operations };
  const reason = whyInexact(operations, step);
  return reason === null ? { operations, irreversible: [] } : irreversible(reason, operation);
}

function irreversible(reason: string, { place }: Operation): Reversed {
  return { operations: [], irreversible: [{ reason, place }] };
}

/** What undoes one, where it is known what it left behind. */
function reverseStep(operation: Operation, step: ReverseStep): Reversed {
  // The table is by kind, which the compiler cannot follow through the lookup.
  const reverse = REVERSE[operation.kind] as Reverse;
  try {
    const reversed = reverse(operation, step);
    return 'operations' in reversed ? reversed : { operations: reversed, irreversible: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return irreversible(error.reason, operation);
  }
}
