import { isThisMachine } from '../dialect/identity';
import type { KnownDatabase } from '../engine/engine';

/** Whether env.py opens other databases, or looks at other version tables, than those the user sees the state of. */
export function isAnother(shown: readonly KnownDatabase[], found: readonly KnownDatabase[]): boolean {
  if (shown.length !== found.length) return true;
  return shown.some((database, index) => {
    const other = found[index];
    return other === undefined || DIFFERENCES.some((differ) => differ(database, other));
  });
}

type Differ = (a: KnownDatabase, b: KnownDatabase) => boolean;

/** What only one of the two says is no difference. */
const DIFFERENCES: readonly Differ[] = [
  ({ identity: a }, { identity: b }) => a.dialect !== b.dialect,
  ({ identity: a }, { identity: b }) => a.key !== null && b.key !== null && a.key !== b.key,
  (a, b) => hasLive(a) && hasLive(b) && JSON.stringify(liveText(a)) !== JSON.stringify(liveText(b)),
  ({ versionTable: a }, { versionTable: b }) =>
    a !== undefined && b !== undefined && (a.name !== b.name || a.schema !== b.schema),
];

function hasLive({ live }: KnownDatabase): boolean {
  return live !== undefined && live !== null;
}

/** What the connections said, but for the ways in which one may reach a server of this machine. */
function liveText({ live }: KnownDatabase): readonly (string | null)[] {
  return (live ?? []).map((fact) => (fact !== null && isThisMachine(fact.replace(/\/\d+$/, '')) ? null : fact));
}

/** Names databases for the user; what else tells them from the others, where their names do not. */
export function namesOf(databases: readonly KnownDatabase[], others: readonly KnownDatabase[]): string {
  return databases
    .map((database, index) => {
      const { label, url } = database.identity;
      const other = others[index]?.identity;
      const isNamedAlike = other?.label === label && other.url === url;
      return `${label} (${[url, ...(isNamedAlike ? particulars(database) : [])].join(', ')})`;
    })
    .join(', ');
}

function particulars({ live, versionTable }: KnownDatabase): readonly string[] {
  const table =
    versionTable &&
    `version table ${[versionTable.schema, versionTable.name].filter((part) => part !== null).join('.')}`;
  const facts = (live ?? []).filter((fact) => fact !== null).join(' ');
  return [...(facts === '' ? [] : [`connected to ${facts}`]), ...(table === undefined ? [] : [table])];
}
