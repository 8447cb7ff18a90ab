import type { Constraint } from '../../schema/model';
import { referencesTo, tableKey } from '../../schema/lookup';
import { type Schema, withTable } from '../../schema/schema';
import { change, type SqlEffect } from './sqlEffect';
import type { SqlName } from './sqlReader';

/** `CASCADE` of a table: the foreign keys of other tables that refer to it go with it. */
export function withoutReferences({ name, schema: schemaName }: SqlName): readonly SqlEffect[] {
  return [change((schema) => dropReferences(schema, tableKey(schema, name, schemaName), () => true))];
}

/** A schema without those foreign keys of other tables that refer to a table. */
export function dropReferences(
  schema: Schema,
  key: string | null,
  isMeant: (constraint: Extract<Constraint, { kind: 'foreignKey' }>) => boolean,
): Schema {
  if (key === null) return schema;
  let changed = schema;
  for (const { from, constraint } of referencesTo(schema, key)) {
    const state = changed.tables.get(from);
    if (from === key || !state?.table || !isMeant(constraint)) continue;
    const constraints = state.table.constraints.filter((one) => one !== constraint);
    changed = withTable(changed, from, { ...state, table: { ...state.table, constraints } });
  }
  return changed;
}
