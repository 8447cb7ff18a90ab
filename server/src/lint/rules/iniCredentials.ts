import { parseUrl } from '../../dialect/url';
import { databaseSections } from '../../project/databaseSections';
import type { IniSection } from '../../project/ini';
import type { ConfigInput } from '../../project/configInput';
import type { Finding, Rule } from '../rule';

const INI = '[alembic]\nscript_location = migrations\n';

/** Words that stand where a password is to be written. */
const PLACEHOLDER =
  /^(?:|pass|passw|password|passwd|pwd|pass_?word\d*|secret|my_?(?:pass|password|secret)|your_?(?:pass|password|secret).*|change_?me.*|example|dummy|placeholder|test|dev|root|admin|user|username|none|null|x+|\*+|\.+|<.*>|\[.*\]|\$\{?.*\}?|\{.*\})$/i;
const LOCAL_HOSTS = new Set([null, '', 'localhost', '127.0.0.1', '::1', '0.0.0.0']);

export const iniCredentials: Rule<ConfigInput> = {
  id: 'ini-credentials',
  severity: 'warning',
  documentation: {
    summary: 'A database password in the configuration.',
    why: 'The file is part of the repository: everybody who can read it can open the database, later too.',
    fix: 'Read the URL from the environment in env.py, and keep a placeholder in the file. Change the password.',
    valid: [
      { files: { 'alembic.ini': `${INI}sqlalchemy.url = driver://user:pass@localhost/dbname\n` } },
      { files: { 'alembic.ini': `${INI}sqlalchemy.url = postgresql://app@db.example.com/shop\n` } },
      { files: { 'alembic.ini': `${INI}sqlalchemy.url = postgresql://postgres:postgres@db/shop\n` } },
    ],
    invalid: [
      {
        files: { 'alembic.ini': `${INI}sqlalchemy.url = postgresql://app:kR7%%21vQz@db.example.com/shop\n` },
        messages: ["'sqlalchemy.url' holds a password. Read it from the environment in env.py instead."],
      },
    ],
  },
  check({ config, options }) {
    const { ini: file, section } = config.source;
    const { ini, documents } = options;
    if (file === undefined || ini === null) return [];
    const sections = [documents.ini?.defaults, documents.ini?.sections.get(section)].concat(
      databaseSections(options).map((name) => documents.ini?.sections.get(name)),
    );
    return [...new Set(sections)].flatMap((one): readonly Finding[] =>
      one == null
        ? []
        : urls(one).flatMap(({ key, range, value }) => {
            const text = ini.interpolate(one.name, value);
            if (!text.ok || !holdsPassword(text.value, value)) return [];
            const message = `'${key}' holds a password. Read it from the environment in env.py instead.`;
            return [{ file, range, message, data: { key } }];
          }),
    );
  },
};

function urls({ entries }: IniSection): readonly { key: string; range: Finding['range']; value: string }[] {
  return [...entries.values()].filter(({ key }) => /(?:^|[._])url$/.test(key));
}

/** @param raw the value before its references were filled in: a password that is one is not in this line. */
function holdsPassword(text: string, raw: string): boolean {
  const url = parseUrl(text);
  if (url?.password == null || url.drivername === 'driver') return false;
  const { password, username, host } = url;
  if (PLACEHOLDER.test(password) || password === username || LOCAL_HOSTS.has(host)) return false;
  return !/:%\([^)]+\)s@/.test(raw);
}
