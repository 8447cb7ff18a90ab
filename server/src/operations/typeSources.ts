import type { Expression } from '../python/ast';
import { type PathNode, pathAt } from '../python/pathAt';
import type { ImportScope } from '../python/write/importedNames';
import { importScope } from '../python/write/importScope';
import type { Column } from '../schema/model';
import type { CustomType, SqlType, TypeSource } from '../schema/sqlType';
import type { Operation, Place } from './operation';

/**
 * Operations whose types that are not SQLAlchemy's say how the file writes them, where that is plain: something that an
 * import names, given literals. They can be written again from that, whatever they are.
 * @param text the file that the operations were read from.
 */
export function withTypeSources(operations: readonly Operation[], text: string): readonly Operation[] {
  if (!operations.some(holdsForeign)) return operations;
  const scope = importScope(text);
  return operations.map((operation) => sourced(operation, { text, scope }));
}

interface File {
  readonly text: string;
  readonly scope: ImportScope;
}

function holdsForeign(operation: Operation): boolean {
  return 'children' in operation ? operation.children.some(holdsForeign) : typesOf(operation).some(isForeign);
}

function typesOf(operation: Operation): readonly (SqlType | null)[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.items.map((item) => (item.kind === 'column' ? item.type : null));
    case 'addColumn':
      return [operation.column.type];
    case 'alterColumn':
      return [operation.type, operation.existingType];
    default:
      return [];
  }
}

function isForeign(type: SqlType | null): type is CustomType {
  return type?.kind === 'custom';
}

function sourced(operation: Operation, file: File): Operation {
  if (!holdsForeign(operation)) return operation;
  switch (operation.kind) {
    case 'batch':
    case 'autocommitBlock':
      return { ...operation, children: operation.children.map((child) => sourced(child, file)) };
    case 'createTable': {
      const items = operation.items.map((item) =>
        item.kind === 'column' ? column(item, operation.place, file) : item,
      );
      return { ...operation, items };
    }
    case 'addColumn':
      return { ...operation, column: column(operation.column, operation.place, file) };
    case 'alterColumn': {
      const call = callAt(operation.place, file);
      const given = (name: string, type: SqlType | null): SqlType | null =>
        isForeign(type) && call !== undefined ? withSource(type, argument(call, name), file) : type;
      const existingType = given('existing_type', operation.existingType);
      return { ...operation, type: given('type_', operation.type), existingType };
    }
    default:
      return operation;
  }
}

type Call = Expression & { readonly kind: 'call' };

/** The call of a directive. */
function callAt({ from, to }: Place, { text }: File): Call | undefined {
  const isIt = (node: PathNode): node is Call => node.kind === 'call' && node.from === from && node.to === to;
  return pathAt(text, from).find(isIt);
}

function column(item: Column, place: Place, file: File): Column {
  if (!isForeign(item.type)) return item;
  const call = callAt(place, file);
  const made = call === undefined ? [] : columnCalls(call, item.name);
  const [only, ...more] = made;
  if (only === undefined || more.length > 0) return item;
  const [, second] = only.arguments.filter(({ kind }) => kind === 'positional');
  return { ...item, type: withSource(item.type, argument(only, 'type_') ?? second?.value, file) };
}

/** The calls of `Column` with a name, in what a call is given. */
function columnCalls(call: Call, name: string): readonly Call[] {
  return call.arguments
    .flatMap(({ value }) => (value.kind === 'list' || value.kind === 'tuple' ? value.items : [value]))
    .filter((value): value is Call => {
      if (value.kind !== 'call' || !/(?:^|\.)Column$/.test(dotted(value.callee) ?? '')) return false;
      const [first] = value.arguments;
      return first?.kind === 'positional' && first.value.kind === 'string' && first.value.value === name;
    });
}

function argument(call: Call, name: string): Expression | undefined {
  return call.arguments.find((one) => one.kind === 'keyword' && one.name?.name === name)?.value;
}

function withSource(type: CustomType, written: Expression | undefined, file: File): CustomType {
  const source = written === undefined ? null : sourceOf(written, file);
  return source === null ? type : { ...type, source };
}

/** `module.Class(...)`, or the class alone. */
function sourceOf(written: Expression, { text, scope }: File): TypeSource | null {
  const isCall = written.kind === 'call';
  const path = pathOf(dotted(isCall ? written.callee : written), scope);
  const args = isCall ? written.arguments : [];
  const isPlain = args.every(({ kind, value }) => (kind === 'positional' || kind === 'keyword') && isLiteral(value));
  const given = args.map(({ from, to }) => text.slice(from, to));
  const dot = path?.lastIndexOf('.') ?? -1;
  if (path === null || dot < 0 || !isPlain || given.some((one) => /[\r\n]/.test(one))) return null;
  return { module: path.slice(0, dot), name: path.slice(dot + 1), arguments: given.join(', ') };
}

/** What a dotted name stands for, by the file's imports. */
function pathOf(name: string | null, { members, prefixes }: ImportScope): string | null {
  if (name === null) return null;
  const [first = '', ...rest] = name.split('.');
  const member = [...members].find(([, bound]) => bound === first);
  if (member !== undefined) return [member[0], ...rest].join('.');
  const [module, prefix] = [...prefixes].find(([, one]) => name.startsWith(one)) ?? [];
  return module === undefined || prefix === undefined ? null : `${module}.${name.slice(prefix.length)}`;
}

function dotted(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'attribute') return null;
  const object = dotted(expression.object);
  return object === null ? null : `${object}.${expression.name.name}`;
}

function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'none':
      return true;
    case 'unary':
      return expression.operator === '-' && expression.operand.kind === 'number';
    case 'list':
    case 'tuple':
      return expression.items.every(isLiteral);
    default:
      return false;
  }
}
