import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { SequenceStatement } from '../schema/expression';
import { need, toFlag } from './convert';
import { ExpressionObject, SequenceObject } from './objects';
import { parameters } from './parameters';

/** `CreateSequence(sequence)`, `DropSequence(sequence)`. */
class SequenceStatementObject extends ExpressionObject {
  constructor(
    override readonly typeName: string,
    readonly data: SequenceStatement,
  ) {
    super();
  }
}

/** `sa.schema.CreateSequence(sequence, if_not_exists=...)`, `DropSequence(sequence, if_exists=...)`. */
export function sequenceStatement(kind: SequenceStatement['kind']): (args: CallArguments) => PyValue {
  const name = kind === 'createSequence' ? 'CreateSequence' : 'DropSequence';
  const flag = kind === 'createSequence' ? 'if_not_exists' : 'if_exists';
  return (args) => {
    const { given } = bindArguments(name, parameters(`element =${flag}?`), args);
    const element: PyValue = given.get('element') ?? { kind: 'none' };
    const sequence = need(element, element instanceof SequenceObject ? element.data : undefined, 'the sequence');
    return new SequenceStatementObject(name, { kind, sequence, isChecked: toFlag(given.get(flag), `\`${flag}\``) });
  };
}
