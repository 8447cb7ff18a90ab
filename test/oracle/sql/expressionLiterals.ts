import { fc } from '../../support/random';
import type { Literal } from '../../../server/src/common/literal';

const iso = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});
/** Texts that need escaping somewhere. */
export const plainText = fc.oneof(
  fc.constantFrom('a', "it's", 'back\\slash', '50%', ':name', '\\:x', '', 'é', '12', '7.5', 'tab\tand\nline', 'a_b/c'),
  fc.string({ maxLength: 8 }),
);

/** Values of every kind. */
export const literals: fc.Arbitrary<Literal> = fc.oneof(
  { weight: 4, arbitrary: plainText.map((value): Literal => ({ kind: 'string', value })) },
  {
    weight: 4,
    arbitrary: fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }).map((value): Literal => ({ kind: 'integer', value })),
  },
  { weight: 2, arbitrary: fc.boolean().map((value): Literal => ({ kind: 'boolean', value })) },
  { weight: 1, arbitrary: fc.constant<Literal>({ kind: 'none' }) },
  fc.constantFrom('1.5', '-0.25', '100.0', '1e+20').map((text): Literal => ({ kind: 'float', text })),
  fc.constantFrom('10.50', '-3', '0.00').map((text): Literal => ({ kind: 'decimal', text })),
  iso.map((date): Literal => ({ kind: 'date', iso: date.toISOString().slice(0, 10) })),
  fc
    .tuple(iso, fc.constantFrom('', '.000120', '+02:00', '.500000+00:00'))
    .map(([date, end]): Literal => ({ kind: 'datetime', iso: date.toISOString().slice(0, 19) + end })),
  fc.constantFrom('10:20:30', '00:00:00', '23:59:59.000001').map((time): Literal => ({ kind: 'time', iso: time })),
  fc
    .integer({ min: -1e6, max: 1e9 })
    .map((value): Literal => ({ kind: 'timedelta', microseconds: BigInt(value) * 1000n })),
  fc.uuid().map((value): Literal => ({ kind: 'uuid', value })),
  fc.constantFrom('abc', "q'", '\xff').map((value): Literal => ({ kind: 'bytes', value })),
  fc
    .array(plainText, { maxLength: 3 })
    .map((items): Literal => ({ kind: 'list', items: items.map((value) => ({ kind: 'string', value })) })),
);
