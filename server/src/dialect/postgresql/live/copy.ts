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
  const link = await openLink(target, heard);
  const database = `${COPY_PREFIX}${randomBytes(6).toString('hex')}`;
  const drop = async (): Promise<void> => {
    try {
      await dropDatabase(link, database);
    } finally {
      await link.end();
    }
  };
  try {
    await dropAbandoned(link);
    const [first, second] = lockKeys(database);
    await link.send(`SELECT pg_advisory_lock(${first}, ${second})`);
    await link.send(await creation(link, database, from === 'content'));
    for (const setting of await settings(link, database)) await link.send(setting);
    if (from !== 'content') await fill({ ...target, database }, from.statements, heard);
  } catch (error) {
    // What failed first is what is told.
    await drop().catch(() => undefined);
    throw error;
  }
  const query = new Map([...url.query].filter(([name]) => !NAMES_DATABASE.includes(name)));
  return { place: { dialect: 'postgresql', database }, url: renderUrl({ ...url, database, query }), drop };
}

async function fill(
  target: PostgresTarget,
  statements: readonly string[],
  heard: (notice: string) => void,
): Promise<void> {
  const link = await openLink(target, heard);
  try {
    await link.send('BEGIN');
    for (const statement of statements) await link.send(statement);
    await link.send('COMMIT');
  } finally {
    await link.end();
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

/** What `ALTER DATABASE ... SET` has said of what is copied: neither way of copying takes it along. */
async function settings(link: PostgresLink, database: string): Promise<readonly string[]> {
  const { rows } = await link.send(
    `SELECT split_part(s.setting, '=', 1) AS name, substr(s.setting, strpos(s.setting, '=') + 1) AS value
     FROM pg_db_role_setting r JOIN pg_database d ON d.oid = r.setdatabase, unnest(r.setconfig) AS s(setting)
     WHERE d.datname = current_database() AND r.setrole = 0`,
  );
  return rows.map(({ name, value }) => {
    // Lists stand in pg_db_role_setting as they are written.
    const isList = /search_path|_libraries$|^temp_tablespaces$/.test(String(name));
    const text = isList ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
    return `ALTER DATABASE ${database} SET ${String(name)} TO ${text === '' ? "''" : text}`;
  });
}

/** Removes the copies that nobody uses: whoever made them has crashed. */
async function dropAbandoned(link: PostgresLink): Promise<void> {
  const { rows } = await link.send(
    `SELECT datname AS name FROM pg_database
     WHERE datname LIKE '${COPY_PREFIX.replaceAll('_', '\\_')}%' AND pg_has_role(datdba, 'USAGE')`,
  );
  for (const { name } of rows) {
    const [first, second] = lockKeys(String(name));
    const held = await link.send(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint::int4 = ${first} AND objid::bigint::int4 = ${second}`,
    );
    if (held.rows.length === 0) await dropDatabase(link, String(name));
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
