import type { Literal } from '../../common/literal';
import { writeText } from '../../python/write/literal';
import type { SqlExpression } from '../../schema/expression';
import { writeExpression } from '../../sqlalchemy/python/expressions';
import { writeTarget } from '../../sqlalchemy/python/tables';
import { writeType } from '../../sqlalchemy/python/types';
import { isLiteral } from '../../sqlalchemy/python/values';
import { type PythonWriter, writeCall } from '../../sqlalchemy/python/writer';
import type { BulkInsert } from '../operation';
import type { WriteOperation } from './parts';

/** A row in each line. */
export const writeBulkInsert: WriteOperation<BulkInsert> = ({ table, rows, multiinsert }, writer) => {
  const lines = rows.map((row) => {
    const entries = row.map(([column, value]) => `${writeText(column)}: ${writeInserted(value, writer)}`);
    return `        {${entries.join(', ')}},\n`;
  });
  const list = lines.length === 0 ? '[]' : `[\n${lines.join('')}    ]`;
  const flag = multiinsert ? '' : '    multiinsert=False,\n';
  const callee = writer.names.member('alembic.op', 'bulk_insert');
  return `${callee}(\n    ${writeTarget(table, 'insert', writer)},\n    ${list},\n${flag})`;
};

function writeInserted(value: Literal | SqlExpression, writer: PythonWriter): string {
  // Of bound parameters only those of `op.inline_literal` stand among rows.
  if (value.kind === 'bind' && value.key === null) {
    const type = value.type === null ? null : writeType(value.type, writer);
    return writeCall(writer.names.member('alembic.op', 'inline_literal'), [writer.literal(value.value), type]);
  }
  return isLiteral(value) ? writer.literal(value) : writeExpression(value, writer);
}
