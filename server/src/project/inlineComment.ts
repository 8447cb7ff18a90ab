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

/** Arguments of a program: what stands in quotes belongs to them. */
const OUTSIDE_QUOTES = /(?<=^[^'"]*)[ \t]+#[ \t].*$/;

type Patterns = Readonly<Record<string, RegExp>>;

/** Keys whose value never holds a blank followed by `#` or `;`, each with what begins a comment there. */
const MAIN: Patterns = {
  file_template: EITHER,
  databases: EITHER,
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

/** The same for `[post_write_hooks]`, by the part of the key behind the hook's name. */
const HOOKS: Patterns = {
  hooks: EITHER,
  type: EITHER,
  entrypoint: EITHER,
  executable: EITHER,
  module: EITHER,
  cwd: EITHER,
  options: OUTSIDE_QUOTES,
};

/** What a section is to Alembic: its own, that of the hooks, or one that `databases` names. */
export type SectionKind = 'main' | 'hooks' | 'database';

/** The comments in the value of one of Alembic's keys; none for any other key. */
export function inlineComments({ key, lines }: IniEntry, kind: SectionKind): readonly InlineComment[] {
  const pattern = patternOf(key, kind);
  if (pattern === undefined) return [];
  return lines.flatMap((line, index) => {
    const match = pattern.exec(line.text);
    return match === null ? [] : [{ text: match[0].trimStart(), line: index, length: match.index }];
  });
}

function patternOf(key: string, kind: SectionKind): RegExp | undefined {
  switch (kind) {
    case 'main':
      return own(MAIN, key);
    case 'hooks':
      return own(HOOKS, key.slice(key.lastIndexOf('.') + 1));
    case 'database':
      return key === 'sqlalchemy.url' ? MAIN[key] : undefined;
  }
}

function own(patterns: Patterns, key: string): RegExp | undefined {
  return Object.hasOwn(patterns, key) ? patterns[key] : undefined;
}
