import type { Expression, ImportedName, Name, Statement } from './ast';
import { readExpression } from './simpleExpression';
import { SimpleTokens } from './simpleTokens';

const PAREN = 40;
const PAREN_CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const EQUALS = 61;

const TARGETS: ReadonlySet<Expression['kind']> = new Set(['name', 'attribute', 'subscript']);

/**
 * Reads one module-level statement of those that heads of revision files are made of: docstring, import, and assignment
 * of plain values to plain names. Undefined for everything else and for whatever is in doubt, which the parser of the
 * whole language then reads to the same tree: a cold process reads such heads many times faster without it.
 */
export function readSimpleStatement(text: string, from: number, to: number): Statement | undefined {
  const tokens = new SimpleTokens(text, from, to);
  const statement = readStatement(tokens, from);
  return tokens.atEnd() && tokens.end <= to ? statement : undefined;
}

function readStatement(tokens: SimpleTokens, from: number): Statement | undefined {
  if (tokens.keyword('import')) return readImport(tokens, from);
  if (tokens.keyword('from')) return readImportFrom(tokens, from);
  const first = readExpression(tokens);
  if (first === undefined) return undefined;
  if (tokens.atEnd()) return { kind: 'expression', value: first, from, to: tokens.end };
  // Parentheses around a target stand between it and the beginning of the statement.
  if (first.from !== from) return undefined;
  if (first.kind === 'name' && tokens.take(COLON)) return readAnnotated(tokens, first);
  return TARGETS.has(first.kind) ? readAssign(tokens, first) : undefined;
}

function readAnnotated(tokens: SimpleTokens, target: Name): Statement | undefined {
  const { from } = target;
  const annotation = readExpression(tokens);
  if (annotation === undefined || !tokens.take(EQUALS)) return undefined;
  const value = readExpression(tokens);
  return value && { kind: 'annotated', target, annotation, value, from, to: tokens.end };
}

function readAssign(tokens: SimpleTokens, target: Expression): Statement | undefined {
  if (!tokens.take(EQUALS)) return undefined;
  const value = readExpression(tokens);
  return value && { kind: 'assign', targets: [target], value, from: target.from, to: tokens.end };
}

function readImport(tokens: SimpleTokens, from: number): Statement | undefined {
  const names = readNames(tokens, () => {
    const first = tokens.name();
    const rest = first && readDotted(tokens);
    return rest === undefined || first === undefined ? undefined : readAlias(tokens, first, first.name + rest);
  });
  return names && { kind: 'import', names, from, to: tokens.end };
}

function readImportFrom(tokens: SimpleTokens, from: number): Statement | undefined {
  let level = 0;
  while (tokens.take(DOT)) level++;
  let module = '';
  if (level === 0 || !tokens.keyword('import')) {
    const first = tokens.name();
    const rest = first && readDotted(tokens);
    if (rest === undefined || first === undefined || !tokens.keyword('import')) return undefined;
    module = first.name + rest;
  }
  if (tokens.take(STAR)) return { kind: 'importFrom', module, level, names: null, from, to: tokens.end };
  const inParentheses = tokens.take(PAREN);
  if (inParentheses) tokens.brackets++;
  const names = readNames(
    tokens,
    () => {
      const name = tokens.name();
      return name && readAlias(tokens, name, name.name);
    },
    inParentheses,
  );
  if (inParentheses) {
    tokens.brackets--;
    if (!tokens.take(PAREN_CLOSE)) return undefined;
  }
  return names && { kind: 'importFrom', module, level, names, from, to: tokens.end };
}

/** The `.b.c` behind a first name. */
function readDotted(tokens: SimpleTokens): string | undefined {
  let rest = '';
  while (tokens.take(DOT)) {
    const part = tokens.name();
    if (part === undefined) return undefined;
    rest += `.${part.name}`;
  }
  return rest;
}

function readAlias(tokens: SimpleTokens, first: Name, name: string): ImportedName | undefined {
  const hasAlias = tokens.keyword('as');
  const binds = hasAlias ? tokens.name() : first;
  return binds && { name, binds, hasAlias, from: first.from, to: tokens.end };
}

function readNames(
  tokens: SimpleTokens,
  read: () => ImportedName | undefined,
  mayEndInComma = false,
): ImportedName[] | undefined {
  const names: ImportedName[] = [];
  do {
    if (mayEndInComma && names.length > 0 && tokens.peek() === PAREN_CLOSE) break;
    const name = read();
    if (name === undefined) return undefined;
    names.push(name);
  } while (tokens.take(COMMA));
  return names;
}
