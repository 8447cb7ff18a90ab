import { describe, expect, it } from 'vitest';
import { exampleRevision } from '../../../server/src/lint/example';
import { lintExample } from './support';

const loopOf = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `r${at}.py`,
      exampleRevision({ id: `r${at}`, down: `"r${(at + 1) % count}"` }),
    ]),
  );

describe('a loop', () => {
  it('is listed whole in each file', async () => {
    const [first] = await lintExample({ files: loopOf(30) });
    expect(first?.message).toMatch(/^Cycle: 'r0' follows 'r1' .* 'r29' follows 'r0'\. Every/);
    expect(first?.related).toHaveLength(29);
  });

  it('of thousands is listed in part: the texts grow with the files, not with their square', async () => {
    const problems = await lintExample({ files: loopOf(2000) });
    expect(problems).toHaveLength(2000);
    const last = problems.find(({ message }) => message.startsWith("Cycle: 'r1990'"));
    expect(last?.message).toMatch(/'r1999' follows 'r0' .* 'r19' follows \.\.\. 1970 more \.\.\. 'r1990'\. Every/);
    expect(last?.related).toHaveLength(29);
  });
});
