import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import { column } from './column';
import {
  checkConstraint,
  columnsConstraint,
  excludeConstraint,
  foreignKey,
  foreignKeyConstraint,
  index,
} from './constraints';
import { need, toOpenFlag } from './convert';
import { computed, defaultClause, fetchedValue, identity, sequence } from './defaults';
import { FuncObject } from './func';
import { CORE } from './core';
import { NameObject, toText } from './names';
import { LibraryFunction } from './notKnown';
import { parameters } from './parameters';
import { exists, join, outerjoin, select } from './selectable';
import { metaData, statement, table, tableWithMetaData } from './table';
import { bindparam, text } from './text';

function callable(name: string, run: (args: CallArguments) => PyValue, takesUnknown = false): () => PyValue {
  return () => new LibraryFunction(name, run, takesUnknown);
}

function quotedName(args: CallArguments): PyValue {
  const { given } = bindArguments('quoted_name', parameters('value quote'), args);
  const value: PyValue = given.get('value') ?? { kind: 'none' };
  if (value.kind === 'none') return value;
  const quote = toOpenFlag(given.get('quote'), '`quote`');
  const final = value instanceof NameObject && value.final;
  return new NameObject(need(value, toText(value), 'the name'), final, quote);
}

function conv(args: CallArguments): PyValue {
  const { given } = bindArguments('conv', parameters('value quote?'), args);
  const value: PyValue = given.get('value') ?? { kind: 'none' };
  return new NameObject(need(value, toText(value), 'the name'), true, toOpenFlag(given.get('quote'), '`quote`'));
}

/** What the library holds besides types, by the name of `moduleTable.ts`. */
export const MEMBERS: Readonly<Record<string, () => PyValue>> = {
  CheckConstraint: callable('CheckConstraint', checkConstraint),
  Column: callable('Column', column, true),
  Computed: callable('Computed', computed),
  DefaultClause: callable('DefaultClause', defaultClause),
  FetchedValue: callable('FetchedValue', fetchedValue),
  ForeignKey: callable('ForeignKey', foreignKey),
  ForeignKeyConstraint: callable('ForeignKeyConstraint', foreignKeyConstraint),
  Identity: callable('Identity', identity),
  Index: callable('Index', index),
  PrimaryKeyConstraint: callable('PrimaryKeyConstraint', columnsConstraint('primaryKey')),
  Sequence: callable('Sequence', sequence),
  UniqueConstraint: callable('UniqueConstraint', columnsConstraint('unique')),
  conv: callable('conv', conv),
  quoted_name: callable('quoted_name', quotedName),
  func: () => new FuncObject(),
  text: callable('text', text),
  MetaData: callable('MetaData', metaData),
  Table: callable('Table', tableWithMetaData),
  table: callable('table', table),
  insert: callable('insert', statement('insert')),
  update: callable('update', statement('update')),
  delete: callable('delete', statement('delete')),
  select: callable('select', select),
  exists: callable('exists', exists),
  join: callable('join', join),
  outerjoin: callable('outerjoin', outerjoin),
  'postgresql:insert': callable('insert', statement('insert', 'postgresql')),
  'sqlite:insert': callable('insert', statement('insert', 'sqlite')),
  'mysql:insert': callable('insert', statement('insert', 'mysql')),
  bindparam: callable('bindparam', bindparam),
  'postgresql:ExcludeConstraint': callable('ExcludeConstraint', excludeConstraint),
  ...Object.fromEntries(Object.entries(CORE).map(([name, run]) => [name, callable(name, run)])),
};
