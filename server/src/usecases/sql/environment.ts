import { type FileSystem, orNull } from '../../common/fileSystem';
import { BARE_ENVIRONMENT, type Environment, UNKNOWN_ENVIRONMENT } from '../../operations/environment';
import type { ProjectConfig } from '../../project/model';

/**
 * What is known of a project's environment without running it. Folders without a configuration have none. The schema of
 * the version table is none where env.py does not speak of it, nor hands options on whose names it does not tell.
 */
export function environmentOf({ source, envPy }: ProjectConfig, fs: FileSystem): Environment {
  if (source.bare) return BARE_ENVIRONMENT;
  const text = envPy === null ? null : orNull(() => new TextDecoder('latin1').decode(fs.readFile(envPy)));
  if (text === null || /version_table_schema|\*\*/.test(text)) return UNKNOWN_ENVIRONMENT;
  return { ...UNKNOWN_ENVIRONMENT, versionTableSchema: null };
}
