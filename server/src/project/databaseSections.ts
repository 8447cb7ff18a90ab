import type { AlembicOptions } from './options';

/** The INI sections that `databases` names: in the multidb template each holds the URL of a database. */
export function databaseSections(options: AlembicOptions): readonly string[] {
  const names = (options.iniString('databases')?.value ?? '').split(/[,\s]+/);
  return [...new Set(names)].filter((name) => options.documents.ini?.sections.has(name) === true);
}
