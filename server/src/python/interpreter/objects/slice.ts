import { raise } from '../exception';
import { type PyValue, type Site } from '../value';
import { integerOf } from '../values/number';
import { repr } from '../values/repr';
import { OwnObject } from './own';

/** `start:stop:step` between brackets. */
export class PySlice extends OwnObject {
  readonly typeName = 'slice';

  constructor(
    readonly start: PyValue,
    readonly stop: PyValue,
    readonly step: PyValue,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === 'start' ? this.start : name === 'stop' ? this.stop : name === 'step' ? this.step : undefined;
  }

  override repr(site: Site): string | undefined {
    const parts = [this.start, this.stop, this.step].map((part) => repr(part, site));
    return parts.includes(undefined) ? undefined : `slice(${parts.join(', ')})`;
  }
}

function indexOf(value: PyValue): number | undefined {
  if (value.kind === 'none') return undefined;
  const index = integerOf(value);
  if (index === undefined) raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
  // Beyond any length there is, without leaving what a JavaScript number holds exactly.
  const limit = 2n ** 40n;
  return Number(index > limit ? limit : index < -limit ? -limit : index);
}

/** The places a slice takes of a sequence, as `slice.indices` and `range` give them. */
export function placesOf(
  slice: PySlice,
  length: number,
): { start: number; stop: number; step: number; places: number[] } {
  const step = indexOf(slice.step) ?? 1;
  if (step === 0) raise('ValueError', 'slice step cannot be zero');
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  const clip = (value: number | undefined, otherwise: number): number => {
    if (value === undefined) return otherwise;
    return Math.min(Math.max(value < 0 ? value + length : value, lowest), highest);
  };
  const start = clip(indexOf(slice.start), step < 0 ? highest : lowest);
  const stop = clip(indexOf(slice.stop), step < 0 ? lowest : highest);
  const places: number[] = [];
  for (let place = start; step > 0 ? place < stop : place > stop; place += step) places.push(place);
  return { start, stop, step, places };
}
