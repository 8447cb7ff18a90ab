import { dirname, join } from 'node:path';
import { parseDotEnv } from '../../common/dotEnv';
import { type FileSystem, kindAt, orNull } from '../../common/fileSystem';
import { type Call, calledName, nodesWithin } from '../../engine/alembic/envNodes';
import type { Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import type { ProjectModule } from '../projectModules';
import { timesBound } from './environmentNames';
import type { Variables } from './settingsClass';

/** What a file loads before anything of the project's reads variables. */
export interface LoadedDotEnv {
  /** The call in env.py; null: modules alone do so. */
  readonly call: Call | null;
  /** Paths of the modules that do so; null: env.py, before all of them. */
  readonly modules: ReadonlySet<string> | null;
  /** What the file adds to the variables that are set. */
  readonly variables: Variables;
}

/** What python-dotenv is told to do nothing by. */
const DISABLED = 'PYTHON_DOTENV_DISABLED';

interface Places {
  readonly fs: FileSystem;
  readonly variables: Variables;
  readonly readModule: (name: string) => ProjectModule | undefined;
}

/** Modules that say so. */
export const DOTENV = /\bdotenv\b/;

/**
 * What `load_dotenv()` at the beginning of env.py, or of modules that it imports, adds to the variables that are set.
 * @param modules all that env.py leads to and that speak of python-dotenv.
 * @returns null where nothing does; `unknown` where one does something else, or does it too late.
 */
export function loadedDotEnv(
  statements: readonly Statement[],
  envPy: string,
  modules: readonly ProjectModule[],
  places: Places,
): LoadedDotEnv | 'unknown' | null {
  const own = loadedBy(statements, envPy, places);
  if (own === 'unknown') return 'unknown';
  const others = modules.map(({ path, text }) => loadedBy(parseChunks(text, layOut(text).chunks), path, places));
  const all = [...(own === null ? [] : [own]), ...others];
  const [first] = all;
  if (first === undefined) return null;
  const text = (one: (typeof all)[number]): string =>
    one === 'unknown' || one === null ? '' : JSON.stringify(one.variables);
  if (first === null || first === 'unknown' || all.some((one) => text(one) !== text(first))) return 'unknown';
  const paths = own === null ? new Set(modules.map(({ path }) => path)) : null;
  return { call: own?.call ?? null, modules: paths, variables: first.variables };
}

/**
 * What `load_dotenv()` at the beginning of a file reads: the file `.env` in its folder or the next one above it.
 * @returns null where there is no such call; `unknown` where another one is meant, or it comes too late.
 */
function loadedBy(
  statements: readonly Statement[],
  path: string,
  { fs, variables, readModule }: Places,
): { readonly call: Call; readonly variables: Variables } | 'unknown' | null {
  const calls = [...nodesWithin(statements)].filter((node): node is Call => isLoad(node));
  const [call, ...more] = calls;
  if (call === undefined) return null;
  const at = statements.findIndex((one) => one.kind === 'expression' && one.value === call);
  const before = statements.slice(0, at);
  const isImported = before.some(isImportOfLoad) && timesBound(statements, 'load_dotenv') === 1;
  const isFirst = at >= 0 && before.every((one) => isImportOfOthers(one, readModule));
  const isPlain = call.callee.kind === 'name' && call.arguments.length === 0 && more.length === 0;
  if (!isImported || !isFirst || !isPlain || variables[DISABLED] !== undefined) return 'unknown';
  const text = textOf(path, fs);
  // A reference takes what is set first, which a value of the file does not know.
  if (text.includes('${')) return 'unknown';
  const found = parseDotEnv(text, {});
  // The driver of PostgreSQL reads these by itself.
  if (Object.keys(found).some((name) => name.startsWith('PG'))) return 'unknown';
  return { call, variables: { ...found, ...defined(variables) } };
}

/** `from dotenv import load_dotenv` */
function isImportOfLoad(one: Statement): boolean {
  if (one.kind !== 'importFrom' || one.module !== 'dotenv' || one.level > 0) return false;
  return one.names?.some(({ name, binds }) => name === 'load_dotenv' && binds.name === name) === true;
}

function isLoad(node: object): boolean {
  return 'kind' in node && node.kind === 'call' && calledName(node as Call) === 'load_dotenv';
}

/** Nothing of the project's has run yet. */
function isImportOfOthers(statement: Statement, readModule: (name: string) => ProjectModule | undefined): boolean {
  const isOther = (name: string): boolean => readModule(name.split('.')[0] ?? '') === undefined;
  switch (statement.kind) {
    case 'import':
      return statement.names.every(({ name }) => isOther(name));
    case 'importFrom':
      return statement.level === 0 && isOther(statement.module);
    case 'expression':
      return ![...nodesWithin(statement)].some((node) => node.kind === 'name' && node.name === 'environ');
    default:
      return false;
  }
}

/** Empty: there is none. */
function textOf(file: string, fs: FileSystem): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, '.env');
    if (kindAt(fs, path) === 'file') {
      const bytes = orNull(() => fs.readFile(path));
      return bytes === null ? '' : new TextDecoder().decode(bytes);
    }
    if (dirname(folder) === folder) return '';
  }
}

function defined(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}
