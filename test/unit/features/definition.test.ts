import { describe, expect, it } from 'vitest';
import { uriToPath } from '../../../server/src/common/fileUri';
import { definition } from '../../../server/src/features/definition';
import { references } from '../../../server/src/features/references';
import { projectOf, revisionText } from '../../support/project';
import { marked } from './marked';

const A = revisionText({ id: 'aaaa', labels: "('users',)" });
const B = revisionText({ id: 'bbbb', down: "'aaaa'" });

/** The places as `file:line`. */
async function places(
  files: Readonly<Record<string, string>>,
  name: string,
  what: 'definition' | 'references',
): Promise<string[]> {
  const { text, position } = marked(files[name] ?? '');
  const { project, document } = await projectOf({ ...files, [name]: text });
  const found =
    what === 'definition'
      ? definition(project, document(name), position)
      : references(project, document(name), position, true);
  return found.map(({ uri, range }) => `${uriToPath(uri)?.split('/').at(-1) ?? ''}:${range.start.line}`);
}

describe('definition', () => {
  it.each([
    ['a parent', revisionText({ id: 'cccc', down: "'bb|bb'" }), ['b.py:2']],
    ['the end of a word', revisionText({ id: 'cccc', down: "'bbbb'|" }), ['b.py:2']],
    ['one of several parents', revisionText({ id: 'cccc', down: "('aaaa', '|bbbb')" }), ['b.py:2']],
    ['a dependency', revisionText({ id: 'cccc', dependsOn: "'aa|aa'" }), ['a.py:2']],
    ['a label', revisionText({ id: 'cccc', dependsOn: "'us|ers'" }), ['a.py:2']],
    ['an abbreviation: nowhere', revisionText({ id: 'cccc', down: "'bb|b'" }), []],
    ['a label that is no parent', revisionText({ id: 'cccc', down: "'us|ers'" }), []],
    ['any other word', revisionText({ id: 'cccc', down: "'bbbb'" }).replace('def up', 'def |up'), []],
  ])('leads from %s', async (_, text, expected) => {
    expect(await places({ 'a.py': A, 'b.py': B, 'c.py': text }, 'c.py', 'definition')).toEqual(expected);
  });

  it('leads to both files of a duplicate', async () => {
    const files = { 'a.py': A, 'a2.py': A, 'c.py': revisionText({ id: 'cccc', down: "'|aaaa'" }) };
    expect(await places(files, 'c.py', 'definition')).toEqual(['a.py:2', 'a2.py:2']);
  });
});

describe('references', () => {
  it('lists everything that names the revision', async () => {
    const files = {
      'a.py': A.replace("'aaaa'", "'aa|aa'"),
      'b.py': B,
      'c.py': revisionText({ id: 'cccc', down: "'bbbb'", dependsOn: "'users'" }),
    };
    expect(await places(files, 'a.py', 'references')).toEqual(['a.py:2', 'b.py:3', 'c.py:5']);
  });

  it('starts from a label too', async () => {
    const files = { 'a.py': A, 'b.py': B, 'c.py': revisionText({ id: 'cccc', dependsOn: "'us|ers'" }) };
    expect(await places(files, 'c.py', 'references')).toEqual(['a.py:2', 'b.py:3', 'c.py:5']);
  });
});
