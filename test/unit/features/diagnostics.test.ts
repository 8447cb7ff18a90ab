import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../server/src/common/problem';
import { diagnosticsChanges, problemsByFile } from '../../../server/src/features/support/diagnosticsChanges';

const range = (line: number): Problem['range'] => ({ start: { line, character: 0 }, end: { line, character: 4 } });
const problem = (file: string, line: number, message = 'wrong', more: Partial<Problem> = {}): Problem => ({
  code: 'rule',
  severity: 'error',
  file,
  range: range(line),
  message,
  ...more,
});

const changes = (before: readonly Problem[], after: readonly Problem[]): Record<string, string[]> =>
  Object.fromEntries(
    diagnosticsChanges(problemsByFile(before), problemsByFile(after)).map(({ file, diagnostics }) => [
      file,
      diagnostics.map(({ message }) => (typeof message === 'string' ? message : message.value)),
    ]),
  );

describe('diagnosticsChanges', () => {
  it('tells files that gained, changed or lost problems, and no others', () => {
    const before = [problem('/same', 1), problem('/changed', 1), problem('/mended', 1)];
    const after = [problem('/same', 1), problem('/changed', 2, 'moved'), problem('/new', 1)];
    expect(changes(before, after)).toEqual({ '/changed': ['moved'], '/mended': [], '/new': ['wrong'] });
  });

  it('notices another severity, range, place or number of related places', () => {
    const base = problem('/a', 1, 'wrong', { related: [{ file: '/b', range: range(1), message: 'here' }] });
    const variants: readonly Partial<Problem>[] = [
      { severity: 'hint' },
      { code: 'other' },
      { range: range(2) },
      { related: [] },
      { related: [{ file: '/c', range: range(1), message: 'here' }] },
      { related: [{ file: '/b', range: range(2), message: 'here' }] },
    ];
    for (const variant of variants) expect(Object.keys(changes([base], [{ ...base, ...variant }]))).toEqual(['/a']);
    expect(changes([base], [{ ...base, fixes: [] }])).toEqual({});
  });

  it('lists the problems of a file in the order of the text', () => {
    expect(changes([], [problem('/a', 9, 'late'), problem('/a', 1, 'early')])).toEqual({ '/a': ['early', 'late'] });
  });

  it('gives the editor code, source, severity and related places', () => {
    const related = [{ file: '/b c', range: range(3), message: 'also here' }];
    const [change] = diagnosticsChanges(
      new Map(),
      problemsByFile([problem('/a', 1, 'wrong', { related, severity: 'hint' })]),
    );
    expect(change?.diagnostics).toEqual([
      {
        range: range(1),
        severity: 4,
        code: 'rule',
        source: 'Alembic',
        message: 'wrong',
        relatedInformation: [{ location: { uri: 'file:///b%20c', range: range(3) }, message: 'also here' }],
      },
    ]);
  });
});
