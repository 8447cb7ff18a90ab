import { join, sep } from 'node:path';
import { type DirectoryEntry, type FileSystem, FileSystemError, kindAt, orNull } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { FILE_START } from '../common/range';
import { comparePython } from '../python/text';
import { readDocuments } from './documents';
import type { ProjectConfig, UnloadedFile } from './model';
import { AlembicOptions } from './options';
import { isDirectory } from './textFile';
import { unloadedFiles } from './unloadedFiles';

/** The files of the version locations. Paths are those below the locations, with links not followed. */
export interface RevisionFiles {
  /** What Alembic loads, in its order. */
  readonly files: readonly string[];
  /** What looks like a revision and is not loaded. */
  readonly unloaded: readonly UnloadedFile[];
  readonly problems: readonly Problem[];
}

/** ScriptDirectory's patterns for names of revision files. */
const SOURCE = /^(?!\.#|__init__).*\.py$/;
const COMPILED = /^(?!\.#|__init__)(.*\.py)[co]$/;

interface Listed {
  readonly path: string;
  readonly isLink: boolean;
  /** Name of the file behind a link: that is the one Alembic looks at. */
  readonly realPath: string;
  readonly realName: string;
}

/**
 * Lists a project's revision files as `ScriptDirectory._load_revisions` and `Script._list_py_dir` of Alembic 1.20 do: names
 * sorted within each folder, locations in their order, a file that is reached twice only the first time. Never throws.
 * Compiled files (`sourceless`) are problems: they are loaded by Alembic and cannot be read here.
 */
export function listRevisionFiles(disk: FileSystem, config: ProjectConfig): RevisionFiles {
  const fs = readingFoldersOnce(disk);
  const files: string[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const scanned: string[] = [];
  for (const location of config.versionLocations) {
    if (!isDirectory(fs, location)) continue;
    const all: Listed[] = [];
    list(fs, config, location, scanned, problems, all);
    // One location without links leads to each file once: to note thousands of paths costs more than to list them.
    const mayMeetTwice = config.versionLocations.length > 1 || all.some(({ isLink }) => isLink);
    let twice = 0;
    for (const file of all) {
      if (mayMeetTwice) {
        if (seen.has(file.realPath)) {
          twice++;
          continue;
        }
        seen.add(file.realPath);
      }
      if (SOURCE.test(file.realName)) files.push(file.path);
      else if (config.sourceless && isCompiled(file, fs)) problems.push(compiledProblem(file.path));
    }
    if (twice > 0) problems.push(twiceProblem(fs, config, location, twice));
  }
  let loaded: ReadonlySet<string> | undefined;
  const isLoaded = (path: string): boolean => (loaded ??= new Set(files)).has(path);
  return { files, unloaded: unloadedFiles(fs, config, isLoaded, scanned), problems };
}

/** The folders are asked for again by those who look for files that are not loaded. */
function readingFoldersOnce(fs: FileSystem): FileSystem {
  const known = new Map<string, readonly DirectoryEntry[]>();
  return {
    stat: (path) => fs.stat(path),
    readFile: (path) => fs.readFile(path),
    readDirectory: (path) => {
      let entries = known.get(path);
      if (entries === undefined) known.set(path, (entries = fs.readDirectory(path)));
      return entries;
    },
    realPath: (path) => fs.realPath(path),
  };
}

/** Adds what Alembic finds in a location, folder after folder. */
function list(
  fs: FileSystem,
  config: ProjectConfig,
  location: string,
  scanned: string[],
  problems: Problem[],
  into: Listed[],
): void {
  const waiting: { readonly path: string; readonly real: string }[] = [];
  const start = orNull(() => fs.realPath(location));
  if (start !== null) waiting.push({ path: location, real: start });
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const { path, real } = folder;
    const entries = readFolder(fs, path, problems);
    // Alembic passes the folder by, and what is in it only once it is the cache of a folder without sources.
    if (!path.endsWith('__pycache__')) {
      scanned.push(path);
      const files = sorted(entries.filter(({ kind }) => kind !== 'directory'));
      addListed(fs, path, real, files, into);
      if (config.sourceless) addCached(fs, join(path, '__pycache__'), join(real, '__pycache__'), files, into);
    }
    if (!config.recursive) return;
    // Links to folders are not followed (os.walk).
    const folders: Listed[] = [];
    addListed(fs, path, real, sorted(entries.filter(({ kind }) => kind === 'directory')).reverse(), folders);
    for (const below of folders) if (!below.isLink) waiting.push({ path: below.path, real: below.realPath });
  }
}

/** Compiled files whose source is not beside the cache. */
function addCached(
  fs: FileSystem,
  path: string,
  real: string,
  sources: readonly DirectoryEntry[],
  into: Listed[],
): void {
  const stem = (name: string): string => name.split('.')[0] ?? '';
  const known = new Set(sources.map(({ name }) => stem(name)));
  const entries = orNull(() => fs.readDirectory(path)) ?? [];
  const compiled = entries.filter(({ name }) => !known.has(stem(name)));
  addListed(fs, path, real, sorted(compiled), into);
}

function readFolder(fs: FileSystem, path: string, problems: Problem[]): readonly DirectoryEntry[] {
  try {
    return fs.readDirectory(path);
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    const why = error.code === 'EACCES' || error.code === 'EPERM' ? 'permission denied' : error.code;
    const message = `This folder of revisions cannot be read (${why}), and Alembic passes over it without a word.`;
    problems.push({
      code: 'unloadable-revision',
      subCode: 'unreadable',
      severity: 'error',
      file: path,
      range: FILE_START,
      message,
    });
    return [];
  }
}

function addListed(
  fs: FileSystem,
  folder: string,
  realFolder: string,
  entries: readonly DirectoryEntry[],
  into: Listed[],
): void {
  // To `join` thousands of names costs more than to look at their files.
  const [before, realBefore] = [join(folder, sep), join(realFolder, sep)];
  for (const entry of entries) {
    const path = before + entry.name;
    const unlinked = before === realBefore ? path : realBefore + entry.name;
    if (isLink(fs, path, unlinked, entry)) {
      const realPath = orNull(() => fs.realPath(path)) ?? unlinked;
      into.push({ path, isLink: true, realPath, realName: realPath.split(/[\\/]/).at(-1) ?? entry.name });
    } else {
      into.push({ path, isLink: false, realPath: unlinked, realName: entry.name });
    }
  }
}

/** `unlinked`: where the file is if it is no link. */
function isLink(fs: FileSystem, path: string, unlinked: string, { isLink: known }: DirectoryEntry): boolean {
  return known ?? orNull(() => fs.realPath(path)) !== unlinked;
}

/** A `.pyc` or `.pyo` that Alembic prefers nothing else to. */
function isCompiled({ realPath, realName }: Listed, fs: FileSystem): boolean {
  if (!COMPILED.test(realName)) return false;
  const source = realPath.slice(0, -1);
  const exists = (path: string): boolean => kindAt(fs, path) !== null;
  return !exists(source) && !(realName.endsWith('o') && exists(`${source}c`));
}

function compiledProblem(file: string): Problem {
  return {
    code: 'unloadable-revision',
    subCode: 'compiled',
    severity: 'information',
    file,
    range: FILE_START,
    message:
      "This revision is there only in compiled form: Alembic loads it ('sourceless'), and it cannot be shown here.",
  };
}

function twiceProblem(fs: FileSystem, config: ProjectConfig, location: string, count: number): Problem {
  const { source } = config;
  const options = new AlembicOptions(source, readDocuments(fs, source));
  const inToml = source.toml !== undefined && options.documents.toml?.table != null;
  const place = options.iniPlace('version_locations') ?? (inToml ? options.tomlPlace(['version_locations']) : null);
  const files = count === 1 ? 'One file' : `${count} files`;
  return {
    code: 'unloaded-revision-file',
    subCode: 'twice',
    severity: 'warning',
    file: place?.file ?? location,
    range: place?.range ?? FILE_START,
    message: `${files} of ${location} were loaded through another version location already; Alembic warns and ignores them. Name each folder once.`,
  };
}

/** From here on JavaScript's order is not Python's. */
const BEYOND_UNITS = /[\ud800-\uffff]/;

/** As Python sorts names. */
function sorted(entries: readonly DirectoryEntry[]): DirectoryEntry[] {
  return entries.some(({ name }) => BEYOND_UNITS.test(name))
    ? entries.toSorted((a, b) => comparePython(a.name, b.name))
    : entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
