import { bindArguments } from '../python/interpreter/signature';
import { type CallArguments, type PyValue, unknownText } from '../python/interpreter/value';
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
import { asDeclarative, declarativeBase, declarativeClass, ormRegistry } from './declarative';
import { computed, defaultClause, fetchedValue, identity, sequence } from './defaults';
import { FuncObject } from './func';
import { CORE } from './core';
import { lettersOf, NameObject } from './names';
import { DataFunction, LibraryFunction } from './notKnown';
import { parameters } from './parameters';
import type { InsertFlavour } from './dml';
import { exists, join, outerjoin, select, UnknownSelect } from './selectable';
import { AutoStringClass, sqlModelClass } from './sqlmodel';
import { sequenceStatement } from './sequenceStatement';
import { metaData, statement, table, tableWithMetaData } from './table';
import { bindparam, text } from './text';
import { unknownChange } from './unknownTable';

type Run = (args: CallArguments) => PyValue;

function callable(name: string, run: Run): () => PyValue {
  return () => new LibraryFunction(name, run);
}

function data(name: string, run: Run): () => PyValue {
  return () => new DataFunction(name, run);
}

/** A text of which the beginning is known stays such a one. */
function textOfBeginning(args: CallArguments): PyValue {
  const given = args.positional[0] ?? args.keywords.get('text');
  return given?.kind === 'unknown' ? unknownText(given.beginning ?? '', given.reason) : text(args);
}

/** Whatever table it is given, rows change and nothing else. */
function change(kind: 'insert' | 'update' | 'delete', flavour?: InsertFlavour): () => PyValue {
  const run = statement(kind, flavour);
  return () => new DataFunction(kind, run, false, (reason) => unknownChange(kind, null, reason));
}

function quotedName(args: CallArguments): PyValue {
  const { given } = bindArguments('quoted_name', parameters('value quote'), args);
  const value: PyValue = given.get('value') ?? { kind: 'none' };
  if (value.kind === 'none') return value;
  const quote = toOpenFlag(given.get('quote'), '`quote`');
  const final = value instanceof NameObject && value.final;
  return new NameObject(need(value, lettersOf(value), 'the name'), final, quote);
}

function conv(args: CallArguments): PyValue {
  const { given } = bindArguments('conv', parameters('value quote?'), args);
  const value: PyValue = given.get('value') ?? { kind: 'none' };
  return new NameObject(need(value, lettersOf(value), 'the name'), true, toOpenFlag(given.get('quote'), '`quote`'));
}

/** What the library holds besides types, by the name of `moduleTable.ts`. */
export const MEMBERS: Readonly<Record<string, () => PyValue>> = {
  CheckConstraint: data('CheckConstraint', checkConstraint),
  Column: () => new DataFunction('Column', column, true),
  Computed: data('Computed', computed),
  DefaultClause: data('DefaultClause', defaultClause),
  FetchedValue: data('FetchedValue', fetchedValue),
  ForeignKey: data('ForeignKey', foreignKey),
  ForeignKeyConstraint: data('ForeignKeyConstraint', foreignKeyConstraint),
  Identity: data('Identity', identity),
  Index: data('Index', index),
  PrimaryKeyConstraint: data('PrimaryKeyConstraint', columnsConstraint('primaryKey')),
  Sequence: callable('Sequence', sequence),
  CreateSequence: data('CreateSequence', sequenceStatement('createSequence')),
  DropSequence: data('DropSequence', sequenceStatement('dropSequence')),
  UniqueConstraint: data('UniqueConstraint', columnsConstraint('unique')),
  conv: data('conv', conv),
  quoted_name: data('quoted_name', quotedName),
  func: () => new FuncObject(),
  text: () => new DataFunction('text', textOfBeginning, true),
  MetaData: () => new LibraryFunction('MetaData', metaData, true),
  Table: callable('Table', tableWithMetaData),
  table: data('table', table),
  insert: change('insert'),
  update: change('update'),
  delete: change('delete'),
  select: () => new DataFunction('select', select, false, (reason) => new UnknownSelect(reason)),
  exists: data('exists', exists),
  join: data('join', join),
  outerjoin: data('outerjoin', outerjoin),
  'postgresql:insert': change('insert', 'postgresql'),
  'sqlite:insert': change('insert', 'sqlite'),
  'mysql:insert': change('insert', 'mysql'),
  bindparam: data('bindparam', bindparam),
  'orm:DeclarativeBase': declarativeClass,
  'orm:as_declarative': asDeclarative,
  'orm:declarative_base': declarativeBase,
  'orm:registry': ormRegistry,
  'sqlmodel:SQLModel': sqlModelClass,
  'sqlmodel:AutoString': () => new AutoStringClass(),
  'postgresql:ExcludeConstraint': data('ExcludeConstraint', excludeConstraint),
  ...Object.fromEntries(Object.entries(CORE).map(([name, run]) => [name, data(name, run)])),
};
