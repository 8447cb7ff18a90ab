/**
 * `repr(x)` of a float: the shortest digits that read back as the same number, with an exponent from 1e16 on and below
 * 1e-4 (Python's `float.__repr__`).
 */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) return `${sign}${withExponent(digits, exponent)}`;
  return sign + withPoint(digits, exponent);
}

/** `d.ddde+xx` with at least two digits in the exponent. */
export function withExponent(digits: string, exponent: number): string {
  const rest = digits.slice(1);
  const power = Math.abs(exponent).toString().padStart(2, '0');
  return `${digits.charAt(0)}${rest === '' ? '' : `.${rest}`}e${exponent < 0 ? '-' : '+'}${power}`;
}

function withPoint(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** A finite float as the exact fraction it is: `numerator / denominator`, the denominator a power of two. */
export function fraction(value: number): { numerator: bigint; denominator: bigint } {
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return { numerator: BigInt(mantissa), denominator: 1n << BigInt(exponent) };
}

/** `numerator / denominator` (positive) to the nearest whole number, ties to the even one. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const quotient = size / denominator;
  const twice = (size % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/** The digits of a finite float rounded to `places` behind the point: `12.50`, exact in every digit. */
export function fixed(value: number, places: number): string {
  const { numerator, denominator } = fraction(Math.abs(value));
  const scaled = divideRounded(numerator * 10n ** BigInt(places), denominator)
    .toString()
    .padStart(places + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (places === 0) return sign + scaled;
  return `${sign}${scaled.slice(0, -places)}.${scaled.slice(-places)}`;
}

/** The first `count` digits of a finite positive float, rounded, and the power of ten of the first. */
export function significant(value: number, count: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const { numerator, denominator } = fraction(value);
  let exponent = Math.floor(Math.log10(value));
  for (;;) {
    const shift = BigInt(count - 1 - exponent);
    const scaled =
      shift >= 0n
        ? divideRounded(numerator * 10n ** shift, denominator)
        : divideRounded(numerator, denominator * 10n ** -shift);
    const digits = scaled.toString();
    if (digits.length === count) return { digits, exponent };
    exponent += digits.length > count ? 1 : -1;
  }
}
