import { describe, expect, it } from 'vitest';
import { loadProject } from '../../../../server/src/usecases/loadProject';
import type { ProjectSnapshot } from '../../../../server/src/workspace/snapshot';
import { memoryFileSystem } from '../../../support/memoryFileSystem';
import { projectOf } from '../../../support/project';
import { chainOfBodies, replayOf, revisionFile } from './support';

const BODIES = ['a', 'b', 'c', 'd'].map((name) => `op.create_table('${name}', sa.Column('id', sa.Integer()))`);

/** The project with another text of one revision, the others the same documents. */
async function edited(project: ProjectSnapshot, name: string, text: string): Promise<ProjectSnapshot> {
  const path = [...project.documents.keys()].find((one) => one.endsWith(name)) ?? '';
  const files = [...project.documents].map(([one, document]) => [one, one === path ? text : (document.text() ?? '')]);
  return loadProject(project.config, {
    fs: memoryFileSystem(Object.fromEntries(files) as Record<string, string>),
    previous: project,
  });
}

describe('SchemaReplay', () => {
  it('replays a revision after an edit, and those after it, and no others', async () => {
    const project = await chainOfBodies(...BODIES);
    const replay = replayOf();
    const before = replay.upTo(project, 'heads') ?? [];
    const after = await edited(project, 'r3.py', revisionFile('r3', 'r2', "op.drop_table('a')"));
    const now = replay.upTo(after, 'heads') ?? [];
    expect(now.map((one, index) => one === before[index])).toEqual([true, true, false, false]);
    expect([...(now.at(-1)?.after.tables.keys() ?? [])].sort()).toEqual(['b', 'd']);
    expect(replay.upTo(project, 'heads')?.at(-1)?.after).toBe(before.at(-1)?.after);
  });

  it('knows the schema at every revision, in whatever order they are asked for', async () => {
    const project = await chainOfBodies(...BODIES);
    const replay = replayOf();
    const tables = (target: string): readonly string[] | undefined => {
      const schema = replay.schemaAt(project, target);
      return schema === null ? undefined : [...schema.tables.keys()].sort();
    };
    expect(tables('r2')).toEqual(['a', 'b']);
    expect(tables('heads')).toEqual(['a', 'b', 'c', 'd']);
    expect(tables('r1')).toEqual(['a']);
    expect(tables('r3')).toEqual(['a', 'b', 'c']);
    expect(tables('nope')).toBeUndefined();
    expect(replay.revision(project, 'r2')?.before).toBe(replay.revision(project, 'r1')?.after);
  });

  it('leaves other branches out, and takes in what a revision depends on', async () => {
    const file = (id: string, down: string | null, body: string, more = ''): string =>
      `${revisionFile(id, down, body)}\n${more}\n`;
    const { project } = await projectOf({
      'a.py': file('a', null, BODIES[0] ?? ''),
      'b.py': file('b', 'a', BODIES[1] ?? ''),
      'c.py': file('c', 'a', BODIES[2] ?? ''),
      'd.py': file('d', 'c', BODIES[3] ?? '', "depends_on = 'b'"),
    });
    const replay = replayOf();
    const order = (target: string): readonly string[] => (replay.upTo(project, target) ?? []).map(({ id }) => id);
    expect(order('b')).toEqual(['a', 'b']);
    expect(order('c')).toEqual(['a', 'c']);
    expect(order('heads').toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(order('d').toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });
});
