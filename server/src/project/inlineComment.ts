import type { IniEntry } from './ini';

/** A comment behind a value: ConfigParser has none there, so it is part of the value. */
export interface InlineComment {
  /** The comment from its `#` or `;`. */
  readonly text: string;
  /** Index of the line of the value it stands on. */
  readonly line: number;
  /** UTF-16 units of that line before the white space in front of the comment. */
  readonly length: number;
}

const EITHER = /[ \t]+(?:[#;][ \t]|#).*$/;
const HASH_ONLY = /[ \t]+#.*$/;

/** Keys whose value never holds a blank followed by `#` or `;`, each with what begins a comment there. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  script_location: EITHER,
  path_separator: EITHER,
  version_path_separator: EITHER,
  recursive_version_locations: EITHER,
  sourceless: EITHER,
  revision_environment: EITHER,
  timezone: EITHER,
  truncate_slug_length: EITHER,
  output_encoding: EITHER,
  // A semicolon may separate the folders, or the options of an ODBC connection.
  version_locations: HASH_ONLY,
  prepend_sys_path: HASH_ONLY,
  'sqlalchemy.url': HASH_ONLY,
};

/** The comments in the value of one of Alembic's keys; none for any other key. */
export function inlineComments({ key, lines }: IniEntry): readonly InlineComment[] {
  const pattern = PATTERNS[key];
  if (pattern === undefined) return [];
  return lines.flatMap((line, index) => {
    const match = pattern.exec(line.text);
    return match === null ? [] : [{ text: match[0].trimStart(), line: index, length: match.index }];
  });
}
