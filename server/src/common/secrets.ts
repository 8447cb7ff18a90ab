import { percentEncode } from './percentEncoding';

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
 * are known) stands as a whole, in any of the spellings it may be printed in.
 */
export function maskSecrets(text: string, secrets: Iterable<string> = []): string {
  const spellings = new Set<string>();
  for (const secret of secrets) for (const spelling of spellingsOf(secret)) spellings.add(spelling);
  let masked = text;
  // The longest first: one may be a part of another.
  for (const spelling of [...spellings].sort((a, b) => b.length - a.length)) masked = maskWord(masked, spelling);
  return masked.replace(URL_PASSWORD, `$1:${MASK}@`).replace(NAMED_SECRET, `$1${MASK}`);
}

function spellingsOf(secret: string): string[] {
  if (secret.length < SHORTEST_SEARCHED) return [];
  const quoted = percentEncode(secret);
  return [
    secret,
    quoted,
    quoted.replaceAll('%20', '+'),
    quoted.replaceAll('%20', ' ').replaceAll('%2B', '+'),
    quoted.toLowerCase(),
    // ConfigParser's doubled percent signs, string literals of Python, JSON and SQL.
    secret.replaceAll('%', '%%'),
    quoted.replaceAll('%', '%%'),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
    secret.replaceAll('\\', '\\\\'),
    secret.replaceAll("'", "''"),
  ];
}

// A password `postgres` must not turn `postgresql` into `***ql`.
function maskWord(text: string, word: string): string {
  let result = '';
  let from = 0;
  for (;;) {
    const found = text.indexOf(word, from);
    if (found === -1) return result + text.slice(from);
    const end = found + word.length;
    const inside = (isWord(word.at(0)) && isWord(text[found - 1])) || (isWord(word.at(-1)) && isWord(text[end]));
    result += text.slice(from, found) + (inside ? word : MASK);
    from = end;
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
