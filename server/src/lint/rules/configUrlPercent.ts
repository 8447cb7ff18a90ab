import type { Range } from '../../common/range';
import type { FileEdit } from '../../common/problem';
import type { IniEntry } from '../../project/ini';
import type { InterpolationError } from '../../project/interpolation';
import { databaseSections } from '../../project/databaseSections';
import { hereOf } from '../../project/options';
import { type FormatError, formatPercent } from '../../project/percentFormat';
import type { ConfigInput } from '../../project/configInput';
import type { Finding, Rule } from '../rule';

const INI = '[alembic]\nscript_location = %(here)s/migrations\n';
const TOML = '[tool.alembic]\nscript_location = "%(here)s/migrations"\n';

export const configUrlPercent: Rule<ConfigInput> = {
  id: 'config-url-percent',
  severity: 'error',
  documentation: {
    summary: 'A `%` in a value of the configuration that is not doubled.',
    why: 'In alembic.ini and in the strings of `[tool.alembic]` a `%` begins a reference such as `%(here)s`. Alembic, and env.py when it reads the section, stop with an error at any other.',
    fix: 'Write `%%`. The password `p@ss` is `p%%40ss` in a URL of alembic.ini.',
    valid: [
      { files: { 'alembic.ini': `${INI}sqlalchemy.url = postgresql://app:p%%40ss@db/shop\n` } },
      {
        files: {
          'alembic.ini': `${INI}databases = shop\n\n[shop]\nsqlalchemy.url = postgresql://app:p%%40ss@db/shop\n\n[other]\nfree = 100%\n`,
        },
      },
      { files: { 'pyproject.toml': `${TOML}file_template = "%%(rev)s_%%(slug)s"\n` } },
    ],
    invalid: [
      {
        files: { 'alembic.ini': `${INI}sqlalchemy.url = driver://user:p%40ss@localhost/dbname\n` },
        messages: ["'%' must be doubled in 'sqlalchemy.url': write '%%'."],
      },
      {
        files: {
          'alembic.ini': `${INI}databases = shop, log\n\n[log]\nsqlalchemy.url = driver://user:p%40ss@localhost/dbname\n`,
        },
        messages: ["'%' must be doubled in 'sqlalchemy.url': write '%%'."],
      },
      {
        files: { 'alembic.ini': `${INI}file_template = %(rev)s_%(slug)s\n` },
        messages: [
          "'file_template' refers to '%(rev)s', and there is no key 'rev'. Write '%%(rev)s' if Alembic is to fill it in.",
        ],
      },
      {
        files: { 'pyproject.toml': `${TOML}file_template = "%(rev)s"\n` },
        messages: [
          "'file_template' refers to '%(rev)s', and there is no key 'rev'. Write '%%(rev)s' if Alembic is to fill it in.",
        ],
      },
    ],
  },
  check(input) {
    return [...inIni(input), ...inToml(input)];
  },
};

function inIni({ config, options }: ConfigInput): readonly Finding[] {
  const { ini: file, section } = config.source;
  const { ini } = options;
  if (file === undefined || ini === null) return [];
  const sections = new Set([section, 'post_write_hooks', ...databaseSections(options)]);
  // What [DEFAULT] sets is a key of every section, and told once.
  const told = new Set<unknown>();
  return [...sections].flatMap((name) =>
    ini.keys(name).flatMap((key) => {
      const value = ini.get(name, key);
      const entry = ini.entry(name, key);
      if (value === undefined || value.ok || entry === undefined || told.has(entry)) return [];
      told.add(entry);
      const place = { file, key, range: entry.range };
      const doubled = doublePercents(file, entry, value.error.reference);
      return [finding(place, value.error, doubled)];
    }),
  );
}

function inToml({ config, options }: ConfigInput): readonly Finding[] {
  const { toml: file } = config.source;
  if (file === undefined) return [];
  const here = hereOf(file);
  return strings(options.documents.toml?.table ?? {}, []).flatMap(({ path, text }) => {
    const formatted = formatPercent(text, here);
    if (formatted.ok) return [];
    const place = options.tomlPlace(path);
    return [finding({ ...place, key: path.find((part) => !/^\d+$/.test(part)) ?? '' }, formatted.error, [])];
  });
}

/** Every string Alembic formats: values, and those of lists and tables in them. */
function strings(
  value: unknown,
  path: readonly string[],
): readonly { readonly path: readonly string[]; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => strings(part, [...path, key]));
}

function finding(
  { file, key, range }: { readonly file: string; readonly key: string; readonly range: Range },
  {
    reference,
    name,
  }: { readonly reference: string | null; readonly name: InterpolationError['name'] | FormatError['name'] },
  edits: readonly FileEdit[],
): Finding {
  const title = "Double the '%'";
  return {
    file,
    range,
    message:
      reference !== null
        ? `'${key}' refers to '%(${reference})s', and there is no key '${reference}'. Write '%%(${reference})s' if Alembic is to fill it in.`
        : name === 'InterpolationDepthError'
          ? `'${key}' refers to itself, or through too many other keys.`
          : `'%' must be doubled in '${key}': write '%%'.`,
    ...(edits.length > 0 && { fixes: [{ title, edits, preferred: reference === null }] }),
    data: { key },
  };
}

/** A second `%` for each that begins nothing, or for the references to a name that is not there. */
function doublePercents(file: string, { lines }: IniEntry, reference: string | null): readonly FileEdit[] {
  return lines.flatMap(({ text, range: { start } }) =>
    [...text.matchAll(/%%|%\(([^)]+)\)s|%/g)].flatMap(({ 0: match, 1: name, index }) => {
      const wrong = reference === null ? match === '%' : name?.toLowerCase() === reference;
      const at = { line: start.line, character: start.character + index };
      return wrong ? [{ file, range: { start: at, end: at }, newText: '%' }] : [];
    }),
  );
}
