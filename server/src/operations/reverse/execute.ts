import { shortenWords } from '../../common/shorten';
import type { SqlExpression } from '../../schema/expression';
import type { Schema } from '../../schema/schema';
import { refuse } from '../../sqlalchemy/refusal';
import { applyOperation } from '../applyOperation';
import type { Reverse, ReverseOne, ReverseStep } from '../applied';
import type { Execute, Operation } from '../operation';
import { readStatement, type SqlStatementText, statementsOfSql } from '../sqlEffects/readSql';
import { sequencesBack } from './sequences';

/** Statements that leave nothing behind, by their first word. */
const PASSING = new Set([
  'SELECT',
  'SET',
  'RESET',
  'SHOW',
  'EXPLAIN',
  'ANALYZE',
  'ANALYSE',
  'VACUUM',
  'LOCK',
  'PRAGMA',
]);

/** Plain DDL as the operations that it is; what only reads needs nothing. */
export function reverseExecute(reverseOne: ReverseOne): Reverse<Execute> {
  return ({ statement, place }, { before, after: left, context }) => {
    if (statement.kind === 'select') return [];
    if (statement.kind === 'createSequence' || statement.kind === 'dropSequence') {
      const isIdle = statement.isChecked && before.doubt === null;
      return (
        sequencesBack(before, left, place) ?? (isIdle ? [] : refuse(`${WHAT_UNDOES} a statement about a sequence`))
      );
    }
    const statements = statement.kind === 'text' ? statementsOfSql(statement.sql, context.dialect) : null;
    if (statements === null) return refuse(`${WHAT_UNDOES} ${statementText(statement)}`);
    // The names that SQL leaves out no convention gives, but the database.
    const plain = { ...context, naming: null };
    const undone: Operation[] = [];
    let met = before;
    for (const one of statements) {
      const changed = withSequences(one, met, { place, context: plain });
      const back = changed === null ? null : sequencesBack(met, changed, place);
      if (changed !== null && back !== null) {
        undone.unshift(...back);
        met = changed;
        continue;
      }
      for (const operation of operationsOf(one, met, { place, context })) {
        const after = applyOperation(met, operation, plain).schema;
        const reversed = reverseOne(operation, { before: met, after, context: plain });
        if (reversed.irreversible[0] !== undefined) return refuse(reversed.irreversible[0].reason);
        undone.unshift(...reversed.operations);
        met = after;
      }
    }
    return undone;
  };
}

const WHAT_UNDOES = 'What undoes this statement is not known:';

/** The schema after CREATE SEQUENCE or DROP SEQUENCE; null: it is another statement, or not wholly read. */
function withSequences(
  statement: SqlStatementText,
  schema: Schema,
  { place, context }: Pick<Execute, 'place'> & Pick<ReverseStep, 'context'>,
): Schema | null {
  if (statement.tokens[1]?.text !== 'SEQUENCE') return null;
  const effects = readStatement(statement, context.dialect, { schema, place });
  let changed = schema;
  for (const effect of effects) {
    if (effect.kind !== 'change') return null;
    changed = effect.change(changed, context);
  }
  return changed;
}

function operationsOf(
  statement: SqlStatementText,
  schema: Schema,
  { place, context }: Pick<Execute, 'place'> & Pick<ReverseStep, 'context'>,
): readonly Operation[] {
  const effects = readStatement(statement, context.dialect, { schema, place });
  const operations = effects.flatMap((effect) => (effect.kind === 'operation' ? [effect.operation] : []));
  const isWhole = operations.length === effects.length;
  if (isWhole && (operations.length > 0 || PASSING.has(statement.tokens[0]?.text ?? ''))) return operations;
  const { sql, tokens } = statement;
  return refuse(`${WHAT_UNDOES} ${shown(sql.slice(tokens[0]?.from, tokens.at(-1)?.to))}`);
}

function statementText(statement: SqlExpression): string {
  switch (statement.kind) {
    case 'text':
      return shown(statement.sql);
    case 'insert':
      return `INSERT INTO ${statement.table.name}`;
    case 'update':
      return `UPDATE ${statement.table.name}`;
    case 'delete':
      return `DELETE FROM ${statement.table.name}`;
    default:
      return `a ${statement.kind} of SQLAlchemy`;
  }
}

/** As much as fits into a comment. */
function shown(sql: string): string {
  const text = shortenWords(sql.trim().replaceAll(/\s+/g, ' '));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

const LONGEST = 80;
