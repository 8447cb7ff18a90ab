import { expect, it } from 'vitest';
import { shortenWords } from '../../../server/src/common/shorten';

it('shortens absurd words, and neither long messages nor paths', () => {
  const id = 'a'.repeat(4999);
  expect(shortenWords(`No revision '${id}b' here.`)).toBe(`No revision '${'a'.repeat(59)}…${'a'.repeat(18)}b' here.`);
  const name = 'n'.repeat(255);
  for (const message of [`/x/${name}/${name}: no`, 'many words '.repeat(100)])
    expect(shortenWords(message)).toBe(message);
});
