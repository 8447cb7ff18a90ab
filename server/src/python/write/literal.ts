import type { Literal } from '../../common/literal';
import { literalText, reprBytes } from '../interpreter/values/letters';
import type { ImportedNames } from './importedNames';

/** A Python string that says a text, as `repr` writes it. */
export function writeText(text: string): string {
  return literalText(text);
}

/** `True` or `False`. */
export function writeFlag(value: boolean): string {
  return value ? 'True' : 'False';
}

/** A list of strings: `['a', 'b']`. */
export function writeTexts(texts: readonly string[]): string {
  return `[${texts.map(writeText).join(', ')}]`;
}

/** Python that gives a value back. Null for what has no such Python: a member of an enum class, whose class is not known. */
export function writeLiteral(literal: Literal, names: ImportedNames): string | null {
  switch (literal.kind) {
    case 'none':
      return 'None';
    case 'boolean':
      return writeFlag(literal.value);
    case 'integer':
      return literal.value.toString();
    case 'float':
      return /^-?\d/.test(literal.text) ? literal.text : `float(${writeText(literal.text)})`;
    case 'decimal':
      return `${names.member('decimal', 'Decimal')}(${writeText(literal.text)})`;
    case 'string':
      return writeText(literal.value);
    case 'bytes':
      return reprBytes(literal.value);
    case 'date':
    case 'time':
    case 'datetime':
      return writeMoment(literal.kind, literal.iso, names);
    case 'timedelta':
      return writeTimedelta(literal.microseconds, names);
    case 'uuid':
      return `${names.member('uuid', 'UUID')}(${writeText(literal.value)})`;
    case 'enumMember':
      return null;
    case 'list':
    case 'tuple': {
      const items = allWritten(literal.items, (item) => writeLiteral(item, names));
      if (items === null) return null;
      if (literal.kind === 'list') return `[${items.join(', ')}]`;
      return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
    }
    case 'dict': {
      const entries = allWritten(literal.entries, ([key, value]) => {
        const [left, right] = [writeLiteral(key, names), writeLiteral(value, names)];
        return left === null || right === null ? null : `${left}: ${right}`;
      });
      return entries && `{${entries.join(', ')}}`;
    }
  }
}

function allWritten<T>(items: readonly T[], write: (item: T) => string | null): readonly string[] | null {
  const written: string[] = [];
  for (const item of items) {
    const text = write(item);
    if (text === null) return null;
    written.push(text);
  }
  return written;
}

const MOMENT =
  /^(?:(\d+)-(\d+)-(\d+))?T?(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** `datetime.datetime(2020, 1, 2, 3, 4)`: hours and minutes always, seconds and microseconds where there are any. */
function writeMoment(kind: 'date' | 'time' | 'datetime', iso: string, names: ImportedNames): string | null {
  const match = MOMENT.exec(iso.replace(' ', 'T'));
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', sign, ...zone] = match;
  const numbers = kind === 'time' ? [] : [year, month, day].map(Number);
  if (kind !== 'date') {
    const micro = Number(fraction.padEnd(6, '0'));
    numbers.push(Number(hour), Number(minute));
    if (Number(second) > 0 || micro > 0) numbers.push(Number(second));
    if (micro > 0) numbers.push(micro);
  }
  const args = numbers.map(String);
  if (sign !== undefined)
    args.push(
      `tzinfo=${writeZone(
        sign,
        zone.map((part) => Number(part || '0')),
        names,
      )}`,
    );
  return `${names.member('datetime', kind)}(${args.join(', ')})`;
}

function writeZone(
  sign: string,
  [hours = 0, minutes = 0, seconds = 0]: readonly number[],
  names: ImportedNames,
): string {
  const zone = names.member('datetime', 'timezone');
  const total = (hours * 3600 + minutes * 60 + seconds) * (sign === '-' ? -1 : 1);
  return total === 0 ? `${zone}.utc` : `${zone}(${writeTimedelta(BigInt(total) * 1_000_000n, names)})`;
}

/** In the largest units that say it exactly. */
function writeTimedelta(microseconds: bigint, names: ImportedNames): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const sign = microseconds < 0n ? '-' : '';
  const parts = (
    [
      ['days', size / 86_400_000_000n],
      ['seconds', (size / 1_000_000n) % 86_400n],
      ['microseconds', size % 1_000_000n],
    ] as const
  ).filter(([, value]) => value > 0n);
  const args = parts.map(([unit, value]) => `${unit}=${sign}${value}`);
  return `${names.member('datetime', 'timedelta')}(${args.length === 0 ? '0' : args.join(', ')})`;
}
