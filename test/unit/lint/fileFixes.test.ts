import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Problem } from '../../../server/src/common/problem';
import { applyEdits } from '../../support/textEdits';
import { lintExample, versions } from './support';

const BODY = '\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n';
const file = (docstring: string, id: string, down: string): string =>
  `${docstring}\nrevision = "${id}"\ndown_revision = ${down}\n${BODY}`;

const PARENTS = {
  'parent.py': file('"""p"""', 'pppp', 'None'),
  'other.py': file('"""o"""', 'oooo', 'None'),
};

/** What is shown in `a.py` by these rules. */
async function shown(text: string): Promise<readonly Problem[]> {
  const problems = await lintExample({ files: { ...PARENTS, 'a.py': text } });
  const codes = ['revision-metadata-mismatch', 'invalid-revision-id'];
  return problems.filter((problem) => problem.file === join(versions, 'a.py') && codes.includes(problem.code));
}

const header = (id: string, revises: string, quotes = '"""'): string =>
  `${quotes}a message\n\nRevision ID: ${id}\nRevises:${revises}\nCreate Date: 2024-01-01\n${quotes}`;

it.each<[name: string, title: string, before: string, after: string]>([
  [
    'Revision ID',
    "Change to 'aaaa'",
    file(header('cccc', ' pppp'), 'aaaa', '"pppp"'),
    file(header('aaaa', ' pppp'), 'aaaa', '"pppp"'),
  ],
  [
    'Revises',
    "Change to 'pppp'",
    file(header('aaaa', ' oooo'), 'aaaa', '"pppp"'),
    file(header('aaaa', ' pppp'), 'aaaa', '"pppp"'),
  ],
  [
    'Revises of a merge',
    "Change to 'pppp, oooo'",
    file(header('aaaa', ' pppp'), 'aaaa', '("pppp", "oooo")'),
    file(header('aaaa', ' pppp, oooo'), 'aaaa', '("pppp", "oooo")'),
  ],
  [
    'Revises of a base',
    'Remove the id',
    file(header('aaaa', ' pppp', "'''"), 'aaaa', 'None'),
    file(header('aaaa', ' ', "'''"), 'aaaa', 'None'),
  ],
  [
    'an empty Revises',
    "Change to 'pppp'",
    file(header('aaaa', ''), 'aaaa', '"pppp"'),
    file(header('aaaa', ' pppp'), 'aaaa', '"pppp"'),
  ],
  ['an empty parent', "Change to 'None'", file('"""a"""', 'aaaa', "''"), file('"""a"""', 'aaaa', 'None')],
])('%s is mended', async (_, title, before, after) => {
  const [problem, ...others] = await shown(before);
  expect(others).toEqual([]);
  const [fix] = problem?.fixes ?? [];
  expect(fix).toMatchObject({ title, preferred: true });
  const mended = applyEdits(before, fix?.edits ?? []);
  expect(mended).toBe(after);
  expect(await shown(mended)).toEqual([]);
});

it.each([['("",)'], ['("", "pppp")']])('%s has no fix that surely is meant', async (down) => {
  const problems = await shown(file('"""a"""', 'aaaa', down));
  expect(problems.map(({ subCode, fixes }) => [subCode, fixes])).toEqual([['empty-parent', []]]);
});
