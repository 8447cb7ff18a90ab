import { basename } from 'node:path';
import { err, ok, type Result } from '../common/result';

/** The configuration files that are named, at most one of a kind. As typed. */
export interface ConfigFiles {
  readonly ini?: string;
  readonly toml?: string;
}

/**
 * Reads the values of `--config` as Alembic does: a `pyproject.toml` by its name, any other file for an INI file.
 * @returns in the error Alembic's own words for several of a kind.
 */
export function configFiles(names: readonly string[]): Result<ConfigFiles, string> {
  const [toml, secondToml] = names.filter(isToml);
  const [ini, secondIni] = names.filter((name) => !isToml(name));
  if (secondToml !== undefined) return err('pyproject.toml indicated more than once.');
  if (secondIni !== undefined) return err('only one ini file may be indicated.');
  return ok({ ...(ini !== undefined && { ini }), ...(toml !== undefined && { toml }) });
}

/** The same with `ALEMBIC_CONFIG`, which Alembic goes by for the kind of file that is not named. */
export function withVariable(given: ConfigFiles, variable: string | undefined): ConfigFiles {
  if (variable === undefined || variable === '') return given;
  return { ...(isToml(variable) ? { toml: variable } : { ini: variable }), ...given };
}

function isToml(name: string): boolean {
  return basename(name) === 'pyproject.toml';
}
