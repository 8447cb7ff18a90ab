import type { KnownDatabase } from '../engine/engine';
import type { DatabaseInfo } from '../protocol/data';

/** A database as the client shows it. */
export function databaseInfo({ identity, name, rows, versionTableExists }: KnownDatabase): DatabaseInfo {
  const { label, url, dialect, key } = identity;
  const file = dialect === 'sqlite' && key?.startsWith(SQLITE) === true ? key.slice(SQLITE.length) : undefined;
  return {
    label,
    url,
    dialect,
    ...(name !== null && { name }),
    current: rows,
    versionTableExists,
    ...(file !== undefined && { file }),
  };
}

/** As `databaseIdentity` has it. */
const SQLITE = 'sqlite:';
