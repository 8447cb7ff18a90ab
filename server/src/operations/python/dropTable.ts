import { writeText } from '../../python/write/literal';
import { writeOptions } from '../../sqlalchemy/python/values';
import { writeCall } from '../../sqlalchemy/python/writer';
import type { DropTable } from '../operation';
import { flagKeyword, textKeyword, type WriteOperation } from './parts';

export const writeDropTable: WriteOperation<DropTable> = ({ table, schema, ifExists, options }, writer) =>
  writeCall(writer.names.member('alembic.op', 'drop_table'), [
    writeText(table),
    textKeyword('schema', schema),
    flagKeyword('if_exists', ifExists),
    ...writeOptions(options, writer),
  ]);
