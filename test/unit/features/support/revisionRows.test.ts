import { describe, expect, it } from 'vitest';
import { locateUpgrade } from '../../../../server/src/features/support/locateUpgrade';
import { projectInfo } from '../../../../server/src/features/support/projectInfo';
import { revisionRows } from '../../../../server/src/features/support/revisionRows';
import type { RevisionRow } from '../../../../server/src/protocol/data';
import type { ProjectState } from '../../../../server/src/workspace/snapshot';
import { databaseAt, projectOf, revisionText } from '../../../support/project';

type Files = Readonly<Record<string, string>>;

async function rows(files: Files, state?: ProjectState): Promise<RevisionRow[]> {
  const { project } = await projectOf(files);
  return revisionRows(project, state, new Map());
}

const statuses = async (files: Files, state?: ProjectState): Promise<Record<string, string>> =>
  Object.fromEntries((await rows(files, state)).map(({ id, status }) => [id, status]));

const CHAIN = {
  'a.py': revisionText({ id: 'aaaa', message: 'first\n\n    more' }),
  'b.py': revisionText({ id: 'bbbb', down: "'aaaa'" }),
  'c.py': revisionText({ id: 'cccc', down: "'bbbb'" }),
};
const MERGED = {
  ...CHAIN,
  'd.py': revisionText({ id: 'dddd', down: "'aaaa'", dependsOn: "'bbbb'" }),
  'e.py': revisionText({ id: 'eeee', down: "('cccc', 'dddd')" }),
};

describe('revisionRows', () => {
  it('lists a chain newest first, without lanes', async () => {
    const found = await rows(CHAIN);
    expect(found.map(({ id, lane }) => [id, lane])).toEqual([
      ['cccc', undefined],
      ['bbbb', undefined],
      ['aaaa', undefined],
    ]);
    expect(found[2]).toMatchObject({
      message: 'first',
      docstring: 'first\n\n    more',
      isBase: true,
      isHead: false,
      children: ['bbbb'],
      status: 'unknown',
    });
  });

  it('tells what is applied, current and pending', async () => {
    expect(await statuses(CHAIN, databaseAt('bbbb'))).toEqual({ cccc: 'pending', bbbb: 'current', aaaa: 'applied' });
    expect(await statuses(CHAIN, databaseAt())).toEqual({ cccc: 'pending', bbbb: 'pending', aaaa: 'pending' });
  });

  it('counts a dependency of the current revision as applied', async () => {
    expect(await statuses(MERGED, databaseAt('dddd'))).toMatchObject({ bbbb: 'applied', cccc: 'pending' });
  });

  it('calls nothing pending while the database holds a revision no file has', async () => {
    expect(await statuses(CHAIN, databaseAt('aaaa', 'gone'))).toEqual({
      cccc: 'unknown',
      bbbb: 'unknown',
      aaaa: 'current',
    });
  });

  it('draws lanes only beside rows where the chain branches', async () => {
    const found = await rows({ ...MERGED, 'f.py': revisionText({ id: 'ffff', down: "'eeee'" }) });
    const lanes = Object.fromEntries(found.map(({ id, lane }) => [id, lane?.count]));
    expect(lanes).toMatchObject({ ffff: undefined, eeee: 2, aaaa: 2 });
    expect(found.find(({ id }) => id === 'eeee')).toMatchObject({ isMerge: true });
  });

  it('puts files that are not in the chain first, as broken', async () => {
    const found = await rows({
      ...CHAIN,
      'copy.py': revisionText({ id: 'aaaa' }),
      'helper.py': 'x = 1\n',
      'lost.py': revisionText({ id: 'dddd', down: "'nowhere'" }),
    });
    expect(found.slice(0, 2).map(({ id, status }) => [id, status])).toEqual([
      ['aaaa', 'broken'],
      ['helper.py', 'broken'],
    ]);
    expect(found.find(({ id }) => id === 'dddd')?.status).toBe('broken');
  });
});

describe('locateUpgrade', () => {
  it('finds the last `upgrade`, which is the one Python keeps', async () => {
    const { document } = await projectOf({
      'a.py': revisionText({ id: 'aaaa' }),
      'b.py': `${revisionText({ id: 'bbbb' })}\n\ndef upgrade():\n    pass\n`,
      'helper.py': 'x = 1\n',
    });
    expect(locateUpgrade(document('a.py'))).toBe(8);
    expect(locateUpgrade(document('b.py'))).toBeGreaterThan(8);
    expect(locateUpgrade(document('helper.py'))).toBeNull();
  });
});

describe('projectInfo', () => {
  it('counts what is pending', async () => {
    const { project } = await projectOf(CHAIN);
    expect(projectInfo(project, databaseAt('aaaa'), [])).toMatchObject({
      revisionCount: 3,
      heads: ['cccc'],
      state: { kind: 'known', current: ['aaaa'], pendingCount: 2, unknownRows: [] },
    });
    expect(projectInfo(project, databaseAt('gone'), []).state).toMatchObject({
      pendingCount: 0,
      unknownRows: ['gone'],
    });
  });

  it('tells heads nobody meant from branches by design', async () => {
    const { project } = await projectOf(CHAIN);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const heads = (severity: 'warning' | 'hint') => ({
      code: 'multiple-heads',
      severity,
      message: '',
      range,
      file: 'a.py',
    });
    expect(projectInfo(project, undefined, [heads('warning')]).headsUnresolved).toBe(true);
    expect(projectInfo(project, undefined, [heads('hint')]).headsUnresolved).toBe(false);
  });

  it('says what every command would die of', async () => {
    const { project } = await projectOf({ 'a.py': revisionText({ id: 'aaaa', down: "'gone'" }) });
    expect(projectInfo(project, undefined, []).chainError).toMatch(/^KeyError: /);
  });

  it.each([
    [{ 'a.py': 'revision = "aaaa"\n' }, "a.py: AttributeError: module 'a_py' has no attribute 'down_revision'"],
    [{ '/project/alembic.ini': '[alembic]\nscript_location = x\n[alembic]\n' }, 'alembic.ini: Alembic cannot read'],
  ])('says that a file or the configuration is refused', async (files, expected) => {
    const { project } = await projectOf(files);
    expect(projectInfo(project, undefined, []).chainError).toContain(expected);
  });

  it('says that Python cannot read a file', async () => {
    const { project } = await projectOf(CHAIN);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const fault = { severity: 'error', message: "'(' is never closed.", range, file: '/project/a.py' } as const;
    const chainErrorOf = (code: string) => projectInfo(project, undefined, [{ ...fault, code }]).chainError;
    expect(chainErrorOf('unloadable-revision')).toBe("a.py: '(' is never closed.");
    expect(chainErrorOf('missing-revision-attrs')).toBeUndefined();
  });
});
