import { fc } from '../../support/random';
import { expect, it } from 'vitest';
import { jsonLine, LineReader } from '../../../server/src/engine/jsonLines';

it('reads back what was written, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.array(fc.nat(40)), (texts, cuts) => {
      const values = texts.map((text): unknown => JSON.parse(text));
      const bytes = Buffer.from(values.map(jsonLine).join(''));
      const lines: string[] = [];
      const reader = new LineReader((line) => lines.push(line));
      let from = 0;
      for (const cut of cuts) {
        reader.push(bytes.subarray(from, from + cut));
        from += cut;
      }
      reader.push(bytes.subarray(Math.min(from, bytes.length)));
      reader.end();
      expect(lines.map((line): unknown => JSON.parse(line))).toEqual(values);
    }),
  );
});

it('hands over the beginning of a line that is too long at once, and goes on with the next', () => {
  const lines: [string, boolean][] = [];
  const reader = new LineReader((line, isCut) => lines.push([line, isCut]), 4);
  reader.push(Buffer.from('four\n12'));
  expect(lines).toEqual([['four', false]]);
  reader.push(Buffer.from('345'));
  reader.push(Buffer.from('6789'));
  expect(lines.slice(1)).toEqual([['1234', true]]);
  reader.push(Buffer.from('0\nnext\nfar too long'));
  reader.end();
  expect(lines.slice(2)).toEqual([
    ['next', false],
    ['far ', true],
  ]);
});

it('hands over an unfinished last line at the end, and drops carriage returns', () => {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line));
  reader.push(Buffer.from('one\r\ntwo'));
  expect(lines).toEqual(['one']);
  reader.end();
  reader.end();
  expect(lines).toEqual(['one', 'two']);
});
