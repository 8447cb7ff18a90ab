import type { Operation } from '../../operations/operation';
import { operationWords } from '../../operations/operationWords';

/**
 * What an operation does, as one sentence: `Adds column users.email.` Of what is not known the reason.
 * @param name how a name of the database is set.
 */
export function operationSentence(operation: Operation, name: (text: string) => string = (text) => text): string {
  if (operation.kind === 'opaque') return operation.reason;
  const { verb, rest } = operationWords(operation);
  const words = rest.map((part) => (typeof part === 'string' ? part : name(part.name))).join('');
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)}s ${words}.`;
}
