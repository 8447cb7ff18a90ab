import { expect, it } from 'vitest';
import { readTaggedLine } from '../../../server/src/common/taggedLine';

const KINDS = new Set(['begun', 'ended']);

it('reads a line of a known kind as it stands', () => {
  expect(readTaggedLine('{"kind":"ended","code":1}', KINDS)).toEqual({ kind: 'ended', code: 1 });
});

it.each(['', '{"kind":"ended"', '{"kind":"other"}', '{"kind":["ended"]}', '{}', 'null', '"ended"', '["ended"]', '7'])(
  'is null for %s',
  (line) => {
    expect(readTaggedLine(line, KINDS)).toBeNull();
  },
);
