import { percentDecode, percentEncode } from '../common/percentEncoding';
import { MASK } from '../common/secrets';
import { pythonInteger } from '../python/text';

/** A database URL in its parts, decoded, as SQLAlchemy's `make_url` reads it. */
export interface DatabaseUrl {
  /** `postgresql+psycopg2` */
  readonly drivername: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  /** Several values where a name is repeated. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

// The parts of SQLAlchemy's own pattern (sqlalchemy.engine.url): anchored at the start only, a password ends at the first `@`.
const URL_PATTERN = new RegExp(
  [
    String.raw`^([\p{L}\p{N}\p{M}_+]+)://`,
    String.raw`(?:([^:/]*)(?::([^@]*))?@)?`,
    String.raw`(?:(?:\[([^/?]+)\]|([^/:?]+))?(?::([^/?]*))?)?`,
    String.raw`(?:/([^?]*))?`,
    String.raw`(?:\?([^\n]*))?`,
  ].join(''),
  'u',
);

/**
 * Reads a database URL as SQLAlchemy does.
 * @returns null where SQLAlchemy raises: no `name://` at the start, or a port that is no number.
 */
export function parseUrl(text: string): DatabaseUrl | null {
  const match = URL_PATTERN.exec(text);
  if (match === null) return null;
  const [, drivername = '', username, password, ipv6, ipv4, portText, database, query] = match;
  let port: number | null = null;
  if (portText !== undefined) {
    port = pythonInteger(portText);
    if (port === null) return null;
  }
  return {
    drivername,
    username: username === undefined ? null : percentDecode(username),
    password: password === undefined ? null : percentDecode(password),
    host: ipv4 ?? ipv6 ?? null,
    port,
    database: database ?? null,
    query: parseQuery(query ?? ''),
  };
}

/** `postgresql` of `postgresql+psycopg2`. */
export function dialectName(url: DatabaseUrl): string {
  return url.drivername.split('+')[0] ?? '';
}

/** `psycopg2` of `postgresql+psycopg2`; null where the dialect's default driver is meant. */
export function driverName(url: DatabaseUrl): string | null {
  return url.drivername.split('+')[1] ?? null;
}

/** The URL as SQLAlchemy shows it, its password masked, and secrets of the query as well. */
export function renderMasked(url: DatabaseUrl): string {
  return render(url, () => MASK);
}

/** The URL with its secrets, as `parseUrl` reads it again. For memory only. */
export function renderUrl(url: DatabaseUrl): string {
  return render(url, (encoded) => encoded);
}

function render(url: DatabaseUrl, secret: (encoded: string) => string): string {
  let text = `${url.drivername}://`;
  if (url.username !== null) {
    text += quote(url.username);
    if (url.password !== null) text += `:${secret(quote(url.password))}`;
    text += '@';
  }
  if (url.host !== null) text += url.host.includes(':') ? `[${url.host}]` : url.host;
  if (url.port !== null) text += `:${url.port}`;
  if (url.database !== null) text += `/${url.database}`;
  const query = [...url.query]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, values]) =>
      values.map((value) => {
        const encoded = quotePlus(value);
        return `${quotePlus(name)}=${SECRET_OPTION.test(name) ? secret(encoded) : encoded}`;
      }),
    );
  return query.length > 0 ? `${text}?${query.join('&')}` : text;
}

const SECRET_OPTION = /password|passwd|pwd|secret|token/i;

/** The secrets a URL holds. */
export function secretsOf(url: DatabaseUrl): string[] {
  const options = [...url.query].filter(([name]) => SECRET_OPTION.test(name)).flatMap(([, values]) => values);
  return url.password === null ? options : [url.password, ...options];
}

/** urllib.parse.parse_qsl: a part without `=` and an empty value are dropped. */
function parseQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const part of text.split('&')) {
    const equals = part.indexOf('=');
    if (equals === -1 || equals === part.length - 1) continue;
    const name = percentDecode(part.slice(0, equals).replaceAll('+', ' '));
    const value = percentDecode(part.slice(equals + 1).replaceAll('+', ' '));
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return query;
}

/** urllib.parse.quote(text, safe=' +') */
function quote(text: string): string {
  return percentEncode(text).replaceAll('%20', ' ').replaceAll('%2B', '+');
}

function quotePlus(text: string): string {
  return percentEncode(text).replaceAll('%20', '+');
}
