const VARIABLES: Readonly<Record<string, string>> = {
  RANDOM_HEX: '0a1b2c',
  CURRENT_YEAR: '2026',
  CURRENT_MONTH: '01',
  CURRENT_DATE: '31',
  CURRENT_HOUR: '12',
  CURRENT_MINUTE: '30',
  CURRENT_SECOND: '59',
};

/**
 * The text a snippet leaves when every placeholder keeps its default (VS Code's snippet syntax, as far as ours use it:
 * tab stops, placeholders inside placeholders, choices, variables). Throws on what it does not know.
 */
export function expandSnippet(body: string): string {
  const defaults = new Map<string, string>();
  const define = (text: string): string => {
    let result = '';
    let at = 0;
    while (at < text.length) {
      const start = text.indexOf('${', at);
      if (start < 0) break;
      const end = closingBrace(text, start);
      const inner = text.slice(start + 2, end);
      const placeholder = /^(\d+):([^]*)$/.exec(inner);
      const choice = /^(\d+)\|([^,|]*)[^]*\|$/.exec(inner);
      result += text.slice(at, start);
      if (placeholder?.[1] !== undefined && placeholder[2] !== undefined) {
        const value = define(placeholder[2]);
        defaults.set(placeholder[1], value);
        result += value;
      } else if (choice?.[1] !== undefined && choice[2] !== undefined) {
        defaults.set(choice[1], choice[2]);
        result += choice[2];
      } else {
        const variable = VARIABLES[inner];
        if (variable === undefined) throw new Error(`Unknown in a snippet: \${${inner}}`);
        result += variable;
      }
      at = end + 1;
    }
    return result + text.slice(at);
  };
  const defined = define(body);
  return defined
    .replaceAll(/\$(\d+)/g, (_, number: string) => {
      const value = number === '0' ? '' : defaults.get(number);
      if (value === undefined) throw new Error(`$${number} has no default`);
      return value;
    })
    .replaceAll('\t', '    ');
}

function closingBrace(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`No end of ${text.slice(start, start + 20)}`);
}
