import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { type LiveFailure, type LiveSession, SessionRefusal } from '../../liveSession';
import { selectVersions, type VersionRows, type VersionTable } from '../../versionTable';
import { openLink, type SqliteLink } from './connect';
import { tableShape } from './tableShape';

/** As long as Python's driver waits for another program. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 50;

/**
 * Opens a file of SQLite for migrations, as Python's driver does: keys are not enforced unless a revision asks for it.
 * @throws better-sqlite3's `SqliteError`; SessionRefusal where there is no folder for it.
 */
export function openSqliteSession(path: string, table: VersionTable, signal: AbortSignal): LiveSession {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    const message = `The folder ${folder} does not exist. Make it, or correct the database URL, then run again.`;
    throw new SessionRefusal({ code: 'connectionFailed', message });
  }
  const link = openLink(path);
  for (const sql of ['PRAGMA foreign_keys = OFF', 'PRAGMA recursive_triggers = OFF']) link.send(sql);
  const patiently = async (sql: string): Promise<void> => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        link.send(sql);
        return;
      } catch (error) {
        if (!isBusy(error) || signal.aborted) throw error;
        if (Date.now() >= deadline) throw new SessionRefusal(explain(path, error));
      }
      await wait(RETRY_MS);
    }
  };
  const execute = (sql: string): Promise<number> => Promise.resolve().then(() => link.send(sql).changed);
  return {
    begin: async () => {
      // The driver leaves no moment for anything else, and a cancel has to be heard.
      await turn();
      if (signal.aborted) throw new SessionRefusal({ code: 'cancelled', message: 'Cancelled.' });
      await patiently('BEGIN IMMEDIATE');
      return versionRows(link, table);
    },
    // Somebody may still be reading.
    commit: () => patiently('COMMIT'),
    rollback: () => {
      if (link.inTransaction()) link.send('ROLLBACK');
      return Promise.resolve();
    },
    execute,
    executeAlone: execute,
    enforceKeys: (enforced) => patiently(`PRAGMA foreign_keys = ${enforced ? 'ON' : 'OFF'}`),
    differenceOf: (name, statements) => Promise.resolve().then(() => differenceOf(link, name, statements)),
    lostReferences: () => Promise.resolve().then(() => lostReferences(link)),
    invalidIndexes: () => Promise.resolve([]),
    watchLocks: () => Promise.resolve(() => Promise.resolve([])),
    // A statement of SQLite cannot be interrupted from here: it ends, and nothing follows it.
    cancel: () => undefined,
    explain: (error) => explain(path, error),
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
}

function versionRows(link: SqliteLink, table: VersionTable): VersionRows {
  try {
    return { exists: true, rows: link.send(selectVersions(table)).rows.map((row) => String(row.version_num)) };
  } catch (error) {
    // Asked only then: the catalogue is read from its beginning to its end.
    const name = table.name.replaceAll("'", "''");
    const found = link.send(
      `SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = '${name}' COLLATE NOCASE`,
    ).rows;
    if (found.length === 0) return { exists: false, rows: [] };
    throw error;
  }
}

/** Compares a table with what these statements make in a database of their own. */
function differenceOf(link: SqliteLink, table: string, statements: readonly string[]): string | null {
  const scratch = openLink(null);
  try {
    scratch.send('PRAGMA foreign_keys = OFF');
    for (const statement of statements) scratch.send(statement);
    const known = tableShape(scratch, table);
    const real = tableShape(link, table);
    const [part] = [...known].find(([name, shape]) => real.get(name) !== shape) ?? [];
    if (part === undefined) return null;
    return `The table '${table}' is not as the revisions made it: its ${part} differ. A batch would copy it and lose that.`;
  } finally {
    scratch.close();
  }
}

/** A key to columns that are not unique cannot be checked: that is worse than any row, and nothing new where it was so before. */
function lostReferences(link: SqliteLink): number {
  try {
    return link.send('PRAGMA foreign_key_check').rows.length;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('foreign key mismatch')) return Infinity;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));
}

function explain(path: string, error: unknown): LiveFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (isBusy(error)) {
    return { code: 'databaseLocked', message: `${path} is locked by another program. Run again when it has finished.` };
  }
  if (code.startsWith('SQLITE_FULL')) {
    return { code: 'commandFailed', message: `${message}. Make room on the disk, then run again.` };
  }
  if (/^SQLITE_(?:NOTADB|CANTOPEN|READONLY|IOERR)/.test(code)) {
    return { code: 'connectionFailed', message: `${path} cannot be written to: ${message}.` };
  }
  // sqlite.org/lang_altertable.html: what refers to a table is looked at when it is renamed.
  if (/^error in (?:view|trigger) /.test(message)) {
    const next = 'Drop it in the revision before the table is changed, and create it again afterwards.';
    return { code: 'commandFailed', message: `${message}. ${next}` };
  }
  if (/\balready exists\b|^duplicate column name/.test(message))
    return { code: 'alreadyExists', message: `${message}.` };
  return { code: 'commandFailed', message: `${message}.` };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
