import { writeText, writeTexts } from '../../python/write/literal';
import type { Column, Constraint, Index } from '../../schema/model';
import { writeTableItem } from '../../sqlalchemy/python/items';
import { writeOptions } from '../../sqlalchemy/python/values';
import { keyword, type PythonWriter } from '../../sqlalchemy/python/writer';
import type { CreateTable } from '../operation';
import { flagKeyword, textKeyword, type WriteOperation } from './parts';

/** Python took no more arguments once; Alembic still keeps to it. */
const MOST_ARGUMENTS = 255;

export const writeCreateTable: WriteOperation<CreateTable> = (operation, writer) => {
  const items = itemsOf(operation, writer);
  const spread = items.length > MOST_ARGUMENTS ? [`*[${items.join(',\n')}]`] : items;
  const options = writeOptions(operation.options, writer);
  const prefixes = operation.prefixes.length === 0 ? null : writeTexts(operation.prefixes);
  const parts = [
    writeText(operation.table),
    ...spread,
    textKeyword('schema', operation.schema),
    textKeyword('comment', operation.comment),
    ...(writer.options.isSorted === true ? options.toSorted() : options),
    keyword('prefixes', prefixes),
    flagKeyword('if_not_exists', operation.ifNotExists),
  ].filter((one) => one !== null);
  return `${writer.names.member('alembic.op', 'create_table')}(${parts.join(',\n')}\n)`;
};

function itemsOf({ items }: CreateTable, writer: PythonWriter): readonly string[] {
  const write = (item: CreateTable['items'][number]): string => writeTableItem(item, items, writer);
  const written = items.filter((item) => !isOfItsType(item));
  if (writer.options.isSorted !== true) return written.map(write);
  const columns = written.filter(({ kind }) => kind === 'column').map(write);
  const others = written.filter(({ kind }) => kind !== 'column').map(write);
  return [...columns, ...others.toSorted()];
}

/** A CHECK that the type of a column brings along is there with the column. */
function isOfItsType(item: Column | Constraint | Index): boolean {
  return item.kind === 'check' && item.typeBound;
}
