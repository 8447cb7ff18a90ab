import type { TableName } from '../../engine/alembic/comparison';
import type { Argument, Expression } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import type { ProjectSnapshot } from '../../workspace/snapshot';

/** Where a table comes from, as far as the revision files tell. */
export type TableOrigin =
  | { readonly kind: 'created'; readonly revision: string }
  /** Its name stands in a revision file, but no `op.create_table` or `op.rename_table` makes it. */
  | { readonly kind: 'mentioned'; readonly revision: string }
  | { readonly kind: 'unknown' };

/**
 * Looks in the revision files for what made a table. Only a call with the name as a literal counts: a name that is computed
 * may be another one.
 */
export function tableOrigin({ documents }: Pick<ProjectSnapshot, 'documents'>, table: TableName): TableOrigin {
  let origin: TableOrigin = { kind: 'unknown' };
  for (const document of documents.values()) {
    const text = document.text();
    if (text === null || !mentions(text, table[1])) continue;
    const revision = document.script?.id ?? document.path;
    if (makesTable(text, table)) return { kind: 'created', revision };
    origin = { kind: 'mentioned', revision };
  }
  return origin;
}

/** Whether the name stands in the text as a word of its own. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) return true;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

/** The parameter that names the table an operation makes (Alembic's documentation of `op`), and its place. */
const MAKERS: Readonly<Record<string, readonly [parameter: string, position: number]>> = {
  create_table: ['table_name', 0],
  rename_table: ['new_table_name', 1],
};

function makesTable(text: string, [schema, name]: TableName): boolean {
  return callsIn(parseChunks(text, layOut(text).chunks)).some(({ callee, arguments: given }) => {
    const [parameter, position] = (callee.kind === 'attribute' ? MAKERS[callee.name.name] : undefined) ?? [];
    if (parameter === undefined || position === undefined) return false;
    const named = (name: string): Expression | undefined => given.find((one) => one.name?.name === name)?.value;
    const made = named(parameter) ?? given.filter(({ kind }) => kind === 'positional')[position]?.value;
    return isText(made, name) && (schema === null ? isNone(named('schema')) : isText(named('schema'), schema));
  });
}

function isText(expression: Expression | undefined, text: string): boolean {
  return expression?.kind === 'string' && !expression.bytes && expression.value === text;
}

function isNone(expression: Expression | undefined): boolean {
  return expression === undefined || expression.kind === 'none';
}

type Call = Extract<Expression, { readonly kind: 'call' }> & { readonly arguments: readonly Argument[] };

/** Every call in a tree. It is plain data, so whatever is an object in it may hold one. */
function callsIn(tree: unknown): readonly Call[] {
  const calls: Call[] = [];
  const open: unknown[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if ('kind' in node && node.kind === 'call') calls.push(node as Call);
    for (const part of Object.values<unknown>({ ...node })) open.push(part);
  }
  return calls;
}
