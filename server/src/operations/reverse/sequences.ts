import type { Literal } from '../../common/literal';
import type { SequenceStatement } from '../../schema/expression';
import type { SequenceOptions } from '../../schema/model';
import type { Schema, Sequence } from '../../schema/schema';
import type { SequenceReference } from '../../schema/sqlType';
import { refuse } from '../../sqlalchemy/refusal';
import type { Execute, Operation, Place } from '../operation';

/**
 * What gives sequences back as they were; null: none was made, and none went. Where one stands, a schema does not hold.
 * @throws Refusal where it is not known how one was.
 */
export function sequencesBack(before: Schema, after: Schema, place: Place): readonly Operation[] | null {
  const made = [...after.sequences].filter(([key]) => !before.sequences.has(key));
  const lost = [...before.sequences].filter(([key]) => !after.sequences.has(key));
  if (made.length + lost.length === 0) return null;
  return [
    ...made.map(([, { item }]) => executed({ kind: 'dropSequence', sequence: named(item) }, place)),
    ...lost.map(([, { item, doubt }]) => {
      if (item === null || doubt !== null) return refuse('What the sequence was like is not known.');
      if (item.ownedBy !== undefined) return refuse(`The sequence \`${item.name}\` belonged to a column.`);
      return executed({ kind: 'createSequence', sequence: { ...named(item), options: literals(item.options) } }, place);
    }),
  ];
}

function named(sequence: Sequence | null): SequenceReference {
  if (sequence === null) return refuse('The name of the sequence is not known.');
  return { kind: 'sequence', name: sequence.name, schema: sequence.schema, options: {} };
}

function executed(statement: Omit<SequenceStatement, 'isChecked'>, place: Place): Execute {
  return { kind: 'execute', place, statement: { ...statement, isChecked: false } };
}

function literals(options: SequenceOptions): SequenceReference['options'] {
  const given = Object.entries(options).map(([name, value]: readonly [string, unknown]): readonly [string, Literal] => {
    if (typeof value === 'bigint') return [name, { kind: 'integer', value }];
    if (typeof value === 'boolean') return [name, { kind: 'boolean', value }];
    return refuse(`\`${name}\` of a sequence is not written.`);
  });
  return Object.fromEntries(given);
}
