import type { Fault } from './fault';
import type { LogicalLine } from './scan';

const DEFINITION = /(?:async[ \t]+def|def|class)[ \t]/y;

/**
 * Checks the indentation of logical lines as CPython's tokenizer and parser do: unindent to no outer level, unexpected
 * indent, missing block, and tabs and spaces whose order depends on the width of a tab (language reference, section
 * 2.1.8). Behind a fault, and behind a line with a broken bracket or string, nothing is told before the next definition.
 *
 * @param lostAt no line from this offset on is judged.
 */
export function checkIndentation(text: string, lines: readonly LogicalLine[], lostAt: number): readonly Fault[] {
  const faults: Fault[] = [];
  let stack = [{ column: 0, alternative: 0 }];
  let opener: LogicalLine | undefined;
  let muted = false;
  for (const line of lines) {
    if (line.from >= lostAt) return faults;
    DEFINITION.lastIndex = line.from;
    if (line.column === 0 && muted && DEFINITION.test(text)) {
      muted = false;
      opener = undefined;
      stack = [{ column: 0, alternative: 0 }];
    }
    if (muted) continue;
    const message = judge(stack, line, opener);
    if (message !== undefined) faults.push({ kind: 'indentation', from: line.from, to: line.to, message });
    muted = message !== undefined || line.broken;
    opener = line.opensBlock ? line : undefined;
  }
  if (opener !== undefined && !muted && lostAt === Infinity) {
    const { to } = opener;
    faults.push({ kind: 'indentation', from: to - 1, to, message: EXPECTED_BLOCK });
  }
  return faults;
}

interface Level {
  readonly column: number;
  readonly alternative: number;
}

const MIXED = 'Tabs and spaces are mixed: the indentation depends on the width of a tab.';
const EXPECTED_BLOCK = "An indented block must follow the line that ends in ':'.";

/** Takes one line onto the stack of indentations; the message of what is wrong with it. */
function judge(stack: Level[], line: LogicalLine, opener: LogicalLine | undefined): string | undefined {
  let top = stack.at(-1) ?? { column: 0, alternative: 0 };
  const { column, alternative } = line;
  if (column > top.column) {
    stack.push({ column, alternative });
    if (alternative <= top.alternative) return MIXED;
    return opener ? undefined : 'Unexpected indentation: no block begins here.';
  }
  while (column < top.column && stack.length > 1) {
    stack.pop();
    top = stack.at(-1) ?? top;
  }
  if (column !== top.column) return 'The indentation matches no outer level.';
  if (alternative !== top.alternative) return MIXED;
  return opener ? EXPECTED_BLOCK : undefined;
}
