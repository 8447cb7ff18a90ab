import type { Expression, Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import { dottedName } from './environmentText';

/** What a module says about metadata, found without running it. */
export interface ModuleFacts {
  /** Dotted, as it would be imported. */
  readonly name: string;
  /** Expressions at the top of the module that are a MetaData: `Base.metadata`, `metadata`. */
  readonly metadata: readonly string[];
  /** Local name -> `module.name` it was imported as. */
  readonly imported: ReadonlyMap<string, string>;
  /** Modules its imports may load, those that are packages' names included. */
  readonly imports: readonly string[];
  /** Tables it declares. */
  readonly tables: number;
}

/** What makes a metadata when it is called, and the way from what it makes to the metadata. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^sqlalchemy\.(orm|ext\.declarative)(\.\w+)?\.declarative_base$/, '.metadata'],
  [/^sqlalchemy\.orm(\.decl_api)?\.registry$/, '.metadata'],
  [/^flask_sqlalchemy(\.\w+)?\.SQLAlchemy$/, '.metadata'],
  [/^sqlalchemy\.((sql\.)?schema\.)?MetaData$/, ''],
];
const DECLARATIVE_BASE = /^sqlalchemy\.orm(\.decl_api)?\.DeclarativeBase(NoMeta)?$/;
const AS_DECLARATIVE = /^sqlalchemy\.(orm|ext\.declarative)(\.\w+)?\.as_declarative$/;
const SQLMODEL = /^sqlmodel(\.main)?\.SQLModel$/;
const TABLE = /^sqlalchemy\.((sql\.)?schema\.)?Table$/;

/**
 * Reads a module's top level.
 * @param isPackage it is an `__init__.py`: relative imports count from itself.
 */
export function readModule(name: string, isPackage: boolean, text: string): ModuleFacts {
  const statements = parseChunks(text, layOut(text).chunks);
  const imported = new Map<string, string>();
  const imports = new Set<string>();
  for (const statement of statements) noteImports(statement, name, isPackage, imported, imports);
  const meaning = (expression: Expression): string => {
    const [first = '', ...rest] = dottedName(expression)?.split('.') ?? [];
    return [imported.get(first) ?? first, ...rest].join('.');
  };
  const metadata = new Set<string>();
  let tables = 0;
  for (const statement of statements) {
    if (statement.kind === 'class') {
      const bases = statement.arguments.filter(({ kind }) => kind === 'positional').map(({ value }) => value);
      const isBase =
        bases.some((base) => DECLARATIVE_BASE.test(meaning(base))) ||
        statement.decorators.some((one) => one.kind === 'call' && AS_DECLARATIVE.test(meaning(one.callee)));
      if (isBase) metadata.add(`${statement.name.name}.metadata`);
      const model = bases.find((base) => SQLMODEL.test(meaning(base)));
      const isTable = statement.arguments.some(
        ({ name: key, value }) => key?.name === 'table' && value.kind === 'boolean' && value.value,
      );
      if (model !== undefined && isTable) metadata.add(`${dottedName(model) ?? ''}.metadata`);
      if (isTable || declaresTable(statement.body)) tables++;
      continue;
    }
    const assigned = assignmentOf(statement);
    if (assigned?.value.kind !== 'call') continue;
    const called = meaning(assigned.value.callee);
    if (TABLE.test(called)) tables++;
    const maker = MAKERS.find(([pattern]) => pattern.test(called));
    if (maker !== undefined) metadata.add(assigned.name + maker[1]);
  }
  return { name, metadata: [...metadata], imported, imports: [...imports], tables };
}

function assignmentOf(statement: Statement): { readonly name: string; readonly value: Expression } | null {
  if (statement.kind === 'annotated' && statement.target.kind === 'name' && statement.value !== undefined) {
    return { name: statement.target.name, value: statement.value };
  }
  const target = statement.kind === 'assign' && statement.targets.length === 1 ? statement.targets[0] : undefined;
  return statement.kind === 'assign' && target?.kind === 'name' ? { name: target.name, value: statement.value } : null;
}

function declaresTable(body: readonly Statement[]): boolean {
  return body.some((statement) => ['__tablename__', '__table__'].includes(assignmentOf(statement)?.name ?? ''));
}

function noteImports(
  statement: Statement,
  module: string,
  isPackage: boolean,
  imported: Map<string, string>,
  imports: Set<string>,
): void {
  const load = (name: string): void => {
    const parts = name.split('.');
    for (let end = parts.length; end > 0; end--) imports.add(parts.slice(0, end).join('.'));
  };
  if (statement.kind === 'import') {
    for (const { name, binds, hasAlias } of statement.names) {
      imported.set(binds.name, hasAlias ? name : binds.name);
      load(name);
    }
  }
  if (statement.kind !== 'importFrom') return;
  const around = module.split('.').slice(0, isPackage ? undefined : -1);
  const base = statement.level === 0 ? [] : around.slice(0, around.length - (statement.level - 1));
  const from = [...base, ...(statement.module === '' ? [] : [statement.module])].join('.');
  load(from);
  for (const { name, binds } of statement.names ?? []) {
    imported.set(binds.name, `${from}.${name}`);
    load(`${from}.${name}`);
  }
}
