import type { ImportedName, Ranged, Statement } from '../ast';
import { boundNames } from '../bindings';
import { layOut } from '../layout';
import { parseChunks } from '../parse';
import type { ImportScope } from './importedNames';

/** A stretch of a file and what takes its place. */
export interface InsertedText extends Ranged {
  readonly newText: string;
}

/** Modules of which others are members: `from sqlalchemy.dialects import postgresql` reaches a module. */
const MODULES: ReadonlySet<string> = new Set([
  'alembic.op',
  'sqlalchemy',
  ...['postgresql', 'mysql', 'sqlite', 'mssql', 'oracle'].map((name) => `sqlalchemy.dialects.${name}`),
  'datetime',
  'decimal',
  'uuid',
]);

/**
 * By which names a file reaches modules. Only names that an import at the top level binds, and nothing else anywhere in
 * the file, are used.
 */
export function importScope(text: string): ImportScope {
  const statements = parseChunks(text, layOut(text).chunks);
  const counts = new Map<string, number>();
  for (const name of namesOf(statements)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const prefixes = new Map<string, string>();
  const members = new Map<string, string>();
  const all = imports(statements);
  for (const one of all) {
    const { name } = one.imported.binds;
    const isOnly = counts.get(name) === all.filter((other) => bindsTheSame(one, other)).length;
    if (!isOnly) continue;
    if (one.module === null || MODULES.has(one.path)) {
      if (!prefixes.has(one.path)) prefixes.set(one.path, `${isWhole(one) ? one.path : name}.`);
    } else members.set(one.path, name);
  }
  return { prefixes, members, taken: new Set(counts.keys()) };
}

/**
 * Puts lines of imports behind those that a file has at its top, or before its first statement.
 * @param lines complete statements, in order.
 */
export function importEdits(text: string, lines: readonly string[]): readonly InsertedText[] {
  if (lines.length === 0) return [];
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const statements = parseChunks(text, layOut(text).chunks);
  const last = lastImport(statements);
  const inserted = lines.join(newline);
  if (last === undefined) {
    const first = statements[0];
    const at = first === undefined ? text.length : first.from;
    return [{ from: at, to: at, newText: `${inserted}${newline}${first === undefined ? '' : newline}` }];
  }
  const end = text.slice(last.to).search(/\r\n|\r|\n/);
  const at = end < 0 ? text.length : last.to + end;
  // Below a docstring they are set apart.
  const apart = last.kind === 'expression' ? newline : '';
  return [{ from: at, to: at, newText: newline + apart + inserted }];
}

/** The last import before other code; where there is none the docstring. */
function lastImport(statements: readonly Statement[]): Statement | undefined {
  let last: Statement | undefined;
  for (const [index, statement] of statements.entries()) {
    const isDocstring = index === 0 && statement.kind === 'expression';
    const isImport = statement.kind === 'import' || statement.kind === 'importFrom';
    if (!isDocstring && !isImport) break;
    last = statement;
  }
  return last;
}

interface Import {
  /** Of `from module import name`; null for `import module`. */
  readonly module: string | null;
  /** The absolute name of what is imported. */
  readonly path: string;
  readonly imported: ImportedName;
}

function imports(statements: readonly Statement[]): readonly Import[] {
  return statements.flatMap((statement): readonly Import[] => {
    if (statement.kind === 'import') {
      return statement.names.map((imported) => ({ module: null, path: imported.name, imported }));
    }
    if (statement.kind !== 'importFrom' || statement.level > 0) return [];
    const { module } = statement;
    return (statement.names ?? []).map((imported) => ({ module, path: `${module}.${imported.name}`, imported }));
  });
}

/** `import a.b`, which binds `a`. */
function isWhole({ module, imported }: Import): boolean {
  return module === null && !imported.hasAlias;
}

/** Whether two imports give a name the same meaning: `import a.b` and `import a.c` do. */
function bindsTheSame(one: Import, other: Import): boolean {
  if (one.imported.binds.name !== other.imported.binds.name) return false;
  return isWhole(one) ? isWhole(other) : !isWhole(other) && one.path === other.path;
}

/** Every name that a file binds, those of its functions included. */
function namesOf(statements: readonly Statement[]): readonly string[] {
  return [...boundNames(statements).map(({ name }) => name), ...statements.flatMap(innerNames)];
}

/** What a function or class binds for itself. */
function innerNames(statement: Statement): readonly string[] {
  if (statement.kind === 'class') return namesOf(statement.body);
  if (statement.kind !== 'function') return [];
  return [...(statement.parameters ?? []).map(({ name }) => name.name), ...namesOf(statement.body)];
}
