import type { LineIndex } from '../common/lineIndex';
import type { Statement } from './ast';
import { layOut } from './layout';
import { parseChunk } from './parse';

/**
 * The innermost statement that a line belongs to; of several in one line, or where the text is not understood, null. A line
 * that no statement within it covers belongs to the compound statement: its `if` or `with` line.
 */
export function statementAt(text: string, lines: LineIndex, line: number): Statement | null {
  const chunk = layOut(text).chunks.find((one) => covers(lines, one.from, one.to, line));
  if (chunk === undefined) return null;
  let statements = parseChunk(text, chunk);
  let innermost: Statement | null = null;
  for (;;) {
    const here = statements.filter(({ from, to }) => covers(lines, from, trimEnd(text, from, to), line));
    const [statement] = here;
    if (statement === undefined) return innermost;
    if (here.length > 1 || statement.kind === 'unknown') return null;
    innermost = statement;
    statements = bodiesOf(statement);
  }
}

/** Where a statement ends, without the blanks and comments' line ends behind it. */
export function trimEnd(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}

function covers(lines: LineIndex, from: number, to: number, line: number): boolean {
  return lines.position(from).line <= line && line <= lines.position(to).line;
}

/** The statements in the blocks of a compound one. */
export function bodiesOf(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.flatMap(({ body }) => body), ...statement.otherwise];
    case 'while':
    case 'for':
      return [...statement.body, ...statement.otherwise];
    case 'try':
      return [
        ...statement.body,
        ...statement.handlers.flatMap(({ body }) => body),
        ...statement.otherwise,
        ...statement.finally,
      ];
    case 'with':
    case 'function':
    case 'class':
      return statement.body;
    default:
      return [];
  }
}
