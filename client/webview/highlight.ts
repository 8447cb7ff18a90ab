/** A piece of Python and how it is coloured. */
export interface Token {
  readonly kind: 'text' | 'comment' | 'string' | 'keyword' | 'number';
  readonly text: string;
}

const KEYWORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda ' +
  'None nonlocal not or pass raise return True False try while with yield';

const PATTERN = new RegExp(
  [
    /(?<string>[rRbBfFuU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'))/
      .source,
    /(?<comment>#[^\n]*)/.source,
    `(?<keyword>\\b(?:${KEYWORDS.replaceAll(' ', '|')})\\b)`,
    /(?<number>\b\d[\w.]*)/.source,
    // A name: so that what stands inside it is not taken for a keyword or a string's prefix.
    /[^\W\d]\w*/.source,
  ].join('|'),
  'gu',
);

/** Cuts the text of a revision into lines of tokens. Modest on purpose: the editor colours the file when it is there. */
export function highlight(text: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  const add = (kind: Token['kind'], piece: string): void => {
    piece.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ kind, text: part });
    });
  };
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    add('text', text.slice(end, match.index));
    const groups = Object.entries<string | undefined>(match.groups ?? {}).filter(([, value]) => value !== undefined);
    add((groups[0]?.[0] ?? 'text') as Token['kind'], match[0]);
    end = match.index + match[0].length;
  }
  add('text', text.slice(end));
  return lines;
}
