/** What stands where a secret stood, in SQLAlchemy's own spelling. */
export const MASK = '***';

const WORD = /\S+/g;
const BEFORE_PASSWORD = /:\/\/[^:/?#@]*:/;
// `password=x`, `'password': 'x'`, `PGPASSWORD: "x"`, `?password=x&...`.
const NAMED_SECRET =
  /((?:password|passwd|pwd|secret)\w{0,40}["']?\s*[=:]\s*)('[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s&;,)}\]]+)/gi;

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
  for (const secret of searched.sort((a, b) => b.length - a.length)) masked = maskEvery(masked, secret);
  if (masked.includes('://')) masked = masked.replace(WORD, maskUrl);
  return masked.replace(NAMED_SECRET, `$1${MASK}`);
}

/**
 * `scheme://user:password@`: a password may hold anything but white space, an `@` that was not encoded included. No one
 * pattern, because that would look from each `://` to the end of a word without an `@`: a line may be many megabytes long.
 */
function maskUrl(word: string): string {
  const end = word.lastIndexOf('@');
  const before = end < 0 ? null : BEFORE_PASSWORD.exec(word.slice(0, end));
  return before === null ? word : word.slice(0, before.index + before[0].length) + MASK + word.slice(end);
}

/** One way to write one character; `anyCase`: its hexadecimal digits may be upper or lower case. */
interface Spelling {
  readonly text: string;
  readonly anyCase: boolean;
}

/** A character as it is, percent-encoded, or as a literal of ConfigParser, Python, JSON or SQL writes it. */
function spellings(character: string): readonly Spelling[] {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const bytes = [...Buffer.from(character)].map((byte) => hex(byte, 2));
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const plain = [character, `\\${character}`];
  if (character === '%' || character === "'" || character === '"') plain.push(character + character);
  if (character === ' ') plain.push('+');
  const encoded = [
    bytes.map((byte) => `%${byte}`).join(''),
    bytes.map((byte) => `%%${byte}`).join(''),
    units.map((unit) => `\\u${unit}`).join(''),
    `\\x${hex(character.codePointAt(0) ?? 0, 2)}`,
  ];
  return [...plain.map((text) => ({ text, anyCase: false })), ...encoded.map((text) => ({ text, anyCase: true }))];
}

/** A secret as it is searched for: programs print thousands of lines, and all of them are searched. */
interface Sought {
  readonly characters: readonly string[];
  readonly written: readonly (readonly Spelling[])[];
  /** Stands wherever the secret does. No more of it: several ways to read one text would multiply. */
  readonly beginning: RegExp;
}

const BEGINNING = 3;
const sought = new Map<string, Sought>();
/** Nobody has as many; a server that runs for weeks keeps no more. */
const MOST_SOUGHT = 200;

function seek(secret: string): Sought {
  const known = sought.get(secret);
  if (known !== undefined) return known;
  const characters = [...secret.toWellFormed()];
  const written = characters.map(spellings);
  const either = (forms: readonly Spelling[]): string => forms.map(({ text }) => literal(text)).join('|');
  const beginning = new RegExp(
    written
      .slice(0, BEGINNING)
      .map((forms) => `(?:${either(forms)})`)
      .join(''),
    'gi',
  );
  if (sought.size >= MOST_SOUGHT) sought.clear();
  const made = { characters, written, beginning };
  sought.set(secret, made);
  return made;
}

/** As a pattern; escaped unit by unit, which may be half of a character. */
function literal(text: string): string {
  return Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  );
}

function maskEvery(text: string, secret: string): string {
  const { characters, written, beginning } = seek(secret);
  let masked = '';
  let copied = 0;
  beginning.lastIndex = 0;
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const start = found.index;
    beginning.lastIndex = start + 1;
    // A password `postgres` must not turn `postgresql` into `***ql`.
    if (isWord(characters[0]) && isWord(text[start - 1])) continue;
    const ends = endsOf(text, start, written).filter((end) => !(isWord(characters.at(-1)) && isWord(text[end])));
    if (ends.length === 0) continue;
    masked += text.slice(copied, start) + MASK;
    copied = Math.max(...ends);
    beginning.lastIndex = copied;
  }
  return masked + text.slice(copied);
}

/** Every place where the secret may end that begins at `start`: all ways to read it are followed side by side. */
function endsOf(text: string, start: number, written: readonly (readonly Spelling[])[]): number[] {
  let places = new Set([start]);
  for (const forms of written) {
    const next = new Set<number>();
    for (const place of places)
      for (const form of forms) if (stands(text, place, form)) next.add(place + form.text.length);
    if (next.size === 0) return [];
    places = next;
  }
  return [...places];
}

function stands(text: string, place: number, form: Spelling): boolean {
  if (!form.anyCase) return text.startsWith(form.text, place);
  return text.slice(place, place + form.text.length).toLowerCase() === form.text;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
