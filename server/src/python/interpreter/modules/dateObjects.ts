import type { Literal } from '../../../common/literal';
import { raise } from '../exception';
import { findUnknown } from '../lost';
import { pyBool, pyInt, pyStr } from '../make';
import { take } from '../methods/method';
import { NativeFunction } from '../objects/native';
import { OwnObject } from '../objects/own';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownData } from '../value';
import { floorDivide, integerOf, modulo } from '../values/number';
import { typeNameOr } from '../values/typeName';
import { unknownFrom } from './native';

const DAY = 86_400_000_000n;
const FIRST = microseconds([1, 1, 1]);
const LAST = microseconds([9999, 12, 31]) + DAY - 1n;

type Fields = readonly number[];

/** Microseconds since 1970 of year, month, day, hour, minute, second and microsecond. */
function microseconds([year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, micro = 0]: Fields): bigint {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime()) * 1000n + BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt(micro);
}

function fieldsOf(total: bigint): Fields {
  const date = new Date(Number(floorDivide(total, 1_000_000n)) * 1000);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    Number(modulo(total, 1_000_000n)),
  ];
}

const two = (value: number | undefined): string => String(value ?? 0).padStart(2, '0');

function isoDate([year, month, day]: Fields): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function isoTime([hour, minute, second, micro = 0]: Fields): string {
  return `${two(hour)}:${two(minute)}:${two(second)}${micro === 0 ? '' : `.${String(micro).padStart(6, '0')}`}`;
}

/** `timezone.utc`, or no zone. */
class Zone extends OwnObject {
  readonly typeName = 'timezone';

  override getAttribute(name: string): PyValue {
    return unknownData(`It is '${name}' of a time zone.`);
  }

  override repr(): string {
    return 'datetime.timezone.utc';
  }

  override str(): string {
    return 'UTC';
  }
}

export const UTC: PyValue = new Zone();

const COMPARISON = /^(?:[=!<>]=|[<>])$/;

function ordered(operator: string, a: bigint, b: bigint): PyValue {
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

/** A date, a time of day, or both. */
class Moment extends OwnObject {
  constructor(
    readonly typeName: 'date' | 'time' | 'datetime',
    readonly fields: Fields,
    readonly zone?: PyValue,
  ) {
    super();
  }

  iso(separator = 'T'): string {
    const offset = this.zone === undefined ? '' : '+00:00';
    if (this.typeName === 'date') return isoDate(this.fields);
    if (this.typeName === 'time') return isoTime(this.fields) + offset;
    return isoDate(this.fields) + separator + isoTime(this.fields.slice(3)) + offset;
  }

  override literal(): Literal {
    return { kind: this.typeName, iso: this.iso() };
  }

  override getAttribute(name: string): PyValue | undefined {
    const names = NAMES[this.typeName];
    const place = names.indexOf(name);
    if (place >= 0) return pyInt(this.fields[place] ?? 0);
    if (name === 'tzinfo' && this.typeName !== 'date') return this.zone ?? PY_NONE;
    if (name === 'isoformat') {
      return new NativeFunction(name, ({ positional, keywords }) =>
        positional.length + keywords.size > 0 ? unknownData('It is a date as text.') : pyStr(this.iso()),
      );
    }
    if (name === 'date' && this.typeName === 'datetime') {
      return new NativeFunction(name, () => new Moment('date', this.fields.slice(0, 3)));
    }
    return unknownData(`It is '${name}' of a ${this.typeName}.`);
  }

  override binary(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    if (other instanceof Delta && this.typeName !== 'time' && (operator === '+' || (operator === '-' && !reflected))) {
      const whole = this.typeName === 'date' ? floorDivide(other.total, DAY) * DAY : other.total;
      return this.#moved(operator === '+' ? whole : this.typeName === 'date' ? -whole : -other.total);
    }
    if (!(other instanceof Moment)) return undefined;
    if (other.typeName !== this.typeName || (this.zone === undefined) !== (other.zone === undefined)) {
      return unknownData('It is a comparison of dates that is not followed.');
    }
    const [a, b] =
      this.typeName === 'time'
        ? [
            [1, 1, 1, ...this.fields],
            [1, 1, 1, ...other.fields],
          ]
        : [this.fields, other.fields];
    if (COMPARISON.test(operator)) return ordered(operator, microseconds(a), microseconds(b));
    if (operator !== '-' || this.typeName === 'time') return undefined;
    return new Delta(reflected ? microseconds(b) - microseconds(a) : microseconds(a) - microseconds(b));
  }

  #moved(by: bigint): PyValue {
    const total = microseconds(this.fields) + by;
    if (total < FIRST || total > LAST)
      raise('OverflowError', 'date value out of range', ['ArithmeticError', 'Exception']);
    return new Moment(this.typeName, fieldsOf(total).slice(0, this.fields.length), this.zone);
  }

  override str(): string {
    return this.iso(' ');
  }

  override repr(): string {
    const fields = [...this.fields];
    const least = this.typeName === 'date' ? 3 : this.typeName === 'time' ? 2 : 5;
    while (fields.length > least && fields.at(-1) === 0) fields.pop();
    const zone = this.zone === undefined ? '' : ', tzinfo=datetime.timezone.utc';
    return `datetime.${this.typeName}(${fields.join(', ')}${zone})`;
  }
}

const NAMES = {
  date: ['year', 'month', 'day'],
  time: ['hour', 'minute', 'second', 'microsecond'],
  datetime: ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'],
} as const satisfies Record<string, readonly string[]> as Readonly<
  Record<'date' | 'time' | 'datetime', readonly string[]>
>;

const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  year: [1, 9999],
  month: [1, 12],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  microsecond: [0, 999_999],
};

/** A class of dates or times. */
abstract class MomentClass extends OwnObject {
  readonly typeName = 'type';
  abstract readonly name: 'date' | 'time' | 'datetime';

  override call(args: CallArguments, site: Site): PyValue {
    const names = NAMES[this.name];
    const required = this.name === 'time' ? [] : names.slice(0, 3);
    const optional = this.name === 'date' ? [] : [...names.slice(required.length), 'tzinfo'];
    const given = take(args, this.name, required, optional);
    if (findUnknown(Object.values(given).filter((value) => value !== undefined)))
      return unknownFrom(Object.values(given), site);
    const fields = names.map((name) => {
      const value = given[name];
      const integer = value === undefined ? 0n : integerOf(value);
      if (integer === undefined)
        raise('TypeError', `'${typeNameOr(value ?? PY_NONE)}' object cannot be interpreted as an integer`);
      return Number(integer);
    });
    check(names, fields);
    const { tzinfo = PY_NONE } = given;
    if (tzinfo.kind !== 'none' && tzinfo !== UTC) return unknownData('It is a time in a zone that is not followed.');
    return new Moment(this.name, fields, tzinfo === UTC ? UTC : undefined);
  }

  override getAttribute(name: string): PyValue {
    if (name === '__name__') return pyStr(this.name);
    if (/^(?:now|utcnow|today)$/.test(name)) {
      return new NativeFunction(name, () => unknownData('It depends on the time.'), true);
    }
    return unknownData(`It is '${name}' of '${this.name}', which is not followed.`);
  }

  override isInstance(value: PyValue): boolean | undefined {
    if (value.kind === 'unknown' || (value.kind === 'host' && !(value instanceof OwnObject))) return undefined;
    return (
      value instanceof Moment &&
      (value.typeName === this.name || (this.name === 'date' && value.typeName === 'datetime'))
    );
  }
}

function check(names: readonly string[], fields: Fields): void {
  for (const [index, name] of names.entries()) {
    const [least, most] = LIMITS[name] ?? [1, 31];
    const value = fields[index] ?? 0;
    if (value < least || value > most) raise('ValueError', `${name} is out of range`);
  }
  const [year, month, day] = fields;
  if (names[0] === 'year' && fieldsOf(microseconds([year ?? 1, month ?? 1, day ?? 1]))[2] !== day) {
    raise('ValueError', 'day is out of range for month');
  }
}

export class DateClass extends MomentClass {
  readonly name = 'date';
}

export class TimeClass extends MomentClass {
  readonly name = 'time';
}

export class DateTimeClass extends MomentClass {
  readonly name = 'datetime';
}

/** `timezone`, of which `utc` is known. */
export class ZoneClass extends OwnObject {
  readonly typeName = 'type';

  override getAttribute(name: string): PyValue {
    return name === 'utc' ? UTC : unknownData(`It is '${name}' of 'timezone'.`);
  }

  override call(): PyValue {
    return unknownData('It is a time zone that is not followed.');
  }
}

/** A span of time. */
class Delta extends OwnObject {
  readonly typeName = 'timedelta';

  constructor(readonly total: bigint) {
    super();
    if (total > 999_999_999n * DAY + DAY - 1n || total < -999_999_999n * DAY) {
      raise('OverflowError', 'days out of range', ['ArithmeticError', 'Exception']);
    }
  }

  get parts(): { days: bigint; seconds: bigint; microseconds: bigint } {
    const rest = modulo(this.total, DAY);
    return { days: floorDivide(this.total, DAY), seconds: rest / 1_000_000n, microseconds: rest % 1_000_000n };
  }

  override literal(): Literal {
    return { kind: 'timedelta', microseconds: this.total };
  }

  override getAttribute(name: string): PyValue | undefined {
    const { parts } = this;
    if (name === 'days' || name === 'seconds' || name === 'microseconds') return pyInt(parts[name]);
    return unknownData(`It is '${name}' of a timedelta.`);
  }

  override binary(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    const integer = integerOf(other);
    if (operator === '*' && integer !== undefined) return new Delta(this.total * integer);
    if (!(other instanceof Delta))
      return other.kind === 'float' || integer !== undefined ? unknownData('It is a span of time.') : undefined;
    if (COMPARISON.test(operator)) return ordered(operator, this.total, other.total);
    const [a, b] = reflected ? [other.total, this.total] : [this.total, other.total];
    if (operator === '+') return new Delta(a + b);
    return operator === '-' ? new Delta(a - b) : unknownData('It is computed from spans of time.');
  }

  override unary(operator: string): PyValue | undefined {
    return operator === '-' ? new Delta(-this.total) : operator === '+' ? this : undefined;
  }

  override truth(): boolean {
    return this.total !== 0n;
  }

  override str(): string {
    const { days, seconds, microseconds: micro } = this.parts;
    const time = `${seconds / 3600n}:${two(Number((seconds / 60n) % 60n))}:${two(Number(seconds % 60n))}`;
    const shown = micro === 0n ? time : `${time}.${micro.toString().padStart(6, '0')}`;
    return days === 0n ? shown : `${days} day${days === 1n || days === -1n ? '' : 's'}, ${shown}`;
  }

  override repr(): string {
    const parts = Object.entries(this.parts).flatMap(([name, value]) => (value === 0n ? [] : [`${name}=${value}`]));
    return `datetime.timedelta(${parts.length === 0 ? '0' : parts.join(', ')})`;
  }
}

const UNITS: Readonly<Record<string, bigint>> = {
  days: DAY,
  seconds: 1_000_000n,
  microseconds: 1n,
  milliseconds: 1000n,
  minutes: 60_000_000n,
  hours: 3_600_000_000n,
  weeks: 7n * DAY,
};

/** `timedelta` */
export class DeltaClass extends OwnObject {
  readonly typeName = 'type';

  override call(args: CallArguments, site: Site): PyValue {
    const given = take(args, 'timedelta', [], Object.keys(UNITS));
    let total = 0n;
    for (const [unit, size] of Object.entries(UNITS)) {
      const value = given[unit];
      if (value === undefined) continue;
      const integer = integerOf(value);
      // Fractions are rounded in ways of their own.
      if (integer === undefined) return unknownFrom([value], site);
      total += integer * size;
    }
    return new Delta(total);
  }

  override getAttribute(name: string): PyValue {
    return unknownData(`It is '${name}' of 'timedelta'.`);
  }
}
