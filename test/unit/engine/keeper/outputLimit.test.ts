import { expect, it } from 'vitest';
import { limitOutput } from '../../../../server/src/engine/keeper/outputLimit';

it('keeps what a run prints up to the limit, and says once that there was more', () => {
  const kept: string[] = [];
  const write = limitOutput((text) => kept.push(text), 20);
  for (const line of ['one', 'two', 'a line that is too long', 'three']) write(line);
  expect(kept.slice(0, 2)).toEqual(['one', 'two']);
  expect(kept.slice(2)).toEqual([expect.stringContaining('prints more than its journal keeps')]);
});
