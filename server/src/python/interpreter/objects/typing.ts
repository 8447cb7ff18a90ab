import type { CallArguments, PyValue, Site } from '../value';
import { OwnObject } from './own';

/** A name that only annotations use: `Optional`, `Any`, `Sequence`, `ABC`. */
export class TypingName extends OwnObject {
  readonly typeName = 'type';

  constructor(readonly name: string) {
    super();
  }

  override getItem(): PyValue {
    return this;
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: this.name } : undefined;
  }

  override call(_args: CallArguments, _site: Site): PyValue | undefined {
    return undefined;
  }
}

/** The name of what only annotations use; undefined of anything else. */
export function typingName(value: PyValue): string | undefined {
  return value instanceof TypingName ? value.name : undefined;
}

const HARMLESS = new Set(['object', 'ABC', 'Generic', 'Protocol']);

/** Whether a class that derives from it is as if it did not. */
export function isHarmlessBase(value: PyValue): boolean {
  return value instanceof TypingName && HARMLESS.has(value.name);
}
