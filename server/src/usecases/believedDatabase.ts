import type { FileSystem } from '../common/fileSystem';
import type { VersionTable } from '../dialect/versionTable';
import { envDatabase } from '../engine/alembic/envDatabase';
import { readDocuments } from '../project/documents';
import type { ProjectConfig } from '../project/model';
import { AlembicOptions } from '../project/options';
import { readSource } from './documentReader';

/** A database that the project's files are known to name. May hold a password: never log it. */
export interface BelievedDatabase {
  readonly url: string;
  readonly versionTable: VersionTable;
}

/**
 * The database of the configuration's `sqlalchemy.url`, if its env.py surely opens that one.
 * @param fs The disk: Alembic reads no buffers, and a URL that is being typed names databases nobody meant.
 * @param section That of the target, if it has one (`-n`).
 * @returns null when only env.py itself can say.
 */
export function believedDatabase(
  fs: FileSystem,
  config: ProjectConfig,
  section: string | null = null,
): BelievedDatabase | null {
  // `get_section` and `get_main_option` read the INI file; a version table of the project's own making is read by env.py.
  if (config.envPy === null || config.versionTableCustomized) return null;
  const questioned = { ...config.source, section: section ?? config.source.section };
  const url = new AlembicOptions(questioned, readDocuments(fs, questioned)).iniString('sqlalchemy.url');
  if (url === null) return null;
  const source = readSource(fs, config.envPy);
  const versionTable = source && envDatabase(source.text);
  return versionTable === null ? null : { url: url.value, versionTable };
}
