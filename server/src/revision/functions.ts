import type { LineIndex } from '../common/lineIndex';
import type { FunctionDefinition, Statement } from '../python/ast';
import type { Chunk } from '../python/layout';
import { docstringLiterals } from './docstring';
import type { BodyFacts, FunctionFacts } from './facts';

const HEADER = /(async\b[ \t\\\r\n]*)?def[ \t\\\r\n]+([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)/y;

/** What is known of a module-level function. `isBroken`: part of it could not be read, so nothing is called empty. */
export function functionFacts(
  text: string,
  definition: FunctionDefinition,
  isBroken: boolean,
  lines: LineIndex,
): FunctionFacts {
  const { name, isAsync, decorators, parameters, body } = definition;
  const statements = docstringLiterals(body[0]).length > 0 ? body.slice(1) : body;
  const to = endOfLine(text, trimEnd(text, definition.from, definition.to));
  const [first] = statements;
  const last = statements.at(-1);
  // Half typed: not even the docstring that a body may be.
  const state = body.length === 0 ? 'unknown' : classify(statements);
  return {
    name: name.name,
    nameRange: lines.range(name.from, name.to),
    range: lines.range(definition.from, to),
    isAsync,
    requiredParameters:
      decorators.length > 0
        ? 0
        : (parameters ?? []).filter(
            ({ default: value, kind }) => value === undefined && kind !== 'star' && kind !== 'doubleStar',
          ).length,
    body: isBroken && state !== 'code' ? 'unknown' : state,
    bodyRange: first && last ? lines.range(first.from, trimEnd(text, first.from, last.to)) : lines.range(to, to),
  };
}

/** What can be said of a function that does not parse: its name. Undefined when the statement is no function. */
export function brokenFunctionFacts(text: string, chunk: Chunk, lines: LineIndex): FunctionFacts | undefined {
  HEADER.lastIndex = chunk.headFrom;
  const match = HEADER.exec(text);
  if (match === null) return undefined;
  const [header, async, name = ''] = match;
  const end = chunk.headFrom + header.length;
  return {
    name,
    nameRange: lines.range(end - name.length, end),
    range: lines.range(chunk.from, chunk.to),
    isAsync: async !== undefined,
    requiredParameters: 0,
    body: 'unknown',
    bodyRange: lines.range(end, chunk.to),
  };
}

function classify(statements: readonly Statement[]): FunctionFacts['body'] {
  const kinds = new Set(statements.map(effect));
  if (kinds.has('code')) return 'code';
  if (kinds.has('unknown')) return 'unknown';
  return kinds.has('raise') ? 'raise' : 'empty';
}

function effect(statement: Statement): 'none' | 'raise' | 'code' | 'unknown' {
  switch (statement.kind) {
    case 'pass':
      return 'none';
    case 'return':
      return statement.values.every(({ kind }) => kind === 'none') ? 'none' : 'code';
    case 'expression':
      return /^(?:ellipsis|none|boolean|number|string)$/.test(statement.value.kind) ? 'none' : 'code';
    case 'raise':
    case 'unknown':
      return statement.kind;
    default:
      return 'code';
  }
}

/** Behind what else stands in the line: a comment, a semicolon. */
function endOfLine(text: string, from: number): number {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = from;
  return trimEnd(text, from, from + (rest.exec(text)?.[0].length ?? 0));
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

/** True when the module may get `name` in a way we do not follow: nothing is claimed about it then. */
export function mayDefine({ boundNames }: Pick<BodyFacts, 'boundNames'>, name: string): boolean {
  return boundNames.includes(name) || boundNames.includes('*');
}
