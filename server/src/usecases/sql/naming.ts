import { join, relative, sep } from 'node:path';
import { type FileSystem, orNull } from '../../common/fileSystem';
import type { ProjectConfig } from '../../project/model';
import { walk } from '../../project/walk';
import { decodePython } from '../../python/decode';
import type { Context } from '../../schema/context';
import { type ImportFolders, importRoots, moduleReader } from '../projectModules';
import { targetNaming } from './targetMetadata';

type Project = Pick<ProjectConfig, 'envPy'> & ImportFolders;

/** Packages whose own base classes have a naming convention. */
const WITH_CONVENTION = /^\s*(?:from|import)\s+(?:advanced_alchemy|pyramid_sqlalchemy|clld)\b/m;
/** A convention that is given to a metadata after it was made, which a module that is not read may do. */
const ASSIGNED = /\.naming_convention\s*(?:=(?!=)|\[|\.)|\bsetattr\s*\([^)]*["']naming_convention["']/;
const FLASK_DATABASE = /^(\w+)\s*(?::[^=\n]*)?=\s*(?:flask_sqlalchemy\.)?SQLAlchemy\s*\(/gm;

/**
 * The naming convention of `target_metadata`, from which names in SQL come. Null: surely none, because there is no env.py,
 * it hands over no metadata, its metadata has none, or no Python file of the project speaks of a convention. `unknown`:
 * there may be one.
 */
export function namingOf(config: Project, fs: FileSystem): Context['naming'] {
  const { envPy } = config;
  const text = envPy === null ? null : readText(fs, envPy);
  if (envPy === null || text === null) return null;
  if (!/^(?!\s*#).*\btarget_metadata\b(?!\s*=\s*None\s*$)/m.test(text)) return null;
  const facts = projectFacts(config, fs);
  if (!facts.isMentioned) return null;
  const followed = targetNaming(text, {
    readModule: moduleReader(config, fs),
    flaskDatabase: () => {
      const [only, ...more] = facts.flaskDatabases;
      return only === undefined || more.length > 0 ? null : only;
    },
  });
  const isOneForBoth = new Set(text.match(/\btarget_metadata=[^,)\n]*/g) ?? []).size <= 1;
  if (followed.ok && isOneForBoth && (!facts.isAssigned || followed.value !== null)) return followed.value;
  return 'unknown';
}

interface ProjectFacts {
  readonly isMentioned: boolean;
  readonly isAssigned: boolean;
  readonly flaskDatabases: readonly (readonly [module: string, name: string])[];
}

function projectFacts(config: Project, fs: FileSystem): ProjectFacts {
  const flaskDatabases: (readonly [string, string])[] = [];
  // What is looked for is plain ASCII, whatever the encoding.
  const latin = new TextDecoder('latin1');
  let isMentioned = false;
  let isAssigned = false;
  for (const found of walk(fs, [config.workingDirectory])) {
    if ('code' in found) continue;
    for (const name of found.files.filter((one) => one.endsWith('.py'))) {
      const path = join(found.path, name);
      const text = orNull(() => latin.decode(fs.readFile(path))) ?? '';
      isMentioned ||= /\bnaming_convention\b/.test(text) || WITH_CONVENTION.test(text);
      isAssigned ||= ASSIGNED.test(text);
      if (!text.includes('flask_sqlalchemy')) continue;
      const module = moduleName(config, path);
      for (const [, variable = ''] of text.matchAll(FLASK_DATABASE)) {
        if (module !== null) flaskDatabases.push([module, variable]);
      }
    }
  }
  return { isMentioned, isAssigned, flaskDatabases };
}

/** What a file is imported as, from the innermost folder that imports may start from. */
function moduleName(config: Project, path: string): string | null {
  const roots = importRoots(config).filter((root) => path.startsWith(root + sep));
  const [root] = roots.toSorted((a, b) => a.length - b.length);
  if (root === undefined) return null;
  const parts = relative(root, path)
    .replace(/(?:[\\/]__init__)?\.py$/, '')
    .split(sep);
  return parts.every((part) => /^\w+$/.test(part)) ? parts.join('.') : null;
}

function readText(fs: FileSystem, path: string): string | null {
  return orNull(() => decodePython(fs.readFile(path)).text);
}
