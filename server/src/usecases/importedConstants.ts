import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { type FileStat, type FileSystem, kindAt, orNull } from '../common/fileSystem';
import type { ProjectConfig } from '../project/model';
import { decodePython } from '../python/decode';
import type { Library } from '../python/evaluate';
import { readConstant } from '../python/module';
import type { Value } from '../python/value';
import { openFileSystem } from '../workspace/openFileSystem';
import type { OpenDocument } from '../workspace/snapshot';
import { type FileStamp, isUntouched, stampOf } from './fileStamp';
import { findModule, importRoots } from './projectModules';

/** Where constants were looked for, and what stood there: they are the same as long as all of it is. */
export interface Imports {
  /** The folders imports started from. */
  readonly roots: readonly string[];
  readonly files: readonly LookedFile[];
}

/** A path that a module might have stood at. */
export interface LookedFile {
  readonly path: string;
  readonly isFile: boolean;
  /** Hash of its content; null when nobody read it. */
  readonly contentKey: string | null;
  /** Null where there is nothing, and for a buffer: only its content can say whether it is the same. */
  readonly stamp: FileStamp | null;
}

/** Notes of one file's lookups. */
export interface Lookups {
  /** The paths that were looked at, found or not. */
  readonly paths: Set<string>;
  /** Modules that import each other were met: not everything an answer depends on was noted. */
  circular: boolean;
}

interface Constant extends Lookups {
  readonly value: Value | undefined;
}

/** A path as this load sees it. */
interface Observation {
  readonly readAt: number;
  readonly stat: FileStat | null;
  /** Absent as long as nobody asked for it; null when it cannot be read. */
  content?: { readonly key: string; readonly text: string } | null;
}

/**
 * Constants that revision files import from other modules of their project. Only modules that stand below the
 * project's own folders are looked at, and only when exactly one file can be meant: what Python's path holds besides is
 * not ours to know. Looks at each path once: an instance serves one load.
 */
export class ImportedConstants {
  readonly #fs: FileSystem;
  readonly #roots: readonly string[];
  /** The folders imports start from are asked nothing. */
  readonly #folders: Map<string, boolean>;
  readonly #observations = new Map<string, Observation>();
  /** What was found out before; null while it is being found out: modules may import each other in a circle. */
  readonly #known = new Map<string, Constant | null>();
  readonly #renewed = new Map<Imports, Imports | null>();

  constructor(
    config: ProjectConfig,
    fs: FileSystem,
    private readonly open: ReadonlyMap<string, OpenDocument>,
    private readonly now: () => number,
  ) {
    this.#fs = openFileSystem(fs, open);
    this.#roots = importRoots(config);
    this.#folders = new Map(this.#roots.map((root) => [root, true]));
  }

  /** The lookup for one file, which takes notes. */
  lookup(lookups: Lookups): Library['importName'] {
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
      if (constant === null || constant.circular) lookups.circular = true;
      for (const path of constant?.paths ?? []) lookups.paths.add(path);
      return constant?.value;
    };
  }

  /** What to compare later; null when that would not tell whether the constants are the same. */
  imports({ paths, circular }: Lookups): Imports | null {
    if (circular) return null;
    const files: LookedFile[] = [];
    for (const path of paths) {
      const { stat, content } = this.#observe(path);
      if (content === null) return null;
      const contentKey = content?.key ?? null;
      files.push({ path, isFile: stat?.kind === 'file', contentKey, stamp: this.#stamp(path) });
    }
    return { roots: this.#roots, files };
  }

  /**
   * Whether the constants are surely what they were: null when not. What comes back are the same imports, or those with
   * new stamps where contents had to be compared.
   */
  renew(imports: Imports): Imports | null {
    let renewed = this.#renewed.get(imports);
    if (renewed === undefined) this.#renewed.set(imports, (renewed = this.#compare(imports)));
    return renewed;
  }

  #compare(imports: Imports): Imports | null {
    if (imports.roots.join('\0') !== this.#roots.join('\0')) return null;
    const files: LookedFile[] = [];
    for (const file of imports.files) {
      const { path, isFile, contentKey, stamp } = file;
      const { stat } = this.#observe(path);
      if (isFile !== (stat?.kind === 'file')) return null;
      if (
        contentKey === null ||
        (stamp !== null && stat !== null && !this.open.has(path) && isUntouched(stamp, stat))
      ) {
        files.push(file);
        continue;
      }
      if (this.#content(path)?.key !== contentKey) return null;
      files.push(this.open.has(path) ? file : { ...file, stamp: this.#stamp(path) });
    }
    return files.every((file, index) => file === imports.files[index]) ? imports : { ...imports, files };
  }

  #read(module: string, name: string): Constant {
    const lookups: Lookups = { paths: new Set(), circular: false };
    const path = this.#find(module, lookups.paths);
    const text = path === undefined ? undefined : this.#content(path)?.text;
    const value = text === undefined ? undefined : readConstant(text, name, { importName: this.lookup(lookups) });
    return { value, ...lookups };
  }

  #find(module: string, looked: Set<string>): string | undefined {
    return findModule(module, this.#roots, (path) => {
      looked.add(path);
      return this.#observe(path).stat?.kind === 'file';
    });
  }

  #observe(path: string): Observation {
    let observation = this.#observations.get(path);
    if (observation === undefined) {
      const readAt = this.now();
      observation = { readAt, stat: this.#isFolder(dirname(path)) ? orNull(() => this.#fs.stat(path)) : null };
      this.#observations.set(path, observation);
    }
    return observation;
  }

  /** Most modules come from elsewhere: a folder that is not there answers for all that might be in it. */
  #isFolder(path: string): boolean {
    let known = this.#folders.get(path);
    if (known === undefined) {
      const above = dirname(path);
      known = (above === path || this.#isFolder(above)) && kindAt(this.#fs, path) === 'directory';
      this.#folders.set(path, known);
    }
    return known;
  }

  #stamp(path: string): FileStamp | null {
    const { stat, readAt } = this.#observe(path);
    return stat === null || this.open.has(path) ? null : stampOf(stat, readAt);
  }

  #content(path: string): Observation['content'] {
    const observation = this.#observe(path);
    if (observation.content !== undefined) return observation.content;
    observation.content = orNull(() => {
      const bytes = this.#fs.readFile(path);
      return { key: hash('sha1', bytes), text: decodePython(bytes).text };
    });
    return observation.content;
  }
}
