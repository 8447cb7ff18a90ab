import type { Argument, Expression } from '../python/ast';
import type { PathNode } from '../python/pathAt';
import { parameters } from '../sqlalchemy/parameters';
import { BATCH_PARAMETERS } from './batch';
import type { Batch, Operation } from './operation';
import { DIRECTIVES } from './registry';

type Call = Extract<Expression, { kind: 'call' }>;

/** An operation of a run, and the batch it stands in. */
export interface PlacedOperation {
  readonly operation: Operation;
  readonly batch: Batch | null;
}

/** A table, or a column of one, that a word of a revision file names. */
export interface Named {
  readonly table: string;
  readonly schema: string | null;
  /** Null: the table itself. */
  readonly column: string | null;
  /** Of the word in the file. */
  readonly from: number;
  readonly to: number;
}

/** The innermost call at a place that operations of a run come from, with those. */
export function operationsAt<P extends PlacedOperation>(
  path: readonly PathNode[],
  run: readonly P[],
): { readonly call: Call; readonly operations: readonly P[] } | null {
  for (const node of path.toReversed()) {
    if (node.kind !== 'call') continue;
    const operations = run.filter(({ operation: { place } }) => place.from === node.from && place.to === node.to);
    if (operations.length > 0) return { call: node, operations };
  }
  return null;
}

/**
 * The table or column that the string at a place names, going by where it stands in the call of an operation: `table_name` of
 * a directive, the name of an `sa.Column` in it. Null where it is none, or where the call runs for several tables.
 */
export function namedAt(path: readonly PathNode[], run: readonly PlacedOperation[]): Named | null {
  const word = path.at(-1);
  if (word?.kind !== 'string' || word.bytes || word.value === null) return null;
  const found = operationsAt(path, run);
  const about = found && onlyTable(found.operations);
  const inner = path.findLastIndex(({ kind }) => kind === 'call');
  const call = path[inner];
  if (found === null || about === null || call?.kind !== 'call') return null;
  const within = path.slice(inner + 1);
  const [argument, ...deeper] = within;
  if (argument === undefined || !isArgument(argument, call)) return null;
  // Directly, or in a list or tuple.
  const depth = deeper.filter(({ kind }) => kind === 'list' || kind === 'tuple').length;
  if (deeper.length !== depth + 1 || depth > 1) return null;
  const name = parameterOf(call, argument, found.operations[0]?.batch !== null && call === found.call);
  const roles = call === found.call ? DIRECTIVE_ROLES : ITEM_ROLES.get(calleeName(call))?.roles;
  const role = roles !== undefined && Object.hasOwn(roles, name) ? roles[name] : undefined;
  const named = role?.(word.value, about);
  return named == null ? null : { ...named, from: word.contentFrom, to: word.contentTo };
}

type Place = Pick<Named, 'table' | 'schema' | 'column'>;

/** The tables of an operation. */
interface About {
  readonly table: string;
  readonly schema: string | null;
  /** Of a foreign key. */
  readonly referred: { readonly table: string; readonly schema: string | null } | null;
}

type Role = (word: string, about: About) => Place | null;

const ownTable: Role = (word, { schema }) => ({ table: word, schema, column: null });
const ownColumn: Role = (word, { table, schema }) => ({ table, schema, column: word });
const referredTable: Role = (_word, { referred }) => referred && { ...referred, column: null };
const referredColumn: Role = (word, { referred }) => referred && { ...referred, column: word };

/** `table.column`, `schema.table.column`. */
const target: Role = (word) => {
  const [column, table, schema, ...more] = word.split('.').toReversed();
  if (column === undefined || table === undefined || more.length > 0) return null;
  return { table, schema: schema ?? null, column };
};

/** What the strings given for parameters of directives and of `batch_alter_table` name. */
const DIRECTIVE_ROLES: Readonly<Record<string, Role>> = {
  table_name: ownTable,
  source_table: ownTable,
  old_table_name: ownTable,
  new_table_name: ownTable,
  referent_table: referredTable,
  column_name: ownColumn,
  new_column_name: ownColumn,
  columns: ownColumn,
  local_cols: ownColumn,
  remote_cols: referredColumn,
  insert_before: ownColumn,
  insert_after: ownColumn,
};

interface Item {
  /** Its first parameters that have names. */
  readonly parameters: string;
  /** What the strings given for them name; `*`: what has no parameter of its own. */
  readonly roles: Readonly<Record<string, Role>>;
}

/** SQLAlchemy's classes that directives are given objects of. */
const ITEM_ROLES: ReadonlyMap<string, Item> = new Map([
  ['Column', { parameters: 'name', roles: { name: ownColumn } }],
  ['ForeignKey', { parameters: 'column', roles: { column: target } }],
  ['ForeignKeyConstraint', { parameters: 'columns refcolumns', roles: { columns: ownColumn, refcolumns: target } }],
  ['PrimaryKeyConstraint', { parameters: '', roles: { '*': ownColumn } }],
  ['UniqueConstraint', { parameters: '', roles: { '*': ownColumn } }],
  ['Index', { parameters: 'name', roles: { '*': ownColumn } }],
]);

/** The table that all operations of one call are about; null where they are about several, or none is known. */
function onlyTable(operations: readonly PlacedOperation[]): About | null {
  const all = operations.flatMap(({ operation }): About[] => {
    if (!('table' in operation) || typeof operation.table !== 'string') return [];
    const { table } = operation;
    const schema = 'schema' in operation ? operation.schema : null;
    const referred =
      operation.kind === 'createForeignKey'
        ? { table: operation.referredTable, schema: operation.referredSchema }
        : null;
    return [{ table, schema, referred }];
  });
  const [first, ...others] = all;
  if (first === undefined || all.length < operations.length) return null;
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : null;
}

function isArgument(node: PathNode, call: Call): node is Argument {
  return call.arguments.some((argument) => argument === node);
}

/** The parameter that an argument is for; `*` where it has none of its own, empty where that is not known. */
function parameterOf(call: Call, argument: Argument, isInBatch: boolean): string {
  if (argument.kind === 'keyword') return argument.name?.name ?? '';
  const before = call.arguments.slice(0, call.arguments.indexOf(argument));
  if (argument.kind !== 'positional' || before.some(({ kind }) => kind === 'star')) return '';
  const place = before.filter(({ kind }) => kind === 'positional').length;
  const name = calleeName(call);
  const directive = DIRECTIVES.get(name);
  const signature =
    name === 'batch_alter_table'
      ? BATCH_PARAMETERS
      : directive === undefined
        ? ITEM_ROLES.get(name)?.parameters
        : isInBatch
          ? directive.batchParameters
          : directive.parameters;
  if (signature === undefined || signature === null) return '';
  return parameters(signature).filter(({ kind }) => kind === 'either' || kind === 'positional')[place]?.name ?? '*';
}

/** `Column` of `sa.Column(...)`. */
function calleeName({ callee }: Call): string {
  return callee.kind === 'attribute' ? callee.name.name : callee.kind === 'name' ? callee.name : '';
}
