import { describe, expect, test } from 'vitest';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../../server/src/protocol/markdown';
import { projectTooltip, revisionTooltip } from '../../../../client/src/tree/tooltip';
import { known, project, row } from '../row';

describe('the tooltip of a revision', () => {
  const rows = [
    row({ id: 'a', message: 'first' }),
    row({ id: 'b', message: 'left' }),
    row({ id: 'c', message: 'right' }),
  ];
  const find = (id: string) => rows.find((each) => each.id === id);

  test('names neighbours, file and docstring', () => {
    const merge = row({
      id: 'd',
      message: 'join',
      isMerge: true,
      parents: ['b', 'c'],
      children: ['gone'],
      dependsOn: ['somelabel'],
      docstring: 'join\n\nTakes both sides.\n\nRevision ID: d\nRevises: b, c\nCreate Date: 2026-01-02\n',
      problems: ['Bad *thing*'],
    });
    const text = revisionTooltip(merge, find, 'versions/d.py');
    expect(text).toContain('**join**');
    expect(text).toContain('`d` — applied, merge');
    expect(text).toContain('Parents:\n- `b` left\n- `c` right');
    expect(text).toContain('Child: `gone` (no such revision)');
    expect(text).toContain('Depends on: `somelabel`');
    expect(text).toContain('File: `versions/d.py`');
    expect(text).toContain('Problem: Bad \\*thing\\*');
    // What the facts above it say already is left out.
    expect(text).toContain('```text\nTakes both sides.\n```');
    expect(text).not.toMatch(/Revises|Create Date/);
  });

  test('shows no docstring that says nothing more', () => {
    const text = revisionTooltip(
      row({ id: 'a', message: 'first', docstring: 'first\n\nRevision ID: a\n' }),
      find,
      'a.py',
    );
    expect(text).not.toContain('```');
  });

  test('counts neighbours beyond the first', () => {
    const children = Array.from({ length: 12 }, (_, index) => `x${index}`);
    const text = revisionTooltip(row({ id: 'a', children }), find, 'a.py');
    expect(text).toContain('- and 4 more');
    expect(text).toContain('`x7`');
    expect(text).not.toContain('`x8`');
  });
});

test('the tooltip of a project says where it runs and what every command dies of', () => {
  const text = projectTooltip(project({ state: known(), chainError: 'CycleDetected: a, b' }), 'up to date');
  expect(text).toContain('**shop** — up to date');
  expect(text).toContain('Database\\: shop\\.db \\(sqlite\\:///shop\\.db\\)');
  expect(text).toContain('Working directory: `/p` (folder of alembic\\.ini)');
  expect(text).toContain('CycleDetected: a, b');
});

describe('text in Markdown', () => {
  test('is never a mark, a link, markup or a command', () => {
    expect(escapeMarkdown('[x](command:evil) <b> *a* _b_')).toBe('\\[x\\]\\(command\\:evil\\) \\<b\\> \\*a\\* \\_b\\_');
    expect(escapeMarkdown('one\n# two')).toBe('one \\# two');
  });

  test('cannot leave a code span or block', () => {
    expect(codeSpan('a`b')).toBe('``a`b``');
    expect(codeSpan('`a')).toBe('`` `a ``');
    expect(codeBlock('```\n[x](y)')).toBe('````text\n```\n[x](y)\n````');
  });
});
