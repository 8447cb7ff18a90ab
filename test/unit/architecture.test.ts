import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom (ARCHITECTURE.md). Left: the first folder below server/src, or the name of a file that stands there.
 * Right: what it may import besides its own folder; `*` is everything of the server that is not in `TOP`.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  common: [],
  protocol: [],
  python: ['common'],
  schema: ['common'],
  sqlalchemy: ['common', 'python', 'schema'],
  project: ['common', 'python', 'protocol'],
  revision: ['common', 'python'],
  operations: ['common', 'python', 'sqlalchemy', 'schema'],
  models: ['common', 'python', 'sqlalchemy', 'schema'],
  dialect: ['common', 'python', 'sqlalchemy', 'schema', 'operations'],
  compare: ['common', 'python', 'sqlalchemy', 'schema', 'operations', 'models', 'dialect'],
  engine: ['common', 'python', 'sqlalchemy', 'schema', 'operations', 'models', 'dialect', 'project', 'revision'],
  lint: ['common', 'python', 'sqlalchemy', 'schema', 'operations', 'models', 'dialect', 'project', 'revision'],
  workspace: ['common', 'python', 'schema', 'project', 'revision', 'lint'],
  runner: ['common', 'engine', 'dialect', 'schema', 'sqlalchemy'],
  keeper: ['common', 'engine'],
};

/** Plain data that everybody may name: types that cross layers without behaviour. */
const SHARED_DATA = new Set([
  'server/src/protocol/data.ts',
  'server/src/protocol/settings.ts',
  'server/src/workspace/snapshot.ts',
  'server/src/engine/engine.ts',
]);

/** Nothing below may import these: they stand on top. */
const TOP = new Set(['features', 'usecases', 'server.ts', 'main.ts', 'cli.ts', 'cli', 'runner', 'keeper']);

const FREE: Readonly<Record<string, ReadonlySet<string>>> = {
  usecases: new Set(['features', 'server.ts', 'main.ts', 'cli.ts', 'cli', 'runner']),
  features: new Set(['server.ts', 'main.ts', 'cli.ts', 'cli', 'runner', 'engine', 'dialect']),
  'server.ts': new Set(['main.ts', 'cli.ts', 'cli', 'runner']),
  'main.ts': new Set(['cli.ts', 'cli', 'runner']),
  'cli.ts': new Set(['features', 'server.ts', 'main.ts', 'runner']),
  cli: new Set(['features', 'server.ts', 'main.ts', 'runner', 'cli.ts']),
};

const LSP_PACKAGE = /^vscode-(languageserver|languageclient|jsonrpc)/;
const DRIVER = /^(pg|better-sqlite3)(\/|$)/;

const root = resolve(import.meta.dirname, '../..');

interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Imports of ours as repository paths without extension, packages by name. */
  readonly imports: readonly { readonly name: string; readonly ours: boolean }[];
}

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = join(root, folder, name);
      const text = readFileSync(path, 'utf8');
      const imports = ts.preProcessFile(text).importedFiles.map(({ fileName }) =>
        fileName.startsWith('.')
          ? {
              name: `${relative(root, resolve(dirname(path), fileName))
                .split(sep)
                .join('/')
                .replace(/\.ts$/, '')}.ts`,
              ours: true,
            }
          : { name: fileName, ours: false },
      );
      return { path: relative(root, path).split(sep).join('/'), text, imports };
    });
}

/** Types of data that name each other, without any code: an SQL type holds expressions, an expression has types. */
function isRecursiveData(...paths: readonly string[]): boolean {
  return paths.every((path) => /^server\/src\/schema\/(?:expression|model|sqlType)\.ts$/.test(path));
}

/** The layer of a path below server/src: its first folder, or the file's name. */
function layer(path: string): string {
  return path.split('/')[2] ?? path;
}

const server = filesBelow('server/src');
const client = filesBelow('client');

describe('who may import whom', () => {
  it('reads the imports of real files', () => {
    expect(server.length).toBeGreaterThan(20);
    expect(server.flatMap((file) => file.imports).length).toBeGreaterThan(20);
  });

  it('holds for the layers of the server', () => {
    const wrong = server.flatMap((file) => {
      const from = layer(file.path);
      return file.imports
        .filter(({ ours }) => ours)
        .filter(({ name }) => {
          const to = layer(name);
          if (!name.startsWith('server/src/')) return true;
          if (to === from && from !== 'features') return false;
          if (SHARED_DATA.has(name)) return false;
          const free = FREE[from];
          if (free !== undefined) return free.has(to);
          const allowed = MAY_IMPORT[from];
          return allowed === undefined || TOP.has(to) || !allowed.includes(to);
        })
        .map(({ name }) => `${file.path} imports ${name}`);
    });
    // Features' helpers stand in features/support and features/fixes; features themselves never import each other.
    const allowed = (line: string) => / imports server\/src\/features\/(support|fixes)\//.test(line);
    expect(wrong.filter((line) => !allowed(line))).toEqual([]);
  });

  it('lets only features, server.ts, main.ts and protocol name an LSP package', () => {
    const may = new Set(['features', 'server.ts', 'main.ts', 'protocol']);
    const wrong = server
      .filter((file) => !may.has(layer(file.path)))
      .flatMap((file) => file.imports.map(({ name }) => ({ file: file.path, name })))
      .filter(({ name }) => LSP_PACKAGE.test(name));
    expect(wrong).toEqual([]);
  });

  it('names the drivers only in dialect/*/live/connect.ts', () => {
    const wrong = [...server, ...client]
      .filter((file) => !/^server\/src\/dialect\/\w+\/live\/connect\.ts$/.test(file.path))
      .flatMap((file) => file.imports.map(({ name }) => ({ file: file.path, name })))
      .filter(({ name }) => DRIVER.test(name));
    expect(wrong).toEqual([]);
  });

  it('reaches the drivers only from the runner and the command line', () => {
    const byPath = new Map(server.map((file) => [file.path, file]));
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { name, ours } of byPath.get(path)?.imports ?? []) if (ours) visit(name);
    };
    visit('server/src/main.ts');
    expect([...reached].filter((path) => path.endsWith('/live/connect.ts'))).toEqual([]);
  });

  it('keeps `vscode` out of the server, and the client to the protocol', () => {
    expect(server.filter((file) => file.imports.some(({ name }) => name === 'vscode')).map(({ path }) => path)).toEqual(
      [],
    );
    const wrong = client.flatMap((file) =>
      file.imports
        .filter(({ name, ours }) => ours && !/^(client|server\/src\/protocol)\//.test(name))
        .map(({ name }) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle between files of the server', () => {
    const data = server.filter(({ path }) => isRecursiveData(path));
    expect(data.flatMap(({ text }) => text.match(/^import (?!type ).*/gm) ?? [])).toEqual([]);
    const byPath = new Map(server.map((file) => [file.path, file]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      state.set(path, 'open');
      for (const { name, ours } of byPath.get(path)?.imports ?? []) {
        if (ours && !isRecursiveData(path, name)) visit(name, [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const file of server) visit(file.path, []);
    expect(cycles).toEqual([]);
  });
});

describe('habits', () => {
  const all = [...server, ...client];

  it('names files in camelCase', () => {
    expect(
      all.map(({ path }) => basename(path)).filter((name) => !/^[a-z][a-zA-Z0-9]*(\.d)?\.tsx?$/.test(name)),
    ).toEqual([]);
  });

  it('has no default exports and no barrels', () => {
    const wrong = all.filter(({ text }) => /^export (default\b|\* from\b)/m.test(text)).map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('keeps files to 400 lines, data tables aside', () => {
    const tables = /(Table|Tables|Data|signatures)\.ts$/;
    const wrong = all
      .filter(({ path }) => !tables.test(path))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(wrong).toEqual([]);
  });
});
