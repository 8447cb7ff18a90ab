import type { CopyReading } from '../../dialect/liveDialect';
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

/** What a database holds: its schema, and what is beyond it by name. */
export type Held = Pick<CopyReading, 'schema' | 'lacks'>;

/** Of functions, views and the like only that they are there is known. */
export function objectDifferences(before: Held, after: Held): readonly string[] {
  const texts = ({ lacks }: Held): ReadonlySet<string> => new Set(lacks.map(({ kind, name }) => `${kind} ${name}`));
  const [old, now] = [texts(before), texts(after)];
  return [
    ...[...old].filter((one) => !now.has(one)).map((one) => `${one}: removed`),
    ...[...now].filter((one) => !old.has(one)).map((one) => `${one}: added`),
  ];
}
