import { dirname, join } from 'node:path';
import { type FileSystem, FileSystemError } from '../common/fileSystem';
import type { ProjectConfig } from '../project/model';
import { decodePython } from '../python/decode';
import type { Library } from '../python/evaluate';
import { Module } from '../python/execute';
import { layOutStatements } from '../python/layout';
import { parseChunks } from '../python/parse';
import type { Value } from '../python/value';
import { openFileSystem } from '../workspace/openFileSystem';
import type { OpenDocument } from '../workspace/snapshot';

/**
 * Constants that revision files import from other modules of their project. Only modules that stand below the
 * project's own folders are looked at, and only when exactly one file can be meant: what Python's path holds besides is
 * not ours to know.
 */
export class ImportedConstants {
  readonly #fs: FileSystem;
  readonly #roots: readonly string[];
  readonly #modules = new Map<string, Module | null>();

  constructor(config: ProjectConfig, fs: FileSystem, open: ReadonlyMap<string, OpenDocument>) {
    this.#fs = openFileSystem(fs, open);
    this.#roots = importRoots(config);
  }

  /** A library for one file, which notes in `looked` the paths it looked at, found or not. */
  library(looked: Set<string>): Library {
    return {
      importName: (module, level, name) => {
        // Alembic loads revision files as modules without a package: a relative import fails there.
        if (level > 0 || !/^\w+(\.\w+)*$/.test(module)) return undefined;
        return this.#constant(module, name, looked);
      },
    };
  }

  #constant(module: string, name: string, looked: Set<string>): Value | undefined {
    const parts = module.split('.');
    const found: string[] = [];
    for (const root of this.#roots) {
      const folder = join(root, ...parts);
      // A package comes before a module of its name (importlib's finder).
      const candidates = [join(folder, '__init__.py'), `${folder}.py`];
      for (const path of candidates) looked.add(path);
      const path = candidates.find((candidate) => this.#isFile(candidate));
      if (path !== undefined) found.push(path);
    }
    const [path, ...others] = found;
    if (path === undefined || others.length > 0) return undefined;
    return this.#module(path, looked)?.binding(name)?.value;
  }

  #module(path: string, looked: Set<string>): Module | null {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    // While it is read, nothing is known of it: modules may import each other.
    this.#modules.set(path, null);
    try {
      const { text } = decodePython(this.#fs.readFile(path));
      const module = new Module(this.library(looked));
      module.run(parseChunks(text, layOutStatements(text)));
      this.#modules.set(path, module);
      return module;
    } catch (error) {
      if (error instanceof FileSystemError) return null;
      throw error;
    }
  }

  #isFile(path: string): boolean {
    try {
      return this.#fs.stat(path).kind === 'file';
    } catch (error) {
      if (error instanceof FileSystemError) return false;
      throw error;
    }
  }
}

/**
 * Folders a project's imports may start from: the working directory (`prepend_sys_path = .`), its `src`, the
 * configuration's folder, and every folder from the script location up to them.
 */
function importRoots({ workingDirectory, root, scriptLocation, versionLocations }: ProjectConfig): readonly string[] {
  const roots = new Set([workingDirectory, join(workingDirectory, 'src'), root, join(root, 'src')]);
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
