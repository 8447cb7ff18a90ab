import type { FileEdit } from '../../common/problem';
import { LineIndex } from '../../common/lineIndex';
import type { Argument, Expression, Statement } from '../../python/ast';
import { layOut } from '../../python/layout';
import { parseChunks } from '../../python/parse';
import { statementAt, trimEnd } from '../../python/statementAt';
import type { Fix, FixBuilder } from './fix';

/** How a call of `op` differs from that of a batch: the table is an argument of the one, and known to the other. */
interface TableArgument {
  /** Its place among the positional arguments. */
  readonly index: number;
  readonly keyword: string;
  readonly schema: string;
}

const FIRST: TableArgument = { index: 0, keyword: 'table_name', schema: 'schema' };
const SECOND: TableArgument = { index: 1, keyword: 'table_name', schema: 'schema' };

/** Signatures of `alembic.operations.Operations` that `BatchOperations` has too. */
const CALLS: Readonly<Record<string, TableArgument | undefined>> = {
  add_column: FIRST,
  alter_column: FIRST,
  drop_column: FIRST,
  create_check_constraint: SECOND,
  create_primary_key: SECOND,
  create_unique_constraint: SECOND,
  create_foreign_key: { index: 1, keyword: 'source_table', schema: 'source_schema' },
  drop_constraint: SECOND,
};

/** Options that `op.drop_constraint()` has and the batch's has not. */
const NOT_IN_BATCH = new Set(['if_exists']);

const NAMED = new Set(['create_check_constraint', 'create_unique_constraint', 'create_foreign_key', 'drop_constraint']);

/** Puts the `op` call that SQLite cannot do in place into `with op.batch_alter_table()`, which copies the table. */
export const wrapInBatch: FixBuilder = ({ problem, document }): readonly Fix[] => {
  if (problem.data !== 'batch') return [];
  const text = document.text();
  const title = 'Wrap in op.batch_alter_table()';
  const found = text === null ? null : batchEdit(document.path, text, problem.range.start.line);
  if (found === null) return [];
  return [
    'disabled' in found ? { title, disabled: found.disabled } : { title, change: { edits: [found] }, preferred: true },
  ];
};

/** The edit for the call that stands in `line`; null where it is no plain call of `op` that we understand. */
export function batchEdit(file: string, text: string, line: number): FileEdit | { readonly disabled: string } | null {
  const lines = new LineIndex(text);
  const statement = statementAt(text, lines, line);
  if (statement?.kind !== 'expression' || statement.value.kind !== 'call') return null;
  const call = statement.value;
  const { callee, arguments: args } = call;
  if (callee.kind !== 'attribute' || callee.object.kind !== 'name') return null;
  const module = callee.object.name;
  const name = callee.name.name;
  const about = CALLS[name];
  if (about === undefined || !isOperations(text, module)) return null;
  const from = statement.from;
  const to = trimEnd(text, from, statement.to);
  const lineStart = lines.lineStart(lines.position(from).line);
  const indent = text.slice(lineStart, from);
  const rest = text.slice(to, lines.lineStart(lines.position(to).line + 1));
  // It must have its lines for itself, and no comment within: neither may get lost or come elsewhere.
  if (indent.trim() !== '' || !/^[ \t]*(?:#.*)?[\r\n]*$/.test(rest)) return null;
  if (
    args.some(({ kind, name: keyword }) => kind.toLowerCase().endsWith('star') || NOT_IN_BATCH.has(keyword?.name ?? ''))
  ) {
    return null;
  }
  const table = tableArgument(args, about);
  if (table === undefined) return null;
  const schema = args.find(({ name: keyword }) => keyword?.name === about.schema);
  const first = args[0];
  if (NAMED.has(name) && first?.value.kind === 'none' && first !== table) {
    return { disabled: 'The constraint needs a name first: SQLite finds it by that when the table is copied.' };
  }
  const kept = withoutArguments(text, call, args, [table, ...(schema === undefined ? [] : [schema])]);
  if (kept === null) return null;
  const unit = indent.includes('\t') ? '\t' : '    ';
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const source = (argument: Argument): string => text.slice(argument.value.from, argument.value.to);
  const options = schema === undefined ? source(table) : `${source(table)}, schema=${source(schema)}`;
  const body = `batch_op.${name}${kept}`;
  // A string that goes over several lines would change with its indentation.
  const indented = /'''|"""|\\[\r\n]/.test(body) ? body : body.replace(/\r\n|\r|\n/g, (end) => `${end}${unit}`);
  return {
    file,
    range: lines.range(from, to),
    newText: `with ${module}.batch_alter_table(${options}) as batch_op:${eol}${indent}${unit}${indented}`,
  };
}

function tableArgument(args: readonly Argument[], { index, keyword }: TableArgument): Argument | undefined {
  const named = args.find(({ name }) => name?.name === keyword);
  if (named !== undefined) return named;
  const positional = args.filter(({ kind }) => kind === 'positional');
  return positional[index];
}

/** The parentheses of a call without some of its arguments; null where a comment stands among them. */
function withoutArguments(
  text: string,
  call: Extract<Expression, { kind: 'call' }>,
  args: readonly Argument[],
  dropped: readonly Argument[],
): string | null {
  const cuts: { readonly from: number; readonly to: number }[] = [];
  args.forEach((argument, index) => {
    if (!dropped.includes(argument)) return;
    const next = args[index + 1];
    const before = args.slice(0, index).findLast((other) => !dropped.includes(other));
    if (next !== undefined) cuts.push({ from: argument.from, to: next.from });
    else cuts.push({ from: before?.to ?? argument.from, to: argument.to });
  });
  const first = args[0];
  const last = args.at(-1);
  if (first === undefined || last === undefined) return null;
  const gaps = [
    text.slice(call.callee.to, first.from),
    ...args.slice(1).map((argument, index) => text.slice(args[index]?.to, argument.from)),
    text.slice(last.to, call.to),
  ];
  if (gaps.some((gap) => gap.includes('#'))) return null;
  let kept = '';
  let at = call.callee.to;
  for (const cut of cuts.toSorted((a, b) => a.from - b.from)) {
    kept += text.slice(at, Math.max(at, cut.from));
    at = Math.max(at, cut.to);
  }
  return kept + text.slice(at, call.to);
}

/** Whether the file imports the name from Alembic: `from alembic import op`. */
function isOperations(text: string, name: string): boolean {
  const imports = (statement: Statement): boolean =>
    statement.kind === 'importFrom' &&
    statement.module === 'alembic' &&
    statement.names?.some((one) => one.name === 'op' && one.binds.name === name) === true;
  const { chunks } = layOut(text);
  return parseChunks(
    text,
    chunks.filter(({ kind }) => kind === 'statement'),
  ).some(imports);
}
