import { fc } from '../../support/random';
import { expect, it } from 'vitest';
import { lineDifference } from '../../../server/src/cli/lineDifference';

it('is what diff -u prints', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n';
  const after = 'a\nb\nX\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm';
  expect(lineDifference('x.py', before, after)).toBe(
    [
      '--- x.py\n+++ x.py\n',
      '@@ -1,6 +1,6 @@\n a\n b\n-c\n+X\n d\n e\n f\n',
      '@@ -10,3 +10,4 @@\n j\n k\n l\n+m\n\\ No newline at end of file\n',
    ].join(''),
  );
  expect(lineDifference('x.py', '', 'a\n')).toBe('--- x.py\n+++ x.py\n@@ -0,0 +1 @@\n+a\n');
});

/** Applies a difference as `patch` does. */
function patch(before: string, difference: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  const [, ...hunks] = difference.split(/^(?=@@ )/m);
  for (const hunk of hunks) {
    const [, first = '', count = '1'] = /^@@ -(\d+)(?:,(\d+))? /.exec(hunk) ?? [];
    const from = count === '0' ? Number(first) : Number(first) - 1;
    while (at < from) result.push(old[at++] ?? '');
    for (const line of hunk
      .replaceAll('\n\\ No newline at end of file\n', '')
      .match(/[^\n]*\n|[^\n]+$/g)
      ?.slice(1) ?? []) {
      if (line.startsWith('+')) result.push(line.slice(1));
      else {
        expect(old[at]).toBe(line.slice(1));
        if (line.startsWith(' ')) result.push(line.slice(1));
        at++;
      }
    }
  }
  return [...result, ...old.slice(at)].join('');
}

it('leads from one text to the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, fc.boolean(), (before, after, ends) => {
      const wanted = ends ? after : `${after}z`;
      const difference = lineDifference('x', before, wanted);
      expect(difference === '').toBe(before === wanted);
      expect(patch(before, difference)).toBe(wanted);
    }),
  );
});
