import type { Context } from '../../schema/context';
import { schemaDifferences } from '../../schema/equal';
import type { Schema } from '../../schema/schema';
import { shownKey, schemaText } from '../schema/schemaText';

/** Two schemas as SQL, with nothing but the tables, types and sequences that differ. */
export function changedText(
  before: Schema,
  after: Schema,
  context: Context,
): { readonly before: string; readonly after: string } {
  const differences = schemaDifferences(before, after, { assignedNames: true, doubts: true });
  const changed = new Set(differences.map(({ table, item }) => table ?? item));
  const isChanged = (_: unknown, key: string): boolean => changed.has(shownKey(key));
  const part = ({ tables, enums, sequences, ...rest }: Schema): string => {
    const parts = {
      tables: tables.filter(isChanged),
      enums: enums.filter(isChanged),
      sequences: sequences.filter(isChanged),
    };
    return schemaText({ ...rest, ...parts }, context);
  };
  return { before: part(before), after: part(after) };
}
