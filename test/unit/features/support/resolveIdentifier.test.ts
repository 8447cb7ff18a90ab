import { describe, expect, it } from 'vitest';
import { resolveIdentifier } from '../../../../server/src/features/support/resolveIdentifier';
import type { ProjectState } from '../../../../server/src/workspace/snapshot';
import { databaseAt, projectOf, revisionText } from '../../../support/project';

const CHAIN = {
  'a.py': revisionText({ id: 'aaaa1' }),
  'b.py': revisionText({ id: 'bbbb2', down: "'aaaa1'", labels: "'shop'" }),
  'c.py': revisionText({ id: 'cccc3', down: "'bbbb2'" }),
};

type Command = Parameters<typeof resolveIdentifier>[2]['command'];

async function meaning(command: Command, identifier: string, state?: ProjectState, files = CHAIN): Promise<unknown> {
  const { project } = await projectOf(files);
  return resolveIdentifier(project, state, { command, identifier });
}

describe('an identifier that is being typed', () => {
  it('is a partial id, a label, a head', async () => {
    expect(await meaning('show', 'bbb')).toEqual({ ids: ['bbbb2'] });
    expect(await meaning('show', 'shop@head')).toEqual({ ids: ['cccc3'] });
    expect(await meaning('upgrade', 'head')).toEqual({ ids: ['cccc3'] });
    expect(await meaning('downgrade', 'base')).toEqual({ ids: [] });
  });

  it('counts the revisions that would run where the database is known', async () => {
    expect(await meaning('upgrade', 'head', databaseAt('aaaa1'))).toEqual({ ids: ['cccc3'], steps: 2 });
    expect(await meaning('downgrade', 'base', databaseAt('bbbb2'))).toEqual({ ids: [], steps: 2 });
    expect(await meaning('stamp', 'aaa', databaseAt('bbbb2'))).toEqual({ ids: ['aaaa1'] });
  });

  it('is counted from where the database stands', async () => {
    expect(await meaning('upgrade', '+1', databaseAt('aaaa1'))).toEqual({ ids: ['bbbb2'], steps: 1 });
    expect(await meaning('upgrade', '+2', databaseAt())).toEqual({ ids: ['bbbb2'], steps: 2 });
    expect(await meaning('downgrade', '-1', databaseAt('cccc3'))).toEqual({ ids: ['bbbb2'], steps: 1 });
    expect(await meaning('downgrade', '-1', databaseAt('aaaa1'))).toEqual({ ids: [], steps: 1 });
  });

  it('is not told while nobody knows where that is', async () => {
    expect(await meaning('upgrade', '+1')).toBeNull();
    expect(await meaning('downgrade', '-1', { kind: 'reading' })).toBeNull();
  });

  it('is refused in the words of Alembic', async () => {
    expect(await meaning('show', 'zzzz')).toEqual({ refusal: "Can't locate revision identified by 'zzzz'" });
    expect(await meaning('upgrade', '+9', databaseAt('aaaa1'))).toEqual({
      refusal: "Relative revision +9 didn't produce 9 migrations",
    });
    const two = { ...CHAIN, 'd.py': revisionText({ id: 'dddd4', down: "'aaaa1'" }) };
    expect(await meaning('upgrade', 'head', undefined, two)).toMatchObject({
      refusal: expect.stringContaining('Multiple head') as unknown,
    });
  });

  it('of offline SQL is counted from the start that was chosen, wherever the database stands', async () => {
    const { project } = await projectOf(CHAIN);
    const ask = (command: Command, from: string, identifier: string): unknown =>
      resolveIdentifier(project, databaseAt('cccc3'), { command, identifier, from });
    expect(ask('upgrade', 'aaa', '+1')).toEqual({ ids: ['bbbb2'], steps: 1 });
    expect(ask('upgrade', 'base', 'head')).toEqual({ ids: ['cccc3'], steps: 3 });
    expect(ask('upgrade', 'cccc3', 'bbbb2')).toEqual({ ids: ['bbbb2'], steps: 0 });
    expect(ask('downgrade', 'bbbb2', '-1')).toEqual({ ids: ['aaaa1'], steps: 1 });
    expect(ask('stamp', 'aaaa1', 'shop@head')).toEqual({ ids: ['cccc3'] });
    expect(ask('upgrade', 'zz', '+1')).toEqual({ refusal: "Can't locate revision identified by 'zz'" });
  });

  it('what has to be one revision is one, and not relative', async () => {
    expect(await meaning('revision', 'bbb')).toEqual({ ids: ['bbbb2'] });
    expect(await meaning('revision', 'base')).toEqual({ ids: [] });
    for (const relative of ['+1', '-1']) {
      expect(await meaning('revision', relative)).toEqual({
        refusal: `Can't locate revision identified by '${relative}'`,
      });
    }
    const two = { ...CHAIN, 'd.py': revisionText({ id: 'dddd4', down: "'aaaa1'" }) };
    expect(await meaning('revision', 'heads', undefined, two)).toMatchObject({
      refusal: expect.stringContaining('Multiple head') as unknown,
    });
  });

  it('is not told of a chain that does not load', async () => {
    const broken = { ...CHAIN, 'd.py': revisionText({ id: 'dddd4', down: "'gone'" }) };
    expect(await meaning('show', 'bbb', undefined, broken)).toBeNull();
  });
});
