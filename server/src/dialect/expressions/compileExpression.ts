import type { Literal } from '../../common/literal';
import { err, ok, type Result } from '../../common/result';
import type { Context } from '../../schema/context';
import type { SqlExpression } from '../../schema/expression';
import type { SqlType } from '../../schema/sqlType';
import { renderLiteral, type Percent } from '../literals';
import { build } from './build';
import { NotKnownError } from './notKnown';
import { printDelete, printInsert, printUpdate } from './printDml';
import { printElement } from './printElement';
import { PLAIN_PLACE, type Printing } from './printing';
import { printSelect } from './printSelect';
import { printSequence } from './printSequence';

export interface CompileOptions {
  /** False: columns without their table (CHECK, index, computed column). */
  readonly includeTable?: boolean;
  /** The dialect's quoting of an identifier where it needs it. */
  readonly quote: (identifier: string) => string;
  /** For CAST. */
  readonly typeText: (type: SqlType) => Result<string, string>;
  /** Whether `%` is doubled in text. */
  readonly percent: Percent;
}

/**
 * The SQL of a Core expression or statement as SQLAlchemy 2.0 compiles it with `literal_binds`.
 * @returns the text, or why there is none: SQLAlchemy refuses it, or its rules are not written here
 */
export function compileExpression(
  expression: SqlExpression,
  context: Context,
  options: CompileOptions,
): Result<string, string> {
  const { quote, typeText, percent, includeTable = true } = options;
  const printing: Printing = {
    context,
    quote,
    typeText,
    percent,
    counters: new Map(),
    enclosing: [],
    element: (element, place) => printElement(element, place, printing),
    select: (select, place, asFrom) => printSelect(select, place, asFrom, printing),
  };
  try {
    return ok(print(expression, includeTable, printing));
  } catch (error) {
    if (error instanceof NotKnownError) return err(error.message);
    throw error;
  }
}

function print(expression: SqlExpression, includeTable: boolean, printing: Printing): string {
  switch (expression.kind) {
    case 'select':
      return printing.select(expression, PLAIN_PLACE, false);
    case 'insert':
      return printInsert(expression, printing);
    case 'update':
      return printUpdate(expression, printing);
    case 'delete':
      return printDelete(expression, printing);
    case 'createSequence':
    case 'dropSequence':
      return printSequence(expression, printing);
    default:
      return printing.element(build(expression), { ...PLAIN_PLACE, includeTable });
  }
}

/**
 * The SQL of a Python value, written out as the type does it.
 * @param type null: the type SQLAlchemy has none for, which has no literal but NULL
 * @param percent `single` where the driver does not format statements with `%`, as in Alembic's templates
 */
export function compileLiteral(
  value: Literal,
  type: SqlType | null,
  context: Context,
  percent: Percent = 'single',
): Result<string, string> {
  return renderLiteral(value, type, context, percent);
}
