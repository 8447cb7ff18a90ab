import { writeFlag } from '../../python/write/literal';
import { writeType } from '../../sqlalchemy/python/types';
import type { PythonWriter } from '../../sqlalchemy/python/writer';
import type { CreateEnum, DropEnum } from '../operation';
import type { WriteOperation } from './parts';

export const writeCreateEnum: WriteOperation<CreateEnum> = (operation, writer) => written('create', operation, writer);

export const writeDropEnum: WriteOperation<DropEnum> = (operation, writer) => written('drop', operation, writer);

function written(method: 'create' | 'drop', { type, checkFirst }: CreateEnum | DropEnum, writer: PythonWriter): string {
  const bind = `${writer.names.member('alembic.op', 'get_bind')}()`;
  return `${writeType(type, writer)}.${method}(${bind}, checkfirst=${writeFlag(checkFirst)})`;
}
