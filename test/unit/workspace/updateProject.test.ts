import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { buildChain } from '../../../server/src/revision/chain';
import type { Script } from '../../../server/src/revision/script';
import { createDocument } from '../../../server/src/workspace/revisionDocument';
import type { RevisionDocument } from '../../../server/src/workspace/snapshot';
import { chainOf, replaceDocuments } from '../../../server/src/workspace/updateProject';
import { withoutDepths } from '../revision/support';
import { projectOf, revisionText, VERSIONS } from '../../support/project';

const FILES = { 'a.py': revisionText({ id: 'aaaa' }), 'b.py': revisionText({ id: 'bbbb', down: "'aaaa'" }) };

/** Documents of scripts, by path, in order. */
async function documentsOf(scripts: readonly (Script | null)[]): Promise<Map<string, RevisionDocument>> {
  const { document } = await projectOf(FILES);
  const { head } = document('a.py');
  return new Map(
    scripts.map((script, index) => {
      const path = script?.path ?? `/none${index}`;
      return [path, createDocument(path, `key${index}`, head, script, [], () => null)];
    }),
  );
}

/** Few ids, so that duplicates, cycles and unknown parents are common. */
const id = fc.constantFrom('a', 'b', 'c', 'd');
const scripts = fc
  .array(
    fc.record({
      id,
      downRevision: fc.array(id, { maxLength: 2 }),
      dependsOn: fc.array(id, { maxLength: 1 }),
      branchLabels: fc.array(fc.constantFrom('x', 'y'), { maxLength: 1 }),
      message: fc.constantFrom('one', 'two'),
    }),
    { maxLength: 6 },
  )
  .map((list) => list.map((script, index): Script => ({ ...script, path: `/${index}.py` })));

describe('chainOf', () => {
  it('says what a chain built anew says, whatever was there before (property)', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, scripts, fc.array(fc.string()), async (before, other, messages) => {
        const reworded = before.map((script, index) => ({ ...script, message: messages[index] ?? script.message }));
        const first = await documentsOf(before);
        const chain = buildChain(before);
        for (const after of [before, reworded, other]) {
          const found = chainOf(await documentsOf(after), { documents: first, chain });
          expect(withoutDepths(found)).toEqual(withoutDepths(buildChain(after)));
        }
      }),
    );
  });

  it('keeps the chain of the same scripts in the same order only', async () => {
    const script = (name: string): Script => ({
      id: 'a',
      downRevision: [],
      dependsOn: [],
      branchLabels: [],
      message: '',
      path: `/${name}.py`,
    });
    const [one, two] = [script('one'), script('two')];
    const chain = buildChain([one, two]);
    const before = { documents: await documentsOf([one, two]), chain };
    expect(chainOf(await documentsOf([one, two]), before)).toBe(chain);
    expect(chainOf(await documentsOf([two, one]), before)).toEqual(buildChain([two, one]));
  });
});

describe('replaceDocuments', () => {
  it('takes no document the project does not have, and is itself when nothing changes', async () => {
    const { project, document } = await projectOf(FILES);
    const stranger = createDocument('/elsewhere.py', 'key', document('a.py').head, null, [], () => null);
    expect(replaceDocuments(project, [stranger])).toBe(project);
    expect(replaceDocuments(project, [document('a.py')])).toBe(project);
  });

  it('leaves the project it comes from as it was', async () => {
    const { project, document } = await projectOf(FILES);
    const path = join(VERSIONS, 'b.py');
    const changed = createDocument(path, 'key', document('b.py').head, null, [], () => null);
    const after = replaceDocuments(project, [changed]);
    expect(after.chain.map.heads).toEqual(['aaaa']);
    expect(project.chain.map.heads).toEqual(['bbbb']);
    expect([...after.documents.keys()]).toEqual([...project.documents.keys()]);
  });
});
