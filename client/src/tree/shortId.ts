/** A generated id: hexadecimal digits, at least as many as Alembic makes (12). */
const GENERATED = /^[0-9a-f]{12,}$/;
const SHOWN = 8;

/** An id as short as it can be read: the first 8 digits of a generated one, one that a person chose as it is. */
export function shortId(id: string): string {
  return GENERATED.test(id) ? id.slice(0, SHOWN) : id;
}

/** `shortId` for the ids of one project: an id whose short form another id shares is written out. */
export function shortIds(ids: Iterable<string>): (id: string) => string {
  const owners = new Map<string, string | null>();
  for (const id of ids) {
    const short = shortId(id);
    const owner = owners.get(short);
    owners.set(short, owner === undefined || owner === id ? id : null);
  }
  return (id) => (owners.get(shortId(id)) === null ? id : shortId(id));
}
