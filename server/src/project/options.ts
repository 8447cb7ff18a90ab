import { dirname, sep } from 'node:path';
import type { Problem, Severity } from '../common/problem';
import type { Range } from '../common/range';
import type { IniDocument } from './ini';
import { inlineComments } from './inlineComment';
import { IniReader } from './interpolation';
import type { ConfigValue, ProjectSource } from './model';
import { formatPercent } from './percentFormat';
import { pythonInteger } from '../python/text';
import { isTable, type TomlDocument } from './toml';

/** The configuration files of a project, read. */
export interface ConfigDocuments {
  readonly ini: IniDocument | null;
  readonly toml: TomlDocument | null;
}

/** Where a value of either file stands. */
export interface ConfigPlace {
  readonly file: string;
  readonly key: string;
  readonly keyRange: Range;
  readonly range: Range;
}

/** `here` of a configuration file: its folder with forward slashes (`Path.as_posix()`). */
export function hereOf(file: string): string {
  const folder = dirname(file);
  return sep === '\\' ? folder.replaceAll('\\', '/') : folder;
}

/**
 * Alembic's options: the INI section first, then `[tool.alembic]`, key by key (`Config.get_alembic_option` and its
 * neighbours, Alembic 1.20). What has the wrong type becomes a problem with code `config-unreadable`; a value whose `%` cannot
 * be filled in is absent, and the rule `config-url-percent` reports it.
 */
export class AlembicOptions {
  readonly ini: IniReader | null;
  readonly problems: Problem[] = [];
  readonly #section: string;

  constructor(
    readonly source: ProjectSource,
    readonly documents: ConfigDocuments,
  ) {
    const { ini, section } = source;
    this.#section = section;
    this.ini = ini === undefined || documents.ini === null ? null : new IniReader(documents.ini, hereOf(ini));
  }

  /** Whether either file has the key, whatever its value. */
  has(key: string): boolean {
    return this.iniPlace(key) !== null || this.#toml(key) !== undefined;
  }

  /** Where the INI section (or DEFAULT) sets the key. */
  iniPlace(key: string): ConfigPlace | null {
    const entry = this.ini?.entry(this.#section, key);
    if (entry === undefined || this.source.ini === undefined) return null;
    return { file: this.source.ini, key, keyRange: entry.keyRange, range: entry.range };
  }

  /** Of the INI file alone, as `Config.get_main_option`. */
  iniString(key: string): ConfigValue | null {
    const place = this.iniPlace(key);
    const value = this.ini?.get(this.#section, key);
    return place !== null && value?.ok === true ? { ...place, value: value.value } : null;
  }

  string(key: string): ConfigValue | null {
    if (this.iniPlace(key) !== null) return this.iniString(key);
    const value = this.#toml(key);
    if (value === undefined) return null;
    if (typeof value === 'string') return this.#format(value, [key]);
    this.report(this.tomlPlace([key]), `'${key}' must be a string.`);
    return null;
  }

  boolean(key: string): boolean {
    if (this.iniPlace(key) !== null) return this.iniString(key)?.value === 'true';
    const value = this.#toml(key);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    this.report(this.tomlPlace([key]), `'${key}' must be true or false, without quotes.`);
    return false;
  }

  integer(key: string): number | null {
    const toml = this.iniPlace(key) === null ? this.#toml(key) : undefined;
    if (typeof toml === 'bigint' || typeof toml === 'boolean') return Number(toml);
    const value = this.string(key);
    if (value === null) return null;
    const number = pythonInteger(value.value);
    // A comment behind it has a rule of its own.
    const entry = this.ini?.entry(this.#section, key);
    const commented = value.file === this.source.ini && entry !== undefined && inlineComments(entry, 'main').length > 0;
    if (number === null && !commented) this.report(value, `'${key}' must be a whole number.`);
    return number;
  }

  /** A list of strings of pyproject.toml. */
  tomlStrings(key: string): readonly ConfigValue[] | null {
    const value = this.#toml(key);
    if (value === undefined) return null;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      this.report(this.tomlPlace([key]), `'${key}' must be a list of strings.`);
      return null;
    }
    return value.flatMap((item) => this.#format(item, [key]) ?? []);
  }

  /** `[[tool.alembic.post_write_hooks]]`, formatted. */
  tomlHooks(): readonly Readonly<Record<string, ConfigValue>>[] {
    const value = this.#toml('post_write_hooks') ?? [];
    const shape = "'post_write_hooks' must be a list of tables of strings, each with a 'name'.";
    if (!Array.isArray(value)) {
      this.report(this.tomlPlace(['post_write_hooks']), shape);
      return [];
    }
    return value.flatMap((hook: unknown, index) => {
      const path = ['post_write_hooks', String(index)];
      if (!isTable(hook) || typeof hook.name !== 'string' || Object.values(hook).some((v) => typeof v !== 'string')) {
        this.report(this.tomlPlace(path), shape);
        return [];
      }
      const options = Object.entries(hook).flatMap(([key, text]) => {
        const formatted = this.#format(String(text), [...path, key]);
        return formatted === null ? [] : [[key, formatted] as const];
      });
      return [Object.fromEntries(options)];
    });
  }

  tomlPlace(path: readonly string[]): ConfigPlace {
    const { toml } = this.documents;
    if (toml === null || this.source.toml === undefined) throw new Error('no pyproject.toml');
    const key = path.at(-1) ?? '';
    return { file: this.source.toml, key, keyRange: toml.keyRange(path), range: toml.valueRange(path) };
  }

  report({ file, range }: Pick<ConfigPlace, 'file' | 'range'>, message: string, severity: Severity = 'error'): void {
    this.problems.push({ code: 'config-unreadable', severity, file, range, message });
  }

  #toml(key: string): unknown {
    return this.source.toml === undefined ? undefined : this.documents.toml?.table?.[key];
  }

  #format(text: string, path: readonly string[]): ConfigValue | null {
    const place = this.tomlPlace(path);
    const formatted = formatPercent(text, hereOf(place.file));
    return formatted.ok ? { ...place, value: formatted.value } : null;
  }
}
