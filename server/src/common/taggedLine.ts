/** Reads a line of JSON whose `kind` is one of `kinds`; null for any other line. The rest of it is taken on trust. */
export function readTaggedLine<T extends { readonly kind: string }>(
  line: string,
  kinds: ReadonlySet<T['kind']>,
): T | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const known: ReadonlySet<unknown> = kinds;
  return typeof value === 'object' && value !== null && 'kind' in value && known.has(value.kind) ? (value as T) : null;
}
