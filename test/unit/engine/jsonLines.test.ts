import fc from 'fast-check';
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

it('hands over an unfinished last line at the end, and drops carriage returns', () => {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line));
  reader.push(Buffer.from('one\r\ntwo'));
  expect(lines).toEqual(['one']);
  reader.end();
  reader.end();
  expect(lines).toEqual(['one', 'two']);
});
