import { writeText } from '../../python/write/literal';
import { writeExpression } from '../../sqlalchemy/python/expressions';
import { declareTables } from '../../sqlalchemy/python/tables';
import type { Execute } from '../operation';
import { directive, type WriteOperation } from './parts';

/** SQL as a string, or the Core that makes it. */
export const writeExecute: WriteOperation<Execute> = ({ statement }, writer) => {
  if (statement.kind === 'text' && Object.keys(statement.binds).length === 0) {
    return directive('execute', writer, [writeText(statement.sql)]);
  }
  declareTables(statement, writer);
  return directive('execute', writer, [writeExpression(statement, writer)]);
};
