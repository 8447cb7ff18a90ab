import type { Ranged } from './ast';
import type { Fault } from './fault';
import { checkIndentation } from './indentation';
import { Scanner, type LogicalLine } from './scan';

/**
 * One statement at module level with everything indented below it. `definition`: a function or class, decorators
 * included.
 */
export interface Chunk extends Ranged {
  readonly kind: 'definition' | 'statement';
  /** Where the `def` or `class` line begins, behind the decorators; `from` for other statements. */
  readonly headFrom: number;
  /** A bracket or string of it is broken. */
  readonly broken: boolean;
  /** It stands between conflict markers. */
  readonly conflicting: boolean;
  /** The deepest nesting of brackets in it. */
  readonly depth: number;
}

/** How a file is laid out: its module-level statements, and what is wrong with its brackets, strings and indentation. */
export interface Layout {
  readonly chunks: readonly Chunk[];
  readonly faults: readonly Fault[];
}

/** Told of every comment in order; `alone`: nothing but blanks before it in its line. */
export type CommentListener = (from: number, to: number, alone: boolean) => void;

interface Scanned {
  readonly scanner: Scanner;
  readonly lines: readonly LogicalLine[];
}

const DECORATOR = /@/y;
const DEFINITION = /(?:async\b[ \t\\\r\n]*def|def|class)\b(?![ \t]*[=.,:)])/y;
const BEGINS_DEFINITION = /@|(?:async[ \t]+def|def|class)[ \t]/y;
const CONTINUATION = /(?:else|elif|except|finally)\b/y;

/** A line that begins at column 0 with what may be a statement other than a definition (or the inside of a string). */
const MAYBE_STATEMENT = /[\r\n](?![ \t\r\n#)\]}@]|(?:async[ \t]+def|def|class)[ \t])[^]/g;

/**
 * Lays out a whole file. Faults are those Python 3 of every version refuses; a file without any need not be valid.
 * Linear in the length of the text.
 */
export function layOut(text: string, onComment?: CommentListener): Layout {
  let { scanner, lines } = scanAll(text, onComment, false);
  if (scanner.unclosedString) ({ scanner, lines } = scanAll(text, undefined, true));
  const conflicts = scanner.faults.filter(({ kind }) => kind === 'conflict-marker');
  // Between the markers stand two versions of the same lines: what is wrong with their sum says nothing.
  const faults =
    conflicts.length > 0 ? conflicts : [...scanner.faults, ...checkIndentation(text, lines, scanner.lostAt)];
  return { chunks: gather(text, lines, scanner.conflicts), faults };
}

/**
 * The module-level statements, and the definitions between them; stops at the first definition when only definitions
 * follow. For a file laid out as almost all revision files are, this costs a scan of its head and one search through
 * the rest.
 */
export function layOutStatements(text: string): readonly Chunk[] {
  const scanner = new Scanner(text);
  const lines: LogicalLine[] = [];
  let statementAt = -1;
  for (let line = scanner.next(); line !== null; line = scanner.next()) {
    if (line.column === 0 && line.from > statementAt && matchesAt(BEGINS_DEFINITION, text, line.from)) {
      MAYBE_STATEMENT.lastIndex = line.from;
      statementAt = MAYBE_STATEMENT.exec(text)?.index ?? Infinity;
      if (statementAt === Infinity) break;
    }
    lines.push(line);
  }
  return scanner.unclosedString ? layOut(text).chunks : gather(text, lines, scanner.conflicts);
}

function scanAll(text: string, onComment: CommentListener | undefined, strict: boolean): Scanned {
  const scanner = new Scanner(text, onComment, strict);
  const lines: LogicalLine[] = [];
  for (let line = scanner.next(); line !== null; line = scanner.next()) lines.push(line);
  return { scanner, lines };
}

/** Puts the logical lines of each module-level statement together. */
function gather(
  text: string,
  lines: readonly LogicalLine[],
  conflicts: readonly { readonly from: number; readonly to: number }[],
): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let conflict = 0;
  let start = 0;
  while (start < lines.length) {
    let index = start;
    while (index < lines.length - 1 && matchesAt(DECORATOR, text, lines[index]?.from ?? 0)) index++;
    const head = lines[index];
    const first = lines[start];
    if (head === undefined || first === undefined) break;
    const kind = matchesAt(DEFINITION, text, head.from) ? 'definition' : 'statement';
    let { broken, depth } = head;
    let last = head;
    for (index++; index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined) break;
      if (line.column === 0 && !(kind === 'statement' && matchesAt(CONTINUATION, text, line.from))) break;
      broken ||= line.broken;
      depth = Math.max(depth, line.depth);
      last = line;
    }
    while ((conflicts[conflict]?.to ?? Infinity) <= first.from) conflict++;
    const conflicting = (conflicts[conflict]?.from ?? Infinity) < last.to;
    chunks.push({ kind, from: first.from, to: last.to, headFrom: head.from, broken, conflicting, depth });
    start = index;
  }
  return chunks;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
