import { describe, expect, it } from 'vitest';
import { emptySchema, type Schema, withTable } from '../../../server/src/schema/schema';
import { schemaJson, schemaOfJson } from '../../../server/src/schema/schemaJson';

describe('a schema as JSON', () => {
  it('is read again as it was, large numbers among it', () => {
    const made = withTable(emptySchema('postgresql'), 'auth\0users', {
      table: {
        name: 'users',
        schema: 'auth',
        columns: [],
        constraints: [
          {
            kind: 'unique',
            name: { text: 'uq', final: true },
            columns: ['a'],
            deferrable: null,
            initially: null,
            options: {},
          },
        ],
        indexes: [],
        comment: null,
        prefixes: [],
        options: {},
      },
      doubt: { reason: 'It is strange.', revision: null },
    });
    const schema: Schema = {
      ...made,
      enums: made.enums.set('e', { item: { name: 'e', schema: null, labels: ['a'] }, doubt: null }),
      sequences: made.sequences.set('s', {
        item: { name: 's', schema: null, options: { start: 9007199254740993n } },
        doubt: null,
      }),
      typesDoubt: { reason: 'There may be more.', revision: null },
    };
    const again = schemaOfJson(schemaJson(schema));
    expect(again.tables.toJS()).toEqual(schema.tables.toJS());
    expect(again.names.toJS()).toEqual(schema.names.toJS());
    expect(again.enums.toJS()).toEqual(schema.enums.toJS());
    expect(again.sequences.get('s')?.item?.options.start).toBe(9007199254740993n);
    expect(again.typesDoubt).toEqual(schema.typesDoubt);
  });
});
