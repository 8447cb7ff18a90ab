import { raise } from '../python/interpreter/exception';
import type { Context } from '../schema/context';
import type { Operation } from './operation';

/**
 * Raises what Alembic raises at once for an operation outside of a batch, for those who put it aside: what stands behind
 * the call does not run then.
 * @throws PyRaised `NotImplementedError` for constraints that SQLite cannot alter (`alembic/ddl/sqlite.py`), `CompileError`
 * for a constraint without a name that is to be dropped (SQLAlchemy's `visit_drop_constraint`).
 */
export function raiseRefused(operation: Operation, { dialect, naming }: Context): void {
  const { kind } = operation;
  if (dialect === 'sqlite' && (kind === 'addConstraint' || kind === 'createForeignKey' || kind === 'dropConstraint')) {
    raise('NotImplementedError', 'No support for ALTER of constraints in SQLite.', ['RuntimeError', 'Exception']);
  }
  // A naming convention may give it a name.
  if (kind === 'dropConstraint' && operation.name === null && naming === null && operation.type !== null) {
    raise('CompileError', 'DROP CONSTRAINT needs the name of the constraint.', ['SQLAlchemyError', 'Exception']);
  }
}
