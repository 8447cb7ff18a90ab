const CONTEXT = 3;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** What changes from one text to another, as `diff -u` shows it. Empty when nothing does. For small files: quadratic. */
export function lineDifference(name: string, before: string, after: string): string {
  const lines = aligned(splitLines(before), splitLines(after));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return '';
  return [`--- ${name}\n+++ ${name}\n`, ...hunks.map(({ from, to }) => hunkText(lines, from, to))].join('');
}

/** Lines with their ends; the last may have none. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Both texts as one list, what they share found by their longest common subsequence. */
function aligned(before: readonly string[], after: readonly string[]): readonly Line[] {
  const columns = after.length + 1;
  // Of the lines from (i, j) on: how many both share.
  const shared = new Uint32Array((before.length + 1) * columns);
  const at = (i: number, j: number): number => shared[i * columns + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      shared[i * columns + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ mark: ' ', text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: old });
      i++;
    } else if (fresh !== undefined) {
      lines.push({ mark: '+', text: fresh });
      j++;
    }
  }
  return lines;
}

/** Changed lines with those around them, as ranges of `lines`. */
function hunksOf(lines: readonly Line[]): readonly { readonly from: number; readonly to: number }[] {
  const hunks: { from: number; to: number }[] = [];
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') continue;
    const last = hunks.at(-1);
    const to = Math.min(lines.length, index + 1 + CONTEXT);
    if (last !== undefined && index - CONTEXT <= last.to) last.to = to;
    else hunks.push({ from: Math.max(0, index - CONTEXT), to });
  }
  return hunks;
}

function hunkText(lines: readonly Line[], from: number, to: number): string {
  const count = (end: number, start: number, other: Line['mark']): number =>
    lines.slice(start, end).filter(({ mark }) => mark !== other).length;
  const range = (other: Line['mark']): string => {
    const length = count(to, from, other);
    const first = count(from, 0, other) + (length === 0 ? 0 : 1);
    return length === 1 ? String(first) : `${first},${length}`;
  };
  const body = lines.slice(from, to).map(({ mark, text }) => {
    return text.endsWith('\n') ? `${mark}${text}` : `${mark}${text}\n\\ No newline at end of file\n`;
  });
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}
