import type { SequenceOptions } from '../../../schema/model';
import { libraryType } from '../../../schema/sqlType';
import type { SequenceRow } from './catalogue';

/** The largest number of each type that a sequence may have. */
const LARGEST: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n - 1n,
  integer: 2n ** 31n - 1n,
  bigint: 2n ** 63n - 1n,
};
const CLASSES: Readonly<Record<string, string>> = { smallint: 'SMALLINT', integer: 'INTEGER', bigint: 'BIGINT' };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * What of a sequence is not what CREATE SEQUENCE makes by itself (PostgreSQL's manual).
 * @param usual the type that it would have: that of the column that owns it.
 */
export function sequenceOptions(row: SequenceRow, usual = 'bigint'): SequenceOptions {
  const largest = LARGEST[row.type] ?? 0n;
  const [start, increment, least, most] = [row.start, row.increment, row.least, row.most].map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const isDescending = increment < 0n;
  const limits = isDescending ? { least: -largest - 1n, most: -1n } : { least: 1n, most: largest };
  const options: Mutable<SequenceOptions> = {};
  if (start !== (isDescending ? most : least)) options.start = start;
  if (increment !== 1n) options.increment = increment;
  if (least !== limits.least) options.minvalue = least;
  if (most !== limits.most) options.maxvalue = most;
  if (row.cycles) options.cycle = true;
  if (row.cache !== '1') options.cache = BigInt(row.cache);
  const name = CLASSES[row.type];
  if (row.type !== usual && name !== undefined) {
    options.data_type = libraryType('sqlalchemy', name);
  }
  return options;
}
