import { dirname, join } from 'node:path';
import { type FileSystem, kindAt, orNull } from '../common/fileSystem';
import type { ProjectConfig } from '../project/model';
import { decodePython } from '../python/decode';
import type { Library } from '../python/evaluate';
import { readConstant } from '../python/module';
import type { Value } from '../python/value';
import { openFileSystem } from '../workspace/openFileSystem';
import type { OpenDocument } from '../workspace/snapshot';

interface Constant {
  readonly value: Value | undefined;
  readonly looked: ReadonlySet<string>;
}

/**
 * Constants that revision files import from other modules of their project. Only modules that stand below the
 * project's own folders are looked at, and only when exactly one file can be meant: what Python's path holds besides is
 * not ours to know.
 */
export class ImportedConstants {
  readonly #fs: FileSystem;
  readonly #roots: readonly string[];
  readonly #texts = new Map<string, string | null>();
  /** What was found out before; null while it is being found out: modules may import each other in a circle. */
  readonly #known = new Map<string, Constant | null>();

  constructor(config: ProjectConfig, fs: FileSystem, open: ReadonlyMap<string, OpenDocument>) {
    this.#fs = openFileSystem(fs, open);
    this.#roots = importRoots(config);
  }

  /** The lookup for one file; it notes in `looked` the paths it looked at, found or not. */
  lookup(looked: Set<string>): Library['importName'] {
    return (module, level, name) => {
      // Alembic loads revision files as modules without a package: a relative import fails there.
      if (level > 0 || !/^\w+(\.\w+)*$/.test(module)) return undefined;
      const key = `${module}\0${name}`;
      let constant = this.#known.get(key);
      if (constant === undefined) {
        this.#known.set(key, null);
        constant = this.#read(module, name);
        this.#known.set(key, constant);
      }
      for (const path of constant?.looked ?? []) looked.add(path);
      return constant?.value;
    };
  }

  #read(module: string, name: string): Constant {
    const looked = new Set<string>();
    const path = this.#find(module, looked);
    const text = path === undefined ? null : this.#text(path);
    const value = text === null ? undefined : readConstant(text, name, { importName: this.lookup(looked) });
    return { value, looked };
  }

  #find(module: string, looked: Set<string>): string | undefined {
    const found: string[] = [];
    for (const root of this.#roots) {
      const folder = join(root, ...module.split('.'));
      // A package comes before a module of its name (importlib's finder).
      const candidates = [join(folder, '__init__.py'), `${folder}.py`];
      for (const path of candidates) looked.add(path);
      const path = candidates.find((candidate) => kindAt(this.#fs, candidate) === 'file');
      if (path !== undefined) found.push(path);
    }
    return found.length === 1 ? found[0] : undefined;
  }

  #text(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = orNull(() => decodePython(this.#fs.readFile(path)).text);
    this.#texts.set(path, text);
    return text;
  }
}

/**
 * Folders a project's imports may start from: `prepend_sys_path`, the working directory, its `src`, the configuration's
 * folder, and every folder from the script location up to them.
 */
function importRoots(config: ProjectConfig): readonly string[] {
  const { workingDirectory, root, scriptLocation, versionLocations, prependSysPath } = config;
  const roots = new Set([...prependSysPath, workingDirectory, join(workingDirectory, 'src'), root, join(root, 'src')]);
  for (const start of [...(scriptLocation === null ? [] : [scriptLocation]), ...versionLocations]) {
    const way: string[] = [];
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
      if (roots.has(folder)) {
        for (const passed of way) roots.add(passed);
        break;
      }
      way.push(folder);
    }
  }
  return [...roots];
}
