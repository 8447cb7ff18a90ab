import { describe, expect, it } from 'vitest';
import { pathToUri } from '../../../server/src/common/fileUri';
import { codeLenses } from '../../../server/src/features/codeLens';
import type { Settings } from '../../../server/src/protocol/settings';
import type { ProjectState } from '../../../server/src/workspace/snapshot';
import { databaseAt, projectOf, revisionText } from '../../support/project';

const ALL: Settings['codeLens'] = { upgrade: true, downgrade: true, revision: true, sql: false };
const CHAIN = {
  'a.py': revisionText({ id: 'aaaa', message: 'first' }),
  'b.py': revisionText({ id: 'bbbb', down: "'aaaa'", message: 'second' }),
  'c.py': revisionText({ id: 'cccc', down: "'bbbb'", message: 'third' }),
};

async function lenses(
  files: Readonly<Record<string, string>>,
  name: string,
  state?: ProjectState,
  settings = ALL,
): Promise<{ line: number; title: string; target?: unknown }[]> {
  const { project, document } = await projectOf(files);
  return codeLenses(project, document(name), state, settings).map(({ range, command }) => {
    const [argument] = (command?.arguments ?? []) as { target?: string; id?: string }[];
    const target = argument?.target ?? argument?.id;
    return { line: range.start.line, title: command?.title ?? '', ...(target !== undefined && { target }) };
  });
}

const upgradeLens = async (name: string, state: ProjectState): Promise<string | undefined> =>
  (await lenses(CHAIN, name, state, { ...ALL, revision: false }))[0]?.title;
const downgradeLens = async (name: string, state: ProjectState, files = CHAIN): Promise<unknown> => {
  const { title, target } = (await lenses(files, name, state, { ...ALL, revision: false }))[1] ?? {};
  return [title, target];
};

describe('codeLenses', () => {
  it('links the neighbours over `revision`, and offers both ways', async () => {
    expect(await lenses(CHAIN, 'b.py')).toEqual([
      { line: 2, title: '↓ aaaa first', target: 'aaaa' },
      { line: 2, title: '↑ cccc third', target: 'cccc' },
      { line: 8, title: 'Upgrade to here', target: 'bbbb' },
      { line: 12, title: 'Downgrade to here', target: 'bbbb' },
    ]);
  });

  it('says where a chain begins and ends', async () => {
    const titles = (await lenses(CHAIN, 'a.py')).map(({ title }) => title);
    expect(titles.slice(0, 2)).toEqual(['base', '↑ bbbb second']);
    expect((await lenses(CHAIN, 'c.py'))[1]).toEqual({ line: 2, title: 'head' });
  });

  it('counts more children than fit', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 7 }, (_, n) => [`k${n}.py`, revisionText({ id: `kkkk${n}`, down: "'aaaa'" })]),
    );
    const titles = (await lenses({ ...CHAIN, ...many }, 'a.py')).map(({ title }) => title);
    expect(titles[6]).toBe('↑ and 3 more');
  });

  it('tells the state and the action in one line', async () => {
    const state = databaseAt('bbbb');
    expect(await upgradeLens('a.py', state)).toBe('✓ applied · Upgrade to here');
    expect(await upgradeLens('b.py', state)).toBe('✓ current · Upgrade to here');
    expect(await upgradeLens('c.py', state)).toBe('○ pending · Upgrade to here');
    expect(await downgradeLens('a.py', state)).toEqual(['✓ applied · Downgrade to here', 'aaaa']);
    expect(await downgradeLens('b.py', state)).toEqual(['✓ current · Downgrade one step', 'aaaa']);
    // Nothing leads down to where the database is not.
    expect(await downgradeLens('c.py', state)).toEqual(['○ pending', undefined]);
  });

  it('offers to run no file that Python cannot read', async () => {
    const broken = { ...CHAIN, 'c.py': `${CHAIN['c.py']}\nx = (\n` };
    const titles = (await lenses(broken, 'c.py', databaseAt('bbbb'), { ...ALL, revision: false })).map((l) => l.title);
    expect(titles).toEqual(['⚠ Python cannot read this file', '⚠ Python cannot read this file']);
  });

  it('steps below a base, and not where a sibling would go along', async () => {
    expect(await downgradeLens('a.py', databaseAt('aaaa'))).toEqual(['✓ current · Downgrade one step', 'base']);
    const branched = { ...CHAIN, 'd.py': revisionText({ id: 'dddd', down: "'bbbb'" }) };
    expect(await downgradeLens('c.py', databaseAt('cccc', 'dddd'), branched)).toEqual([
      '✓ current · Downgrade to here',
      'cccc',
    ]);
  });

  it('calls nothing pending while the database holds a revision no file has', async () => {
    expect(await upgradeLens('a.py', databaseAt('elsewhere'))).toBe('Upgrade to here');
  });

  it('offers no action for a file that is not in the chain as written', async () => {
    const broken = { ...CHAIN, 'c.py': revisionText({ id: 'cccc', down: "'nowhere'" }) };
    expect((await lenses(broken, 'c.py')).map(({ title }) => title)).toEqual([
      'parent missing',
      'head',
      '⚠ not in the chain as written',
      '⚠ not in the chain as written',
    ]);
  });

  it('shows the SQL of each way, but not of a file that Python cannot read', async () => {
    const only = { upgrade: false, downgrade: true, revision: false, sql: true };
    expect((await lenses(CHAIN, 'b.py', undefined, only)).map(({ line, title }) => [line, title])).toEqual([
      [8, 'SQL'],
      [12, 'Downgrade to here'],
      [12, 'SQL'],
    ]);
    const { project, document } = await projectOf(CHAIN);
    const commands = codeLenses(project, document('b.py'), undefined, only).map(({ command }) => command);
    expect(commands.at(-1)).toMatchObject({
      command: 'alembicWorkbench.showSql',
      arguments: [{ uri: pathToUri(document('b.py').path), direction: 'downgrade' }],
    });
    const broken = { ...CHAIN, 'c.py': `${CHAIN['c.py']}\nx = (\n` };
    expect((await lenses(broken, 'c.py', undefined, only)).map(({ title }) => title)).not.toContain('SQL');
  });

  it('can be switched off, each kind by itself', async () => {
    const off = { upgrade: false, downgrade: false, revision: false, sql: false };
    expect(await lenses(CHAIN, 'b.py', undefined, off)).toEqual([]);
    expect((await lenses(CHAIN, 'b.py', undefined, { ...off, downgrade: true })).map(({ line }) => line)).toEqual([12]);
  });
});
