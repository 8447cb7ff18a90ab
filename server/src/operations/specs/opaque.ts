import { tableKey } from '../../schema/lookup';
import { schemaKey, withTable } from '../../schema/schema';
import type { Apply } from '../applied';
import { doubtEverything } from '../doubt';
import type { Opaque } from '../operation';

/** What is not followed puts its table in doubt, and the types it may bring; or everything. */
export const applyOpaque: Apply<Opaque> = (schema, { reason, table }, { revision }) => {
  const doubt = { reason, revision };
  if (table === null) return { schema: doubtEverything(schema, doubt), contradictions: [] };
  const key = tableKey(schema, table.name, table.schema) ?? schemaKey(table.name, table.schema);
  const before = schema.tables.get(key);
  const after = withTable(schema, key, { table: before?.table ?? null, doubt: before?.doubt ?? doubt });
  return { schema: { ...after, typesDoubt: schema.typesDoubt ?? doubt }, contradictions: [] };
};
