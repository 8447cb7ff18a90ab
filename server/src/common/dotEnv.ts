const LINE = new RegExp(
  [
    String.raw`\s*(?:export[^\S\r\n]+)?`,
    // The name: quoted, or anything without white space.
    String.raw`(?:'(?<quoted>[^']+)'|(?<plain>[^=#\s]+))?[^\S\r\n]*`,
    String.raw`(?<equals>=[^\S\r\n]*(?:'(?<single>(?:\\[^]|[^'\\])*)'|"(?<double>(?:\\[^]|[^"\\])*)"|(?<bare>(?!['"])[^\r\n]*)))?`,
    String.raw`(?:[^\S\r\n]*#[^\r\n]*)?[^\S\r\n]*(?:\r\n|\n|\r|$)`,
  ].join(''),
  'y',
);
const REST_OF_LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/y;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Reads a `.env` file as python-dotenv does (`dotenv_values`): quotes, escapes, comments, `export`, values of several lines,
 * `${NAME}` and `${NAME:-default}`. A line it cannot read is passed over, as there.
 * @param outer What `${NAME}` means where the file has not set it.
 */
export function parseDotEnv(
  text: string,
  outer: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const source = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < source.length;) {
    LINE.lastIndex = at;
    const match = LINE.exec(source);
    const groups = match?.groups;
    const name = groups?.quoted ?? groups?.plain;
    // A comment or an empty line has no name; a line that begins with `=` is an error.
    if (match === null || (name === undefined && groups?.equals !== undefined) || match[0] === '') {
      REST_OF_LINE.lastIndex = at;
      at += Math.max(1, REST_OF_LINE.exec(source)?.[0].length ?? 1);
      continue;
    }
    at += match[0].length;
    const value = valueOf(groups ?? {});
    if (name !== undefined && value !== null) values[name] = interpolated(value, { ...outer, ...values });
  }
  return values;
}

/** Null: a name without a value. */
function valueOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  if (groups.equals === undefined) return null;
  if (groups.single !== undefined) return groups.single.replace(/\\([\\'])/g, '$1');
  if (groups.double !== undefined) {
    return groups.double.replace(/\\([\\'"abfnrtv])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
  }
  return (groups.bare ?? '').replace(/\s+#.*/, '').trimEnd();
}

function interpolated(value: string, known: Readonly<Record<string, string | undefined>>): string {
  return value.replace(
    /\$\{([^}:]*)(?::-([^}]*))?\}/g,
    (_, name: string, fallback: string | undefined) => known[name] ?? fallback ?? '',
  );
}
