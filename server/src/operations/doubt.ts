import type { Doubt, Schema } from '../schema/schema';

/** A schema of which nothing is sure any more: what is listed may have changed, what is not may be there. */
export function doubtEverything(schema: Schema, doubt: Doubt): Schema {
  return {
    ...schema,
    tables: schema.tables.map((state) => ({ ...state, doubt: state.doubt ?? doubt })),
    enums: schema.enums.map((state) => ({ ...state, doubt: state.doubt ?? doubt })),
    sequences: schema.sequences.map((state) => ({ ...state, doubt: state.doubt ?? doubt })),
    doubt: schema.doubt ?? doubt,
    typesDoubt: schema.typesDoubt ?? doubt,
    gone: schema.gone.clear(),
  };
}
