import { writeText } from '../../python/write/literal';
import { writeCall } from '../../sqlalchemy/python/writer';
import type { RenameTable } from '../operation';
import { textKeyword, type WriteOperation } from './parts';

export const writeRenameTable: WriteOperation<RenameTable> = ({ table, newName, schema }, writer) =>
  writeCall(writer.names.member('alembic.op', 'rename_table'), [
    writeText(table),
    writeText(newName),
    textKeyword('schema', schema),
  ]);
