import { describe, expect, it } from 'vitest';
import type { Column } from '../../../server/src/schema/model';
import { emptySchema, type Schema, withTable } from '../../../server/src/schema/schema';
import { schemaJson, schemaOfJson } from '../../../server/src/schema/schemaJson';
import { libraryType } from '../../../server/src/schema/sqlType';

const INTEGER = libraryType('sqlalchemy', 'Integer');
const USUAL: Column = {
  kind: 'column',
  name: 'a',
  quote: null,
  type: INTEGER,
  primaryKey: false,
  nullable: true,
  autoincrement: 'auto',
  unique: false,
  index: false,
  default: null,
  serverDefault: null,
  items: [],
  comment: null,
  system: false,
  options: {},
};
const KEY = { name: { text: 'pk', final: true }, deferrable: null, initially: null, options: {} };
const RULES = { onupdate: null, ondelete: null, deferrable: null, initially: null, match: null, useAlter: false };
const REFERENCE = {
  kind: 'foreignKey',
  name: null,
  columns: ['a'],
  referredSchema: null,
  referredTable: 't',
  referredColumns: ['a'],
  options: {},
} as const;
const text = (value: string) => ({ kind: 'string', value }) as const;

describe('a schema as JSON', () => {
  it('is read again as it was, large numbers among it', () => {
    const made = withTable(emptySchema('postgresql'), 'auth\0users', {
      table: {
        name: 'users',
        schema: 'auth',
        columns: [
          USUAL,
          { ...USUAL, name: 'b', nullable: null, comment: '', options: { sqlite_on_conflict: text('FAIL') } },
          {
            ...USUAL,
            name: 'c',
            type: libraryType('sqlalchemy', 'String', { length: { kind: 'integer', value: 9007199254740993n } }),
            primaryKey: true,
            nullable: false,
            hasOnUpdate: true,
            serverDefault: { kind: 'identity', always: true, onNull: null, sequence: { start: 2n } },
            items: [{ kind: 'foreignKeyItem', target: 'a.b', name: null, rules: RULES, options: {} }],
          },
        ],
        constraints: [
          { ...KEY, kind: 'primaryKey', columns: ['c'] },
          { ...REFERENCE, rules: RULES },
          { ...REFERENCE, rules: { ...RULES, ondelete: 'CASCADE' }, referredSchema: 'other', isInline: true },
          {
            kind: 'unique',
            name: { text: 'uq', final: true },
            columns: ['a'],
            deferrable: null,
            initially: null,
            options: {},
          },
        ],
        indexes: [
          { kind: 'index', name: null, elements: [{ kind: 'columnName', name: 'a' }], unique: true, options: {} },
        ],
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
    expect(again.tables.get('auth\0users')).toEqual(schema.tables.get('auth\0users'));
    expect(again.names.toJS()).toEqual(schema.names.toJS());
    expect(again.enums.toJS()).toEqual(schema.enums.toJS());
    expect(again.sequences.get('s')?.item?.options.start).toBe(9007199254740993n);
    expect(again.typesDoubt).toEqual(schema.typesDoubt);
  });

  it('is short where columns are as usual, and of types that they share', () => {
    const columns = Array.from({ length: 100 }, (_, index): Column => ({ ...USUAL, name: `c${index}` }));
    const table = { name: 't', schema: null, columns, constraints: [], indexes: [], comment: null, prefixes: [] };
    const schema = withTable(emptySchema('sqlite'), 't', { table: { ...table, options: {} }, doubt: null });
    expect(schemaJson(schema).length).toBeLessThan(100 * '{"name":"c99","type":0},'.length + 500);
    expect(schemaOfJson(schemaJson(schema)).tables.get('t')).toEqual(schema.tables.get('t'));
  });
});
