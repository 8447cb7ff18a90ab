import { fc } from '../../../support/random';
import { expect, test } from 'vitest';
import { highlight } from '../../../../client/webview/highlight';

test('tells keywords, strings, comments and numbers apart', () => {
  const [first, second] = highlight("def f(x=10): # not 'a string'\n    return r'def', classes, \"\"\"a");
  expect(first?.filter(({ kind }) => kind !== 'text')).toEqual([
    { kind: 'keyword', text: 'def' },
    { kind: 'number', text: '10' },
    { kind: 'comment', text: "# not 'a string'" },
  ]);
  expect(second?.filter(({ kind }) => kind !== 'text')).toEqual([
    { kind: 'keyword', text: 'return' },
    { kind: 'string', text: "r'def'" },
    { kind: 'string', text: '""' },
  ]);
});

test('a string of several lines is one on each of them', () => {
  expect(highlight('"""a\n# b\n"""').map(([token]) => token)).toEqual([
    { kind: 'string', text: '"""a' },
    { kind: 'string', text: '# b' },
    { kind: 'string', text: '"""' },
  ]);
});

test('loses and adds nothing, whatever the text', () => {
  const text = fc.string({ unit: fc.constantFrom('"', "'", '\\', '#', '\n', 'def ', '1', 'é', '𝒳', ' ', 'rb', '(') });
  fc.assert(
    fc.property(text, (written) => {
      const shown = highlight(written).map((line) => line.map((token) => token.text).join(''));
      expect(shown.join('\n')).toBe(written);
    }),
  );
});
