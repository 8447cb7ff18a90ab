/** What stands where a secret stood, in SQLAlchemy's own spelling. */
export const MASK = '***';

// `scheme://user:password@`: a password may hold anything but white space, an `@` that was not encoded included.
const URL_PASSWORD = /(:\/\/[^\s:/?#@]*):\S*@/g;
// `password=x`, `'password': 'x'`, `PGPASSWORD: "x"`, `?password=x&...`.
const NAMED_SECRET =
  /(\w*(?:password|passwd|pwd|secret)\w*["']?\s*[=:]\s*)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s&;,)}\]]+)/gi;

/** Secrets of fewer characters are only masked where their place gives them away: they would be found in every word. */
const SHORTEST_SEARCHED = 4;

/**
 * Masks passwords in free text: in URLs, behind names such as `password=`, and wherever one of `secrets` (the passwords that
 * are known) stands as a whole, in whatever spelling it was printed.
 */
export function maskSecrets(text: string, secrets: Iterable<string> = []): string {
  let masked = text;
  // The longest first: one may be a part of another.
  const searched = [...secrets].filter((secret) => secret.trim().length >= SHORTEST_SEARCHED);
  for (const secret of searched.sort((a, b) => b.length - a.length)) masked = masked.replace(spellings(secret), MASK);
  return masked.replace(URL_PASSWORD, `$1:${MASK}@`).replace(NAMED_SECRET, `$1${MASK}`);
}

/** Each character as it is, percent-encoded, or as a literal of ConfigParser, Python, JSON or SQL writes it. */
function spellings(secret: string): RegExp {
  const characters = [...secret.toWellFormed()];
  const pattern = characters.map((character) => {
    const plain = character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    const bytes = [...Buffer.from(character)]
      .map((byte) => `%%?${anyCase(byte.toString(16).padStart(2, '0'))}`)
      .join('');
    const units = [...Array(character.length).keys()]
      .map((index) => `\\\\u${anyCase(character.charCodeAt(index).toString(16).padStart(4, '0'))}`)
      .join('');
    const byteEscape = anyCase((character.codePointAt(0) ?? 0).toString(16).padStart(2, '0'));
    // The longest form first: `%` alone is the beginning of `%25`.
    const forms = [units, bytes, `\\\\x${byteEscape}`];
    if (character === '%' || character === "'" || character === '"') forms.push(plain + plain);
    forms.push(`\\\\?${plain}`);
    if (character === ' ') forms.push('\\+');
    return `(?:${forms.join('|')})`;
  });
  // A password `postgres` must not turn `postgresql` into `***ql`.
  const before = isWord(characters[0]) ? String.raw`(?<![\p{L}\p{N}_])` : '';
  const after = isWord(characters.at(-1)) ? String.raw`(?![\p{L}\p{N}_])` : '';
  return new RegExp(before + pattern.join('') + after, 'gu');
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
