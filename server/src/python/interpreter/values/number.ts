import { raise } from '../exception';
import { pyFloat, pyInt } from '../make';
import { type PyValue, unknownData } from '../value';
import { divideRounded } from './float';

/** Whole numbers of more bits than this are not computed. */
const MAX_BITS = 100_000;

const ARITHMETIC_ERROR = ['ArithmeticError', 'Exception'];

/** The number a bool or int is; undefined for anything else. */
export function integerOf(value: PyValue): bigint | undefined {
  if (value.kind === 'integer') return value.value;
  return value.kind === 'boolean' ? BigInt(value.value) : undefined;
}

/** How many bits a whole number takes, about. */
function bits(value: bigint): number {
  if (value < 4294967296n && value > -4294967296n) return 32;
  return value.toString(16).length * 4;
}

function tooLong(): PyValue {
  return unknownData('It is a number too large to be followed.');
}

function zero(message: string): never {
  raise('ZeroDivisionError', message, ARITHMETIC_ERROR);
}

/** `float(n)`. */
export function toFloat(value: bigint): number {
  const result = Number(value);
  if (!Number.isFinite(result)) raise('OverflowError', 'int too large to convert to float', ARITHMETIC_ERROR);
  return result;
}

/** `a // b`, rounded down. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** `a % b` with the sign of b. */
export function modulo(a: bigint, b: bigint): bigint {
  return a - b * floorDivide(a, b);
}

function trueDivide(a: bigint, b: bigint): number {
  if (bits(a) <= 48 && bits(b) <= 48) return Number(a) / Number(b);
  const negative = a < 0n !== b < 0n;
  const size = a < 0n ? -a : a;
  const by = b < 0n ? -b : b;
  const shift = Math.max(0, 80 + bits(by) - bits(size));
  let quotient = (size << BigInt(shift)) / by;
  // What was cut off decides a tie only.
  if ((size << BigInt(shift)) % by !== 0n) quotient |= 1n;
  const result = Number(quotient) / 2 ** shift;
  if (!Number.isFinite(result))
    raise('OverflowError', 'integer division result too large for a float', ARITHMETIC_ERROR);
  return negative ? -result : result;
}

type Integers = (a: bigint, b: bigint) => PyValue;

const INTEGER: Readonly<Record<string, Integers>> = {
  '+': (a, b) => (bits(a) + bits(b) > 2 * MAX_BITS ? tooLong() : pyInt(a + b)),
  '-': (a, b) => (bits(a) + bits(b) > 2 * MAX_BITS ? tooLong() : pyInt(a - b)),
  '*': (a, b) => (bits(a) + bits(b) > MAX_BITS ? tooLong() : pyInt(a * b)),
  '/': (a, b) => (b === 0n ? zero('division by zero') : pyFloat(trueDivide(a, b))),
  '//': (a, b) => (b === 0n ? zero('integer division or modulo by zero') : pyInt(floorDivide(a, b))),
  '%': (a, b) => (b === 0n ? zero('integer modulo by zero') : pyInt(modulo(a, b))),
  '**': integerPower,
  '&': (a, b) => pyInt(a & b),
  '|': (a, b) => pyInt(a | b),
  '^': (a, b) => pyInt(a ^ b),
  '<<': (a, b) => {
    if (b < 0n) raise('ValueError', 'negative shift count');
    return a !== 0n && b + BigInt(bits(a)) > BigInt(MAX_BITS) ? tooLong() : pyInt(a === 0n ? 0n : a << b);
  },
  '>>': (a, b) => {
    if (b < 0n) raise('ValueError', 'negative shift count');
    return pyInt(b > BigInt(MAX_BITS) ? (a < 0n ? -1n : 0n) : a >> b);
  },
};

function integerPower(a: bigint, b: bigint): PyValue {
  if (b >= 0n) {
    if (a === 0n || a === 1n || a === -1n) return pyInt(b === 0n ? 1n : a === -1n && b % 2n === 0n ? 1n : a);
    return b > BigInt(MAX_BITS) || BigInt(bits(a)) * b > BigInt(MAX_BITS) ? tooLong() : pyInt(a ** b);
  }
  if (a === 0n) zero('0.0 cannot be raised to a negative power');
  return floatPower(toFloat(a), toFloat(b));
}

/** Only powers that are exact are computed: the last digit of the others depends on the C library. */
function floatPower(a: number, b: number): PyValue {
  if (b === 0 || a === 1) return pyFloat(1);
  if (b === 1) return pyFloat(a);
  if (Number.isInteger(a) && Number.isInteger(b)) {
    if (b > 0 && Math.abs(a) ** b <= 2 ** 53) return pyFloat(Number(BigInt(a) ** BigInt(b)));
    if (b < 0 && b > -1000 && Number.isInteger(Math.log2(Math.abs(a))) && Math.abs(a) ** -b < 2 ** 1000) {
      return pyFloat(1 / Number(BigInt(a) ** BigInt(-b)));
    }
  }
  return unknownData('It is a power whose last digit depends on the machine.');
}

function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floatFloorDivide(a: number, b: number): number {
  const rest = floatModulo(a, b);
  const quotient = (a - rest) / b;
  if (quotient === 0) return a < 0 !== b < 0 && a !== 0 ? -0 : 0;
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

type Floats = (a: number, b: number) => PyValue;

const FLOAT: Readonly<Record<string, Floats>> = {
  '+': (a, b) => pyFloat(a + b),
  '-': (a, b) => pyFloat(a - b),
  '*': (a, b) => pyFloat(a * b),
  '/': (a, b) => (b === 0 ? zero('float division by zero') : pyFloat(a / b)),
  '//': (a, b) => {
    if (b === 0) zero('float floor division by zero');
    return Number.isFinite(a) && Number.isFinite(b) ? pyFloat(floatFloorDivide(a, b)) : notFinite();
  },
  '%': (a, b) => {
    if (b === 0) zero('float modulo');
    return Number.isFinite(a) && Number.isFinite(b) ? pyFloat(floatModulo(a, b)) : notFinite();
  },
  '**': (a, b) => {
    if (a === 0 && b < 0) zero('0.0 cannot be raised to a negative power');
    return floatPower(a, b);
  },
};

function notFinite(): PyValue {
  return unknownData('It is computed from a number that is not finite.');
}

/** `a operator b` of two numbers; undefined when one is no number, or the operator not theirs. */
export function arithmetic(operator: string, a: PyValue, b: PyValue): PyValue | undefined {
  const left = integerOf(a);
  const right = integerOf(b);
  if (left !== undefined && right !== undefined) {
    const bitwise = operator === '&' || operator === '|' || operator === '^';
    const result = Object.hasOwn(INTEGER, operator) ? INTEGER[operator]?.(left, right) : undefined;
    if (bitwise && a.kind === 'boolean' && b.kind === 'boolean' && result?.kind === 'integer') {
      return { kind: 'boolean', value: result.value === 1n };
    }
    return result;
  }
  const x = a.kind === 'float' ? a.value : left;
  const y = b.kind === 'float' ? b.value : right;
  if (x === undefined || y === undefined || !Object.hasOwn(FLOAT, operator)) return undefined;
  return FLOAT[operator]?.(typeof x === 'bigint' ? toFloat(x) : x, typeof y === 'bigint' ? toFloat(y) : y);
}

/** `round(n, -places)` of a whole number. */
export function roundInteger(value: bigint, places: bigint): bigint {
  const unit = 10n ** places;
  return divideRounded(value, unit) * unit;
}
