import { pyBool, pyInt } from '../make';
import { raise } from '../exception';
import { type PyValue, unknownData } from '../value';
import { integerOf, modulo } from '../values/number';
import { placeOf } from '../subscripts';
import { OwnObject } from './own';
import { placesOf, PySlice } from './slice';

/** `range(start, stop, step)` */
export class RangeObject extends OwnObject {
  readonly typeName = 'range';

  constructor(
    readonly start: bigint,
    readonly stop: bigint,
    readonly step: bigint,
  ) {
    super();
    if (step === 0n) raise('ValueError', 'range() arg 3 must not be zero');
  }

  get length(): bigint {
    const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
    const step = this.step > 0n ? this.step : -this.step;
    return span <= 0n ? 0n : (span + step - 1n) / step;
  }

  at(place: bigint): PyValue {
    return pyInt(this.start + place * this.step);
  }

  each(visit: (item: PyValue) => boolean): boolean {
    const { length } = this;
    for (let place = 0n; place < length; place++) if (!visit(this.at(place))) break;
    return true;
  }

  override getItem(key: PyValue): PyValue | undefined {
    if (this.length > 2n ** 40n) return undefined;
    if (key instanceof PySlice) {
      const { start, stop, step } = placesOf(key, Number(this.length > 1_000_000n ? 1_000_000n : this.length));
      return new RangeObject(
        this.start + BigInt(start) * this.step,
        this.start + BigInt(stop) * this.step,
        this.step * BigInt(step),
      );
    }
    return this.at(BigInt(placeOf(key, Number(this.length), 'range object')));
  }

  override contains(item: PyValue): PyValue | undefined {
    const value = integerOf(item);
    if (value === undefined) return item.kind === 'float' ? undefined : pyBool(false);
    const inside = this.step > 0n ? value >= this.start && value < this.stop : value <= this.start && value > this.stop;
    return pyBool(inside && modulo(value - this.start, this.step) === 0n);
  }

  override truth(): boolean {
    return this.length > 0n;
  }

  override binary(operator: string, other: PyValue): PyValue | undefined {
    if ((operator !== '==' && operator !== '!=') || !(other instanceof RangeObject)) return undefined;
    const { length } = this;
    const same =
      length === other.length &&
      (length === 0n || (this.start === other.start && (length === 1n || this.step === other.step)));
    return pyBool(same === (operator === '=='));
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === 'start' || name === 'stop' || name === 'step') return pyInt(this[name]);
    return name === 'count' || name === 'index' ? unknownData(`It is '${name}' of a range.`) : undefined;
  }

  override repr(): string {
    return `range(${this.start}, ${this.stop}${this.step === 1n ? '' : `, ${this.step}`})`;
  }
}
