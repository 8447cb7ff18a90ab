import { describe, expect, it } from 'vitest';
import { nextRevisionId } from '../../../../server/src/usecases/commands/numberedRevisions';
import { projectOf, revisionText } from '../../../support/project';

/** A straight chain of these ids. */
async function next(...ids: readonly string[]): Promise<string | null> {
  const files = ids.map((id, index) => {
    const down = ids[index - 1];
    return [`${id}.py`, revisionText({ id, ...(down !== undefined && { down: `'${down}'` }) })] as const;
  });
  const { project } = await projectOf(Object.fromEntries(files));
  return nextRevisionId(project);
}

describe('nextRevisionId', () => {
  it('goes on with the numbers of a project', async () => {
    expect(await next('0001', '0002', '0003')).toBe('0004');
    expect(await next('0001')).toBe('0002');
    expect(await next('010', '020', '030')).toBe('040');
    expect(await next('0041', '0042', '0044', '0045')).toBe('0046');
  });

  it.each([
    [[]],
    [['4f1c2a9be07d', '8d3e57c1a460']],
    [['0001', '0002', 'a003']],
    [['0001', '00002']],
    [['0002', '0001']],
    [['20240101', '20240102']],
    [['4711']],
    [['12', '57', '81']],
    [['98', '99']],
  ])('says nothing for %j', async (ids) => {
    expect(await next(...ids)).toBeNull();
  });
});
