import { formatStringEnd, stringEnd } from './stringEnd';

const WITH = /^[ \t]*(?:async[ \t]+)?with[ \t]*\(/gm;

/**
 * The same text, letter for letter as long, with blanks for the parentheses around the items of `with (a as b, c as d):`
 * (PEP 617), which the parser does not know. Strings keep their letters.
 */
export function levelWithItems(text: string): string {
  let level = '';
  let done = 0;
  for (const { index, 0: start } of text.matchAll(WITH)) {
    const open = index + start.length - 1;
    const blanks = open < done ? null : blanksOf(text, open);
    if (blanks === null) continue;
    for (const { from, to } of blanks) {
      level += text.slice(done, from) + ' '.repeat(to - from);
      done = to;
    }
  }
  return done === 0 ? text : level + text.slice(done);
}

/** What has to be blank so that the items stand without the parentheses that open at `open`; null: they are no such. */
function blanksOf(text: string, open: number): readonly { readonly from: number; readonly to: number }[] | null {
  const blanks = [{ from: open, to: open + 1 }];
  let depth = 1;
  let isSeveral = false;
  let lastComma: number | null = null;
  for (let at = open + 1; at < text.length;) {
    const letter = text.charAt(at);
    let next = at + 1;
    if (letter === '"' || letter === "'") next = endOfString(text, at);
    else if (letter === '#') next = lineEnd(text, at);
    else if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter)) depth--;
    if (next < 0) return null;
    if (depth === 0) {
      if (!isSeveral || !/^[ \t]*:/.test(text.slice(next, next + 40))) return null;
      if (lastComma !== null) blanks.push({ from: lastComma, to: lastComma + 1 });
      blanks.push({ from: at, to: next });
      return blanks.toSorted((a, b) => a.from - b.from);
    }
    if (letter === '#' || (depth === 1 && (letter === '\n' || letter === '\r'))) blanks.push({ from: at, to: next });
    else if (depth === 1 && letter === ',') lastComma = at;
    else if (letter !== '#' && !/\s/.test(letter)) lastComma = null;
    if (depth === 1 && (letter === ',' || /^\bas\s/.test(word(text, at)))) isSeveral = true;
    at = next;
  }
  return null;
}

/** The three letters of a word that begins at `at`; nothing where none begins there. */
function word(text: string, at: number): string {
  return /\w/.test(text.charAt(at - 1)) ? '' : text.slice(at, at + 3);
}

function endOfString(text: string, at: number): number {
  const prefix = /[a-zA-Z]{0,2}$/.exec(text.slice(Math.max(0, at - 2), at))?.[0].toLowerCase() ?? '';
  return /[ft]/.test(prefix) ? formatStringEnd(text, at, prefix.includes('r')) : stringEnd(text, at);
}

function lineEnd(text: string, at: number): number {
  const end = /[\r\n]/.exec(text.slice(at));
  return end === null ? text.length : at + end.index;
}
