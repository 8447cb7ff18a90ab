import { createHash, randomBytes } from 'node:crypto';
import { COPY_PREFIX, type CopyContent, type LiveCopy } from '../../liveCopy';
import { type DatabaseUrl, renderUrl } from '../../url';
import type { PostgresTarget } from '../connection';
import { openLink, type PostgresLink } from './connect';

/** Options of a URL that name a database too. */
const NAMES_DATABASE = ['dbname', 'database'];
const FORCE_SINCE = 13_00_00;

/**
 * Makes a database on the same server: `CREATE DATABASE ... TEMPLATE` with all rows, which nobody else may be connected to
 * meanwhile, or an empty one that statements fill. While it is there an advisory lock, held by the connection to what is
 * copied, says that somebody uses it; copies without one are removed first.
 * @throws pg's own errors.
 */
export async function makePostgresCopy(
  url: DatabaseUrl,
  target: PostgresTarget,
  from: CopyContent,
  heard: (notice: string) => void,
): Promise<LiveCopy> {
  const link = await openPatient(target, heard);
  const database = `${COPY_PREFIX}${randomBytes(6).toString('hex')}`;
  const drop = async (): Promise<void> => {
    try {
      await dropDatabase(link, database);
    } catch {
      // A connection may have been lost since; what else is wrong is so for another one too.
      await onceOpened(target, heard, (another) => dropDatabase(another, database));
    } finally {
      await link.end().catch(() => undefined);
    }
  };
  try {
    await dropAbandoned(link, heard);
    const [first, second] = lockKeys(database);
    await link.send(`SELECT pg_advisory_lock(${first}, ${second})`);
    await link.send(await creation(link, database, from === 'content'));
    for (const setting of await settings(link, database)) await applySetting(link, setting, heard);
    if (from !== 'content') {
      await onceOpened({ ...target, database }, heard, (filled) => fill(filled, from.statements));
    }
  } catch (error) {
    // What failed first is what is told.
    await drop().catch(() => undefined);
    throw error;
  }
  const query = new Map([...url.query].filter(([name]) => !NAMES_DATABASE.includes(name)));
  return { place: { dialect: 'postgresql', database }, url: renderUrl({ ...url, database, query }), drop };
}

async function fill(link: PostgresLink, statements: readonly string[]): Promise<void> {
  await link.send('BEGIN');
  // Nothing can be made without a name where no schema of `search_path` is there: not even the version table.
  const [path] = (
    await link.send(
      `SELECT quote_ident(ident) AS first FROM (
         SELECT btrim(split_part(current_setting('search_path'), ',', 1), ' "') AS ident) s
       WHERE current_schema() IS NULL AND ident NOT IN ('', '$user')`,
    )
  ).rows;
  if (path !== undefined) await link.send(`CREATE SCHEMA IF NOT EXISTS ${String(path.first)}`);
  for (const statement of statements) await link.send(statement);
  await link.send('COMMIT');
}

async function onceOpened(
  target: PostgresTarget,
  heard: (notice: string) => void,
  use: (link: PostgresLink) => Promise<void>,
): Promise<void> {
  const link = await openPatient(target, heard);
  try {
    await use(link);
  } finally {
    await link.end();
  }
}

/** A copy takes as long as it takes, and its connection then stands still: the server's limits are for others. */
async function openPatient(target: PostgresTarget, heard: (notice: string) => void): Promise<PostgresLink> {
  const link = await openLink(target, heard);
  try {
    // `idle_session_timeout` is there since PostgreSQL 14.
    await link.send(
      `SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN ('statement_timeout', 'idle_session_timeout')`,
    );
    return link;
  } catch (error) {
    await link.end().catch(() => undefined);
    throw error;
  }
}

/** An empty one sorts and encodes as what it stands in for. */
async function creation(link: PostgresLink, database: string, withContent: boolean): Promise<string> {
  const { rows } = await link.send(
    `SELECT quote_ident(d.datname) AS name, quote_literal(pg_encoding_to_char(d.encoding)) AS encoding,
       quote_literal(d.datcollate) AS collation, quote_literal(d.datctype) AS ctype, to_jsonb(d) AS row
     FROM pg_database d WHERE d.datname = current_database()`,
  );
  const { name, encoding, collation, ctype, row } = rows[0] ?? {};
  if (withContent) return `CREATE DATABASE ${database} TEMPLATE ${String(name)}`;
  const { provider, locale } = localeOf(row);
  const own = provider === null ? '' : ` LOCALE_PROVIDER ${provider}${locale === null ? '' : ` ${locale}`}`;
  return `CREATE DATABASE ${database} TEMPLATE template0 ENCODING ${String(encoding)} LC_COLLATE ${String(collation)} LC_CTYPE ${String(ctype)}${own}`;
}

/** Providers of locales other than the operating system's: `i` since PostgreSQL 15, `b` since 17 (pg_database). */
function localeOf(row: unknown): { readonly provider: string | null; readonly locale: string | null } {
  const columns = typeof row === 'object' && row !== null ? new Map<string, unknown>(Object.entries(row)) : new Map();
  // `daticulocale` until 16.
  const name: unknown = columns.get('datlocale') ?? columns.get('daticulocale');
  const quoted = typeof name === 'string' ? `'${name.replaceAll("'", "''")}'` : null;
  switch (columns.get('datlocprovider')) {
    case 'i':
      return { provider: 'icu', locale: quoted === null ? null : `ICU_LOCALE ${quoted}` };
    case 'b':
      return { provider: 'builtin', locale: quoted === null ? null : `BUILTIN_LOCALE ${quoted}` };
    default:
      return { provider: null, locale: null };
  }
}

/** What `ALTER DATABASE ... SET` and `ALTER ROLE ... IN DATABASE ... SET` have said: no way of copying takes it along. */
async function settings(link: PostgresLink, database: string): Promise<readonly string[]> {
  const { rows } = await link.send(
    `SELECT split_part(s.setting, '=', 1) AS name, substr(s.setting, strpos(s.setting, '=') + 1) AS value,
       CASE r.setrole WHEN 0 THEN NULL ELSE quote_ident(current_user) END AS role
     FROM pg_db_role_setting r JOIN pg_database d ON d.oid = r.setdatabase, unnest(r.setconfig) AS s(setting)
     WHERE d.datname = current_database()
       AND (r.setrole = 0 OR r.setrole = (SELECT u.oid FROM pg_roles u WHERE u.rolname = current_user))`,
  );
  return rows.map(({ name, value, role }) => {
    // Lists stand in pg_db_role_setting as they are written.
    const isList = /search_path|_libraries$|^temp_tablespaces$/.test(String(name));
    const text = isList ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
    const whose = typeof role === 'string' ? `ROLE ${role} IN DATABASE` : 'DATABASE';
    return `ALTER ${whose} ${database} SET ${String(name)} TO ${text === '' ? "''" : text}`;
  });
}

/** Some of the settings only an administrator may make: what runs on the copy then runs without them. */
async function applySetting(link: PostgresLink, setting: string, heard: (notice: string) => void): Promise<void> {
  try {
    await link.send(setting);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE)) throw error;
    heard(`The copy is without a setting of its database: ${error.message}.`);
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Removes the copies that nobody uses: whoever made them has crashed. */
async function dropAbandoned(link: PostgresLink, heard: (notice: string) => void): Promise<void> {
  const { rows } = await link.send(
    `SELECT datname AS name FROM pg_database
     WHERE datname LIKE '${COPY_PREFIX.replaceAll('_', '\\_')}%' AND pg_has_role(datdba, 'USAGE')`,
  );
  for (const { name } of rows) {
    const [first, second] = lockKeys(String(name));
    // Its columns show the keys without their signs (PostgreSQL manual, pg_locks).
    const held = await link.send(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = ${first >>> 0} AND objid::bigint = ${second >>> 0}`,
    );
    if (held.rows.length > 0) continue;
    try {
      await dropDatabase(link, String(name));
    } catch (error) {
      // Somebody else removes it just now, or is connected to it: it is not what this copy is about.
      heard(`A copy that an earlier run has left could not be removed: ${String(error)}`);
    }
  }
}

async function dropDatabase(link: PostgresLink, database: string): Promise<void> {
  const [found] = (await link.send("SELECT current_setting('server_version_num')::int AS version")).rows;
  if (Number(found?.version) >= FORCE_SINCE) {
    await link.send(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    return;
  }
  await link.send(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);
  await link.send(`DROP DATABASE IF EXISTS ${database}`);
}

/** Advisory locks of all databases stand in one table: the name of the copy tells them apart. */
function lockKeys(database: string): readonly [number, number] {
  const digest = createHash('sha1').update(database).digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}
