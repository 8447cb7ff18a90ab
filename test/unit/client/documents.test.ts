import { describe, expect, test } from 'vitest';
import { revisionPlaces } from '../../../client/src/documents/revisionPlaces';

const ids = new Set(['aaaa', 'bbbb', 'cccc', '0001', 'add']);

/** What is linked, as `word>where`. */
function links(text: string): string[] {
  return revisionPlaces(text, (word) => ids.has(word)).map(({ start, end, leadsTo }) => {
    const word = text.slice(start, end);
    return 'path' in leadsTo ? `${word}>file` : `${word}>${leadsTo.id}`;
  });
}

describe('links in what Alembic prints', () => {
  test('lead to the revisions of a history', () => {
    expect(
      links('aaaa, bbbb -> cccc (shop) (head) (mergepoint), merge aaaa\n<base> -> 0001, add 0001 to it\n'),
    ).toEqual(['aaaa>aaaa', 'bbbb>bbbb', 'cccc>cccc', '0001>0001']);
    expect(links('aaaa (bbbb) -> cccc (effective head), -> aaaa\n')).toEqual(['aaaa>aaaa', 'bbbb>bbbb', 'cccc>cccc']);
  });

  test('lead to heads and branches', () => {
    expect(links('cccc (head)\nbbbb (shop) (head)\n')).toEqual(['cccc>cccc', 'bbbb>bbbb']);
    expect(links('aaaa (branchpoint), begin\n     -> bbbb (head), add it\n     -> cccc\n')).toEqual([
      'aaaa>aaaa',
      'bbbb>bbbb',
      'cccc>cccc',
    ]);
  });

  test('lead from the fields of the long format, and to its file', () => {
    const text = [
      'Current revision(s) for sqlite:///aaaa:',
      'Rev: cccc (head) (mergepoint)',
      'Merges: aaaa, bbbb',
      'Also depends on: 0001',
      'Branches into: nope, aaaa',
      'Path: /p/my versions/cccc.py',
      '',
      '    merge aaaa and bbbb',
      '',
    ].join('\n');
    expect(links(text)).toEqual([
      'cccc>cccc',
      'aaaa>aaaa',
      'bbbb>bbbb',
      '0001>0001',
      'aaaa>aaaa',
      '/p/my versions/cccc.py>file',
    ]);
  });

  test('lead nowhere else', () => {
    expect(links('alembic heads printed nothing: add aaaa\n\n    aaaa\n')).toEqual([]);
    expect(links('')).toEqual([]);
  });
});
