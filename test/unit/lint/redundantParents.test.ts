import { fc } from '../../support/random';
import { expect, it } from 'vitest';
import { exampleRevision } from '../../../server/src/lint/example';
import { suspiciousTopology } from '../../../server/src/lint/rules/suspiciousTopology';
import { projectOf } from '../../support/project';

/** Graphs as lists of parents: each revision follows some of those before it, now and then one after it. */
const graphs = fc
  .array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 2, maxLength: 10 })
  .map((rows) =>
    rows.map((row, index) => [...new Set(row.map((one) => one % rows.length))].filter((one) => one !== index)),
  );

/** The parents that another parent reaches, found by walking everything. */
function redundant(parents: ReadonlyMap<string, readonly string[]>): string[] {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (parents.get(from) ?? []).some((one) => {
      if (one === to) return true;
      if (seen.has(one)) return false;
      seen.add(one);
      return reaches(one, to, seen);
    });
  return [...parents].flatMap(([id, down]) =>
    down.filter((one) => down.some((other) => other !== one && reaches(other, one))).map((one) => `${id} ${one}`),
  );
}

it('names exactly the parents that another parent has among its ancestors', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      const id = (index: number): string => `r${index}`;
      const files = graph.map((down, index) => [
        `${id(index)}.py`,
        exampleRevision({ id: id(index), down: `(${down.map((one) => `"${id(one)}",`).join(' ')})` }),
      ]);
      const { project } = await projectOf(Object.fromEntries(files) as Record<string, string>);
      const findings = suspiciousTopology
        .check({ ...project, withoutScript: new Map() })
        .filter(({ subCode }) => subCode === 'redundant-parent');
      // What the chain holds, edges that closed a cycle taken out.
      const parents = new Map(Array.from(project.chain.map.revisions.values(), (one) => [one.id, one.down]));
      const expected = redundant(parents);
      found += expected.length;
      const named = findings.map(
        ({ file, message }) => `${/r\d+(?=\.py$)/.exec(file)?.[0] ?? ''} ${/'(r\d+)'/.exec(message)?.[1] ?? ''}`,
      );
      expect(named).toEqual(expected);
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(20);
});
