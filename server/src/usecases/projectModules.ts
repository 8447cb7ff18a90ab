import { dirname, join } from 'node:path';
import { type FileSystem, kindAt, orNull } from '../common/fileSystem';
import type { ProjectConfig } from '../project/model';
import { decodePython } from '../python/decode';

/** What says where imports start. */
export type ImportFolders = Pick<
  ProjectConfig,
  'workingDirectory' | 'root' | 'scriptLocation' | 'versionLocations' | 'prependSysPath'
>;

/**
 * Folders a project's imports may start from: `prepend_sys_path`, the working directory, its `src`, the configuration's
 * folder, and every folder from the script location up to them.
 */
export function importRoots(config: ImportFolders): readonly string[] {
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

/**
 * The file of a module by its absolute name; undefined when there is none below the roots, or more than one might be
 * meant: what Python's path holds besides is not ours to know.
 */
export function findModule(
  module: string,
  roots: readonly string[],
  isFile: (path: string) => boolean,
): string | undefined {
  const found = modulesNamed(module, roots, isFile);
  return found.length === 1 ? found[0] : undefined;
}

function modulesNamed(module: string, roots: readonly string[], isFile: (path: string) => boolean): readonly string[] {
  return roots.flatMap((root) => {
    const folder = join(root, ...module.split('.'));
    // A package comes before a module of its name (importlib's finder); all places are asked, so that each is noted.
    const [path] = [join(folder, '__init__.py'), `${folder}.py`].filter((candidate) => isFile(candidate));
    return path === undefined ? [] : [path];
  });
}

/** A module of a project. */
export interface ProjectModule {
  readonly path: string;
  readonly text: string;
}

/**
 * The folders above the outermost packages that revision files lie in: where that package is installed from, its imports of
 * itself lead back there.
 */
function packageRoots(
  { scriptLocation, versionLocations }: ImportFolders,
  isFile: (path: string) => boolean,
): readonly string[] {
  const starts = [...(scriptLocation === null ? [] : [scriptLocation]), ...versionLocations];
  const roots = starts.flatMap((start) => {
    let root: string | null = null;
    // A folder of revisions needs no `__init__.py` of its own.
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
      if (isFile(join(folder, '__init__.py'))) root = dirname(folder);
      else if (root !== null) break;
    }
    return root ?? [];
  });
  return [...new Set(roots)];
}

/** Reads modules of a project by their absolute names, each once. */
export function moduleReader(config: ImportFolders, fs: FileSystem): (name: string) => ProjectModule | undefined {
  const roots = importRoots(config);
  const isFile = (candidate: string): boolean => kindAt(fs, candidate) === 'file';
  const outer = packageRoots(config, isFile);
  // Most names that a project imports are not its own.
  const tops = new Map<string, boolean>();
  const mayHave = (name: string): boolean => {
    const [top = ''] = name.split('.', 1);
    let found = tops.get(top);
    if (found === undefined) {
      found = [...roots, ...outer].some((root) =>
        [top, `${top}.py`].some((one) => kindAt(fs, join(root, one)) !== null),
      );
      tops.set(top, found);
    }
    return found;
  };
  const known = new Map<string, ProjectModule | undefined>();
  return (name) => {
    if (known.has(name)) return known.get(name);
    // `importlib` takes names that no `import` can be given.
    const path =
      /^[\w-]+(\.[\w-]+)*$/.test(name) && mayHave(name)
        ? findModule(name, modulesNamed(name, roots, isFile).length === 0 ? outer : roots, isFile)
        : undefined;
    const text = path === undefined ? null : orNull(() => decodePython(fs.readFile(path)).text);
    const module = path === undefined || text === null ? undefined : { path, text };
    known.set(name, module);
    return module;
  };
}
