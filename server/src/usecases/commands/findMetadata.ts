import { basename, join, relative, sep } from 'node:path';
import { type FileSystem, orNull } from '../../common/fileSystem';
import { walk } from '../../project/walk';
import { Breather } from '../../workspace/scheduler';
import { type ModuleFacts, readModule } from './moduleFacts';

/** Without one of these a file neither makes a metadata nor gathers models. */
const WORTH_READING = /sqlalchemy|sqlmodel|\bBase\b|metadata|__tablename__/i;
/** Revision files make tables of their own. */
const REVISION = /^down_revision\b/m;
const TESTS = /^(tests?|testing)$|^test_|_test\.py$|^conftest\.py$/;
const PROJECT_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg'];
/** Re-exports of one metadata that are offered. */
const GATHERERS = 3;

/**
 * What could be imported as `target_metadata`, as `module:expression`: every MetaData, declarative base, SQLModel and
 * Flask-SQLAlchemy object at the top of a module below the folder. Modules that import the most models come first: a base
 * imported from elsewhere knows no tables. Runs nothing.
 */
export async function findMetadata(fs: FileSystem, folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const modules = new Map<string, ModuleFacts>();
  const breather = new Breather(signal);
  const roots = importRoots(fs, folder);
  const utf8 = new TextDecoder();
  for (const found of walk(fs, [folder])) {
    if ('code' in found) continue;
    for (const file of found.files) {
      const turn = breather.breathe();
      if (turn !== undefined) await turn;
      const path = join(found.path, file);
      const name = file.endsWith('.py') ? moduleName(path, roots) : null;
      if (name === null) continue;
      const text = orNull(() => utf8.decode(fs.readFile(path))) ?? '';
      const isPackage = file === '__init__.py';
      if (REVISION.test(text) || !(isPackage || WORTH_READING.test(text))) continue;
      modules.set(name, readModule(name, isPackage, text));
    }
  }
  const found = [...modules.values()].flatMap((module) =>
    module.metadata.flatMap((expression) => places(modules, module, expression)),
  );
  const ranked = found.toSorted((a, b) => b.tables - a.tables);
  return [...new Set(ranked.map(({ place }) => place))];
}

interface Place {
  readonly place: string;
  /** Tables that are declared once the module is imported. */
  readonly tables: number;
}

/** Where a metadata can be imported from: where it is made, and where more models are imported with it. */
function places(modules: ReadonlyMap<string, ModuleFacts>, maker: ModuleFacts, expression: string): readonly Place[] {
  const [name = ''] = expression.split('.');
  const own: Place = { place: `${maker.name}:${expression}`, tables: tablesBehind(modules, maker) };
  const gatherers = [...modules.values()].flatMap((module): readonly Place[] => {
    if (module === maker || module.imported.get(name) !== `${maker.name}.${name}`) return [];
    return [{ place: `${module.name}:${expression}`, tables: tablesBehind(modules, module) }];
  });
  const most = Math.max(own.tables, ...gatherers.map(({ tables }) => tables));
  const better = gatherers.filter(({ tables }) => tables === most && tables > own.tables);
  // A package that gathers its modules before the modules, which load it.
  const outermost = better.toSorted((a, b) => depth(a.place) - depth(b.place));
  return [...outermost.slice(0, GATHERERS), own];
}

function depth(place: string): number {
  return place.split('.').length;
}

/** Tables in all modules that importing one loads. */
function tablesBehind(modules: ReadonlyMap<string, ModuleFacts>, start: ModuleFacts): number {
  const loaded = new Set([start]);
  for (const module of loaded) {
    for (const name of [...packagesOf(module.name), ...module.imports]) {
      const next = modules.get(name);
      if (next !== undefined) loaded.add(next);
    }
  }
  return [...loaded].reduce((sum, { tables }) => sum + tables, 0);
}

function packagesOf(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** The folders modules are imported from, innermost first: of an installable project `src` too. */
function importRoots(fs: FileSystem, folder: string): readonly string[] {
  const source = join(folder, 'src');
  const entries = (path: string): readonly string[] =>
    orNull(() => fs.readDirectory(path))?.map(({ name }) => name) ?? [];
  const installable = entries(folder).some((name) => PROJECT_FILES.includes(name));
  const inside = entries(source);
  return installable && inside.length > 0 && !inside.includes('__init__.py') ? [source, folder] : [folder];
}

/** What a file is imported as; null for tests and for what no import statement can name. */
function moduleName(path: string, roots: readonly string[]): string | null {
  const root = roots.find((one) => path.startsWith(one + sep));
  if (root === undefined) return null;
  const parts = relative(root, path).split(sep);
  if (parts.some((part) => TESTS.test(part))) return null;
  const last = basename(path, '.py');
  const names = last === '__init__' ? parts.slice(0, -1) : [...parts.slice(0, -1), last];
  return names.length > 0 && names.every((part) => /^[A-Za-z_]\w*$/.test(part)) ? names.join('.') : null;
}
