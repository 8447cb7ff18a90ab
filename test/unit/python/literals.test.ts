import { describe, expect, it } from 'vitest';
import { readInteger, readString } from '../../../server/src/python/literals';

describe('readString', () => {
  it.each([
    ["'a'", 'a'],
    ['"""a"b"""', 'a"b'],
    ["''", ''],
    ['""""""', ''],
    ["r'\\n\\''", "\\n\\'"],
    ["u'\\u00e9\\x41\\U0001F600'", 'éA😀'],
    ["'\\101\\7\\0019'", 'A\x07\x019'],
    ["'a\\\nb'", 'ab'],
    ["'a\\\r\nb'", 'ab'],
    ["'''a\r\nb\rc'''", 'a\nb\nc'],
    ["'\\d\\\\\\t'", '\\d\\\t'],
    ["b'\\u0041\\xff'", '\\u0041\xff'],
    ["'\\N{DIGIT ONE}'", null],
    ["'\\x4'", null],
    ["'open", null],
    ["t'x'", null],
  ])('%j is %j', (literal, value) => {
    const text = `x = ${literal} `;
    expect(readString(text, 4, text.length - 1).value).toBe(value);
  });

  it('knows where the content stands, and whether it is the value', () => {
    expect(readString('ub"""ab"""', 0, 10)).toMatchObject({ contentFrom: 5, contentTo: 7, bytes: true, plain: true });
    expect(readString('"a\\n"', 0, 5).plain).toBe(false);
  });
});

describe('readInteger', () => {
  it.each([
    ['0', 0n],
    ['1_000', 1000n],
    ['0xFf', 255n],
    ['0o17', 15n],
    ['0b1_0', 2n],
    ['00', 0n],
    ['0777', undefined],
    ['10L', undefined],
    ['1.5', undefined],
    ['1__0', undefined],
  ])('%s', (literal, value) => {
    expect(readInteger(literal)).toBe(value);
  });
});
