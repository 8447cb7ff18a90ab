/** A place in what Alembic printed that leads somewhere. Offsets in the text. */
export interface PrintedPlace {
  readonly start: number;
  readonly end: number;
  readonly leadsTo: { readonly id: string } | { readonly path: string };
}

/** The lines of the long format that name revisions. */
const FIELD = /^(Rev|Parent|Merges|Branches into|Also depends on): (.*)$/;
const PATH = /^Path: (.*)$/;

/**
 * Where a text that Alembic printed names revisions and files: in the fields of the long format, and before the message of
 * the short one. Words of a message are none, even where they look like an id.
 */
export function revisionPlaces(text: string, isRevision: (word: string) => boolean): PrintedPlace[] {
  const places: PrintedPlace[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const field = FIELD.exec(line);
    const path = PATH.exec(line)?.[1]?.trimEnd();
    if (path !== undefined) {
      const start = offset + 'Path: '.length;
      places.push({ start, end: start + path.length, leadsTo: { path } });
    } else {
      const [from, to] = field === null ? [0, headLength(line)] : [(field[1]?.length ?? 0) + 2, line.length];
      for (const { index, 0: word } of line.slice(from, to).matchAll(/[^\s,()<>]+/g)) {
        const start = offset + from + index;
        if (isRevision(word)) places.push({ start, end: start + word.length, leadsTo: { id: word } });
      }
    }
    offset += line.length + 1;
  }
  return places;
}

/** How much of a line in the short format comes before marks and message: `a, b (c) -> d`, `d`, `   -> d`. */
function headLength(line: string): number {
  const arrow = / ?-> \S+/.exec(line);
  if (arrow !== null && /^[^"']*$/.test(line.slice(0, arrow.index))) return arrow.index + arrow[0].length;
  return /^\S*/.exec(line)?.[0].replace(/,$/, '').length ?? 0;
}
