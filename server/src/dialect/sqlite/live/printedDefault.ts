import { sqlTokens } from '../../../operations/sqlEffects/sqlTokens';
import type { ServerDefault } from '../../../schema/model';
import { rawSql } from '../../expressions/rawSql';

/**
 * A default as `pragma_table_xinfo` says it, which is without the parentheses that were around it: they are put back where
 * SQLite asks for them.
 */
export function printedDefault(text: string): ServerDefault {
  const tokens = sqlTokens(text, 'sqlite') ?? [];
  const [first, second] = tokens;
  const isSigned = tokens.length === 2 && /^[-+]$/.test(first?.text ?? '') && second?.kind === 'number';
  const isConstant = isSigned || (tokens.length === 1 && first?.kind !== 'symbol');
  return { kind: 'expression', expression: rawSql(isConstant ? text : `(${text})`) };
}
