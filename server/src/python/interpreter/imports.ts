import type { Statement } from '../ast';
import { PyRaised, raise } from './exception';
import type { Machine } from './machine';
import { NativeModule } from './objects/native';
import { ProjectModule } from './objects/projectModule';
import type { Scope } from './scope';
import { seen } from './lost';
import { type PyValue, type Site, unknownPy } from './value';

/** Names that are False whenever code runs. */
const FALSE_NAMES = new Set(['TYPE_CHECKING', 'MYPY']);

/** `import a.b, c as d` */
export function importNames(machine: Machine, statement: Extract<Statement, { kind: 'import' }>, scope: Scope): void {
  const site = machine.site(statement, scope);
  for (const { name, binds, hasAlias } of statement.names) {
    const module = machine.module(name, site);
    if (module.kind === 'unknown') machine.mayRaise();
    scope.set(binds.name, hasAlias ? module : machine.module(binds.name, site));
  }
}

/** `from a import b` */
export function importFrom(
  machine: Machine,
  statement: Extract<Statement, { kind: 'importFrom' }>,
  scope: Scope,
): void {
  const { names } = statement;
  const site = machine.site(statement, scope);
  const path = absolute(statement, scope);
  const module = machine.module(path, site);
  if (names === null) {
    importStar(machine, module, path, scope, site);
    return;
  }
  for (const { name, binds } of names) scope.set(binds.name, memberOf(machine, module, path, name, site));
}

/**
 * `from a import b` at the top of a module of the project: most of what it takes is never asked for, and to read all
 * modules that a module reaches may take long. Answers whether that was possible.
 */
export function deferImport(machine: Machine, statement: Statement, scope: Scope): boolean {
  if (statement.kind !== 'importFrom' || statement.names === null) return false;
  const path = absolute(statement, scope);
  const site = machine.site(statement, scope);
  for (const { name, binds } of statement.names) {
    scope.names.defer(binds.name, () => {
      try {
        return machine.late(() => memberOf(machine, machine.module(path, site), path, name, site));
      } catch (error) {
        if (!(error instanceof PyRaised)) throw error;
        return unknownPy(`It is imported from '${path}', where it is not found.`);
      }
    });
  }
  return true;
}

/** The absolute name of the module that is imported from. */
function absolute({ module, level }: Extract<Statement, { kind: 'importFrom' }>, scope: Scope): string {
  if (level === 0) return module;
  const { isMain, isPackage, name } = scope.module;
  // Alembic loads a revision file by its path: it belongs to no package.
  if (isMain) raise('ImportError', 'attempted relative import with no known parent package');
  const parts = name.split('.');
  const kept = parts.length - level + (isPackage ? 1 : 0);
  if (kept <= 0) raise('ImportError', 'attempted relative import beyond top-level package');
  return [...parts.slice(0, kept), ...(module === '' ? [] : [module])].join('.');
}

function memberOf(machine: Machine, module: PyValue, path: string, name: string, site: Site): PyValue {
  if (FALSE_NAMES.has(name)) return { kind: 'boolean', value: false };
  const value = module.kind === 'host' ? module.getAttribute(name, site) : undefined;
  if (value !== undefined && !(value.kind === 'unknown' && module instanceof NativeModule)) return seen(value);
  const inside = machine.module(`${path}.${name}`, site);
  if (inside.kind !== 'unknown') return inside;
  if (value?.kind === 'unknown' && value.inert) return value;
  if (module instanceof ProjectModule && module.isComplete)
    raise('ImportError', `cannot import name '${name}' from '${path}'`);
  machine.mayRaise();
  return unknownPy(`It is imported from '${path}', where it is not known.`);
}

function importStar(machine: Machine, module: PyValue, path: string, scope: Scope, site: Site): void {
  const top = scope.top;
  if (module instanceof ProjectModule) {
    const names = module.publicNames(site);
    if (names !== undefined) {
      for (const [name, value] of names) top.names.set(name, value);
      return;
    }
  } else if (module.kind === 'host') {
    scope.module.stars.unshift(module);
    // Names that are bound already are bound anew.
    for (const name of top.names.keys()) {
      const value = name.startsWith('_') ? undefined : module.getAttribute(name, site);
      if (value !== undefined && value.kind !== 'unknown') top.names.set(name, value);
    }
    return;
  }
  machine.mayRaise();
  const reason = `It may come from 'from ${path} import *'.`;
  scope.module.mayHold ??= reason;
  for (const name of top.names.keys()) if (!name.startsWith('_')) top.names.set(name, unknownPy(reason));
}
