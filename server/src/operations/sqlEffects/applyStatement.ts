import type { SequenceStatement, SqlExpression } from '../../schema/expression';
import { schemaKey, type Schema } from '../../schema/schema';
import { sequenceOptionsOf } from '../../sqlalchemy/sequenceOptions';
import type { Applied, ApplyContext } from '../applied';
import { applyPlain } from '../applyPlain';
import { doubtEverything } from '../doubt';
import type { Place } from '../operation';
import { readStatement, statementsOfSql } from './readSql';
import type { SqlEffect } from './sqlEffect';
import { mayChangeSchema } from './sqlFunctions';
import { doubtNames, mentionedNames, namesInPlace } from './sqlMentions';

/**
 * What a schema is after a statement that `op.execute` or a connection sends. Rows that are written change nothing of it;
 * plain DDL is read; what is not read leaves in doubt what it names, or everything.
 */
export function applyStatement(
  schema: Schema,
  expression: SqlExpression,
  place: Place,
  context: ApplyContext,
): Applied {
  if (expression.kind !== 'text') return applyExpression(schema, expression, context);
  const statements = statementsOfSql(expression.sql, context.dialect);
  if (statements === null) {
    const reason = 'The SQL of a statement cannot be taken apart.';
    return { schema: doubtEverything(schema, { reason, revision: context.revision }), contradictions: [] };
  }
  return statements.reduce<Applied>(
    (applied, statement) => {
      const effects = readStatement(statement, context.dialect, { schema: applied.schema, place });
      return effects.reduce((before, effect) => applyEffect(before, effect, context), applied);
    },
    { schema, contradictions: [] },
  );
}

function applyEffect(before: Applied, effect: SqlEffect, context: ApplyContext): Applied {
  const { schema, contradictions } = before;
  const { revision } = context;
  switch (effect.kind) {
    case 'operation': {
      // The names that SQL leaves out no convention gives, but the database.
      const after = applyPlain(schema, effect.operation, { ...context, naming: null });
      return { schema: after.schema, contradictions: [...contradictions, ...after.contradictions] };
    }
    case 'change':
      return { ...before, schema: effect.change(schema, context) };
    case 'mentioned': {
      const { tokens, reason, isNew } = effect;
      const names = isNew === true ? [] : mentionedNames(tokens);
      const doubted = doubtNames(schema, names, namesInPlace(tokens), { reason, revision });
      return { ...before, schema: doubted };
    }
    case 'everything':
      return { ...before, schema: doubtEverything(schema, { reason: effect.reason, revision }) };
  }
}

/** Core: rows that are written or read change nothing, unless a function that is called does. */
function applyExpression(schema: Schema, expression: SqlExpression, { revision }: ApplyContext): Applied {
  const unchanged: Applied = { schema, contradictions: [] };
  if (['insert', 'update', 'delete'].includes(expression.kind)) return unchanged;
  if (expression.kind === 'createSequence' || expression.kind === 'dropSequence') {
    return { ...unchanged, schema: withSequence(schema, expression, revision) };
  }
  const name = calledFunction(expression);
  if (name === null && expression.kind !== 'literalColumn') return unchanged;
  const reason =
    name === null ? 'What is executed is not followed.' : `What the function \`${name}\` does is not known.`;
  return { ...unchanged, schema: doubtEverything(schema, { reason, revision }) };
}

function withSequence(schema: Schema, statement: SequenceStatement, revision: ApplyContext['revision']): Schema {
  const { kind, sequence, isChecked } = statement;
  const key = schemaKey(sequence.name, sequence.schema);
  const { sequences } = schema;
  if (kind === 'dropSequence') return { ...schema, sequences: sequences.delete(key) };
  if (isChecked && sequences.has(key)) return schema;
  const options = sequenceOptionsOf(sequence.options);
  const doubt = options === null ? { reason: 'What the sequence is given is not followed.', revision } : null;
  const item = options === null ? null : { name: sequence.name, schema: sequence.schema, options };
  return { ...schema, sequences: sequences.set(key, { item, doubt }) };
}

/** A function anywhere in an expression that may change a schema; null: there is none. */
function calledFunction(part: unknown): string | null {
  if (typeof part !== 'object' || part === null) return null;
  if ('kind' in part && part.kind === 'function' && 'path' in part && Array.isArray(part.path)) {
    const name = String(part.path.at(-1));
    if (mayChangeSchema(name)) return name;
  }
  for (const one of Object.values(part)) {
    const found = calledFunction(one);
    if (found !== null) return found;
  }
  return null;
}
