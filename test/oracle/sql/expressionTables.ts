import type { TableReference } from '../../../server/src/schema/expression';
import type { Column } from '../../../server/src/schema/model';
import { libraryType, type SqlType } from '../../../server/src/schema/sqlType';

export const generic = (name: string): SqlType => libraryType('sqlalchemy', name);

/** One of each family of types. */
export const COLUMNS: readonly (readonly [name: string, type: SqlType | null])[] = [
  ['id', generic('Integer')],
  ['name', generic('String')],
  ['Big Name', generic('Text')],
  ['flag', generic('Boolean')],
  ['at', generic('DateTime')],
  ['day', generic('Date')],
  ['hour', generic('Time')],
  ['span', generic('Interval')],
  ['price', generic('Numeric')],
  ['ratio', generic('Float')],
  ['raw', null],
  ['content', generic('LargeBinary')],
  ['uid', generic('Uuid')],
  ['data', generic('JSON')],
  ['kind', libraryType('sqlalchemy', 'Enum', { enums: { kind: 'tuple', items: [{ kind: 'string', value: 'a' }] } })],
  ['bin', libraryType('postgresql', 'JSONB')],
  ['net', libraryType('postgresql', 'INET')],
  ['mixed', { ...libraryType('sqlalchemy', 'JSON'), variants: { postgresql: libraryType('postgresql', 'JSONB') } }],
  ['tags', libraryType('sqlalchemy', 'ARRAY', { item_type: generic('String') })],
];

export function table(name: string, schema: string | null, columns = COLUMNS): TableReference {
  return { name, schema, alias: null, columns: columns.map(([column, type]) => ({ name: column, type })) };
}

function declared(
  name: string,
  columns: readonly Pick<Column, 'name' | 'type' | 'primaryKey' | 'serverDefault' | 'default'>[],
): TableReference {
  return {
    ...table(
      name,
      null,
      columns.map((column) => [column.name, column.type]),
    ),
    declared: columns.map((column): Column => ({
      kind: 'column',
      quote: null,
      nullable: null,
      autoincrement: 'auto',
      unique: false,
      index: false,
      items: [],
      comment: null,
      system: false,
      options: {},
      ...column,
    })),
  };
}

const plain = { primaryKey: false, serverDefault: null, default: null };
const value = { name: 'value', type: generic('String'), ...plain };
const SERVER: Column['serverDefault'] = { kind: 'string', value: '1' };
const NOW: Column['default'] = {
  kind: 'expression',
  expression: { kind: 'function', path: ['now'], arguments: [], type: null },
};
const ONE: Column['default'] = { kind: 'value', value: { kind: 'integer', value: 1n } };

/** Made by `sa.Table`: numbered, named, of two columns, made by the database, and with a default. */
const DECLARED: readonly TableReference[] = [
  declared('numbered', [{ name: 'id', type: generic('Integer'), ...plain, primaryKey: true }, value]),
  declared('named', [{ name: 'id', type: generic('String'), ...plain, primaryKey: true }, value]),
  declared('pair', [
    { name: 'id', type: generic('Integer'), ...plain, primaryKey: true },
    { name: 'other', type: generic('Integer'), ...plain, primaryKey: true },
    value,
  ]),
  declared('made', [
    { name: 'id', type: generic('String'), ...plain, primaryKey: true, serverDefault: SERVER },
    { ...value, serverDefault: SERVER },
  ]),
  declared('filled', [
    { name: 'id', type: generic('Integer'), ...plain, primaryKey: true },
    { ...value, default: ONE },
    { ...value, name: 'at', default: NOW },
  ]),
];

export const TABLES: readonly TableReference[] = [
  table('t', null),
  table('Other', 'app', COLUMNS.slice(0, 6)),
  table('u', null, COLUMNS.slice(0, 4)),
  ...DECLARED,
];
