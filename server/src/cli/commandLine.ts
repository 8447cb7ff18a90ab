/**
 * A command as a POSIX shell splits it into words, without expanding anything (POSIX shell, 2.2 "Quoting").
 * Null where a quote is not closed.
 */
export function splitCommand(text: string): readonly string[] | null {
  const words: string[] = [];
  const token = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gsy;
  let word: string | null = null;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return null;
    const [whole, single, double, escaped, plain] = match;
    const part = single ?? double?.replace(/\\([$`"\\])/g, '$1') ?? escaped ?? plain;
    if (part !== undefined) word = (word ?? '') + part;
    else if (word !== null && whole !== '') {
      words.push(word);
      word = null;
    }
  }
  return word === null ? words : [...words, word];
}
