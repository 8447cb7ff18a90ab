import type { Apply } from '../applied';
import { namedConstraint } from '../apply/conventionNames';
import { addConstraint } from '../apply/constraints';
import { refuseOnSqlite, alterTable } from '../apply/tableEdit';
import type { AddConstraint } from '../operation';

/** What adding a constraint makes of a schema, whichever directive says it. */
export const applyAddConstraint: Apply<AddConstraint> = (schema, operation, context) =>
  alterTable(schema, operation, context, (edit, naming) => {
    const constraint = namedConstraint(operation, naming);
    refuseOnSqlite(edit, 'Alembic adds no constraint to a table of SQLite outside of a batch.');
    addConstraint(edit, constraint);
  });
