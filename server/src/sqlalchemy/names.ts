import type { Literal } from '../common/literal';
import type { PyValue } from '../python/interpreter/value';
import { HostObject } from '../python/interpreter/value';
import type { Name } from '../schema/model';

/**
 * A string that says more than its letters: `conv` (what `op.f()` gives; no naming convention changes it), `quoted_name`.
 */
export class NameObject extends HostObject {
  readonly typeName: string;

  constructor(
    readonly text: string,
    readonly final: boolean,
    /** Null leaves it to the rules. */
    readonly quote: boolean | null = null,
  ) {
    super();
    this.typeName = final ? 'conv' : 'quoted_name';
  }

  override literal(): Literal {
    return { kind: 'string', value: this.text };
  }

  override str(): string {
    return this.text;
  }

  override truth(): boolean {
    return this.text !== '';
  }

  override binary(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    const text = lettersOf(other);
    if (text === undefined) return undefined;
    switch (operator) {
      case '+':
        return { kind: 'string', value: reflected ? text + this.text : this.text + text };
      case '==':
        return { kind: 'boolean', value: text === this.text };
      case '!=':
        return { kind: 'boolean', value: text !== this.text };
      default:
        return undefined;
    }
  }
}

/** The letters of a Python string, be it plain or a `NameObject`, whatever else that says. */
export function lettersOf(value: PyValue | undefined): string | undefined {
  if (value?.kind === 'string') return value.value;
  return value instanceof NameObject ? value.text : undefined;
}

/** A Python string that says no more than its letters; undefined for a name that forces its quotes or forbids them. */
export function toText(value: PyValue | undefined): string | undefined {
  return value instanceof NameObject && value.quote !== null ? undefined : lettersOf(value);
}

/** A name given to a constraint or an index; undefined when it is none, or forces its quotes, which `Name` cannot say. */
export function toName(value: PyValue): Name | undefined {
  if (value.kind === 'string') return { text: value.value, final: false };
  if (value instanceof NameObject && value.quote === null) return { text: value.text, final: value.final };
  return undefined;
}
