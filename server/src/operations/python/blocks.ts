import { writeText } from '../../python/write/literal';
import { writeTableItem } from '../../sqlalchemy/python/items';
import { writeValue } from '../../sqlalchemy/python/values';
import { keyword, type PythonWriter, writeCall } from '../../sqlalchemy/python/writer';
import type { Batch } from '../operation';
import { openText, textKeyword } from './parts';

/** What a block's lines are indented by. */
export const INDENTATION = '    ';

/** `with op.batch_alter_table('t', schema=None) as batch_op:`. @throws Refusal */
export function writeBatchHead(batch: Omit<Batch, 'children' | 'place'>, name: string, writer: PythonWriter): string {
  const items = batch.tableItems.map((item) => writeTableItem(item, batch.tableItems, writer));
  const options = Object.entries(batch.tableOptions).map(
    ([key, value]) => `${writeText(key)}: ${writeValue(value, writer)}`,
  );
  const names = Object.entries(batch.namingConvention ?? {}).map(
    ([key, value]) => `${writeText(key)}: ${writeText(value)}`,
  );
  const orders = batch.partialReordering.map(
    (order) =>
      `(${order
        .map((one) => `${writeText(one)}, `)
        .join('')
        .trimEnd()})`,
  );
  const head = writeCall(writer.names.member('alembic.op', 'batch_alter_table'), [
    writeText(batch.table),
    `schema=${openText(batch.schema)}`,
    textKeyword('recreate', batch.recreate === 'auto' ? null : batch.recreate),
    keyword('partial_reordering', orders.length === 0 ? null : `[${orders.join(', ')}]`),
    keyword('copy_from', batch.copyFrom && writeCopied(batch, batch.copyFrom, writer)),
    keyword('table_args', items.length === 0 ? null : `(${items.join(', ')},)`),
    keyword('table_kwargs', options.length === 0 ? null : `{${options.join(', ')}}`),
    keyword('naming_convention', batch.namingConvention && `{${names.join(', ')}}`),
  ]);
  return `with ${head} as ${name}:`;
}

function writeCopied(
  { table, schema }: Pick<Batch, 'table' | 'schema'>,
  items: NonNullable<Batch['copyFrom']>,
  writer: PythonWriter,
): string {
  return writeCall(writer.sa('Table'), [
    writeText(table),
    `${writer.sa('MetaData')}()`,
    ...items.map((item) => writeTableItem(item, items, writer)),
    textKeyword('schema', schema),
  ]);
}

/** `with op.get_context().autocommit_block():`. */
export function writeAutocommitHead(writer: PythonWriter): string {
  return `with ${writer.names.member('alembic.op', 'get_context')}().autocommit_block():`;
}
