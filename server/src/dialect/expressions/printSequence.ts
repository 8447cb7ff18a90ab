import type { SequenceStatement } from '../../schema/expression';
import { sequenceOptionsOf } from '../../sqlalchemy/sequenceOptions';
import { sequenceOptions } from '../sequenceOptions';
import { notKnown } from './notKnown';
import { schemaPrefix } from './printElement';
import type { Printing } from './printing';

/** `CREATE SEQUENCE`, `DROP SEQUENCE`: written for every dialect, whether it has sequences or not. */
export function printSequence({ kind, sequence, isChecked }: SequenceStatement, printing: Printing): string {
  const { name, schema, options } = sequence;
  const path = `${schema === null ? '' : schemaPrefix(schema, printing)}${printing.quote(name)}`;
  if (kind === 'dropSequence') return `DROP SEQUENCE ${isChecked ? 'IF EXISTS ' : ''}${path}`;
  const given = sequenceOptionsOf(options);
  if (given === null) return notKnown('What the sequence is given is not followed.');
  // MariaDB, which has sequences, knows it as one word.
  const text = sequenceOptions(given).replace(
    'NO CYCLE',
    printing.context.dialect === 'mysql' ? 'NOCYCLE' : 'NO CYCLE',
  );
  return `CREATE SEQUENCE ${isChecked ? 'IF NOT EXISTS ' : ''}${path}${text === '' ? '' : ` ${text}`}`;
}
