import type { Literal } from '../../../common/literal';
import { pyBool } from '../make';
import { OwnObject } from '../objects/own';
import { type PyValue, PY_NONE, unknownData } from '../value';
import { integerOf } from '../values/number';
import { moduleOf, strict, unknownFrom } from './native';

class Decimal extends OwnObject {
  readonly typeName = 'Decimal';

  constructor(readonly text: string) {
    super();
  }

  override literal(): Literal {
    return { kind: 'decimal', text: this.text };
  }

  /** As a whole number of its last place. */
  #scaled(places: number): bigint {
    const [whole = '', rest = ''] = this.text.split('.');
    return BigInt(whole.replace('-', '') + rest.padEnd(places, '0')) * (this.text.startsWith('-') ? -1n : 1n);
  }

  override getAttribute(name: string): PyValue {
    return unknownData(`It is '${name}' of a decimal number.`);
  }

  override binary(operator: string, other: PyValue): PyValue | undefined {
    const integer = integerOf(other);
    const right =
      other instanceof Decimal ? other : integer === undefined ? undefined : new Decimal(integer.toString());
    if (!/^(?:[=!<>]=|[<>])$/.test(operator)) return unknownData('It is computed from a decimal number.');
    if (right === undefined) return other.kind === 'float' ? unknownData('It is compared with a float.') : undefined;
    const places = Math.max(...[this, right].map(({ text }) => (text.split('.')[1] ?? '').length));
    const [a, b] = [this.#scaled(places), right.#scaled(places)];
    const answers: Readonly<Record<string, boolean>> = {
      '==': a === b,
      '!=': a !== b,
      '<': a < b,
      '<=': a <= b,
      '>': a > b,
      '>=': a >= b,
    };
    return pyBool(answers[operator] === true);
  }

  override truth(): boolean {
    return /[1-9]/.test(this.text);
  }

  override unary(): PyValue {
    return unknownData('It is computed from a decimal number.');
  }

  override str(): string {
    return this.text;
  }

  override repr(): string {
    return `Decimal('${this.text}')`;
  }
}

export const DECIMAL = moduleOf('decimal', {
  Decimal: strict(({ positional: [value = { kind: 'integer', value: 0n }], keywords }, site) => {
    if (keywords.size > 0) return unknownFrom([PY_NONE], site);
    if (value instanceof Decimal) return value;
    const integer = integerOf(value);
    if (integer !== undefined) return new Decimal(integer.toString());
    // Exponents, infinity and what the context says about digits are not followed.
    const match = value.kind === 'string' ? /^([+-]?)0*(\d+)?(?:\.(\d*))?$/.exec(value.value.trim()) : null;
    if (match === null || (match[2] === undefined && !match[3] && !/\d/.test(match[0])))
      return unknownFrom([value], site);
    const rest = match[3] ?? '';
    if (rest.length > 6 && !/[1-9]/.test(match[2] ?? '')) return unknownFrom([value], site);
    return new Decimal(`${match[1] === '-' ? '-' : ''}${match[2] ?? '0'}${rest === '' ? '' : `.${rest}`}`);
  }),
});
