import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../server/src/common/problem';
import { exampleRevision } from '../../../server/src/lint/example';
import { lintExample } from './support';

/** What the rule says; the ids of a loop may begin like each other. */
async function cycles(files: Record<string, string>): Promise<readonly Problem[]> {
  return (await lintExample({ files })).filter(({ code }) => code === 'revision-cycle');
}

const loopOf = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `r${at}.py`,
      exampleRevision({ id: `r${at}`, down: `"r${(at + 1) % count}"` }),
    ]),
  );

describe('a loop', () => {
  it('is listed whole in each file', async () => {
    for (const problem of await cycles(loopOf(100))) {
      expect(problem.message).toMatch(/^Cycle: ('r\d+' follows ){100}'r\d+'\. Every/);
      expect(problem.related).toHaveLength(99);
    }
  });

  it('of thousands is listed whole once: the texts grow with the files, not with their square', async () => {
    const problems = await cycles(loopOf(2000));
    expect(problems).toHaveLength(2000);
    const whole = problems.filter(({ message }) => !message.includes('more ...'));
    expect(whole.map(({ related }) => related?.length)).toEqual([1999]);
    expect(whole[0]?.message).toMatch(/^Cycle: ('r\d+' follows ){2000}'r0'\./);
    const last = problems.find(({ message }) => message.startsWith("Cycle: 'r1990'"));
    expect(last?.message).toMatch(/'r1999' follows 'r0' .* 'r89' follows \.\.\. 1900 more \.\.\. 'r1990'\. Every/);
    expect(last?.related).toHaveLength(99);
  });
});
