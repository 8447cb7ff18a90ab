import type { DatabaseIdentity } from '../engine/engine';

/** Which databases are written to only by somebody who types their name. */
export interface Protection {
  /** Patterns with `*`, matched against the label and the masked URL of a database, and what its server calls itself. */
  readonly patterns: readonly string[];
  /** The target that is chosen is protected, whatever database it leads to. */
  readonly target: boolean;
}

/** The word to be typed before a write to one of these databases: the name of the first protected one. Null: none is. */
export function requiredPhrase(
  databases: readonly { readonly identity: DatabaseIdentity }[],
  { patterns, target }: Protection = { patterns: [], target: false },
): string | null {
  const tests = patterns.filter((pattern) => pattern.trim() !== '').map(matcher);
  const found = databases.find(
    ({ identity: { label, url, server } }) =>
      target || tests.some((is) => is(label) || is(url) || (server !== undefined && is(server))),
  );
  return found?.identity.label ?? null;
}

/** The whole text, whatever the case: who writes `*prod*` means `Prod` too. */
function matcher(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.trim().toLowerCase().split('*');
  const last = rest.pop();
  return (text) => {
    const lower = text.toLowerCase();
    if (last === undefined) return lower === first;
    if (!lower.startsWith(first) || !lower.endsWith(last)) return false;
    // The first place of each part leaves the most to the next: no pattern takes long, as it may with a regular expression.
    let at = first.length;
    for (const part of rest) {
      const place = lower.indexOf(part, at);
      if (place < 0) return false;
      at = place + part.length;
    }
    return at <= lower.length - last.length;
  };
}
