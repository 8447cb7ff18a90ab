import type { LineIndex } from '../common/lineIndex';
import type { Expression, Statement, StringLiteral } from '../python/ast';
import { pythonTrim } from '../python/text';
import type { DocstringFacts, RangedString } from './facts';

const HEADER = /^[ \t]*(Revision ID|Revises|Create Date):[ \t]*([^\r\n]*?)[ \t]*$/gm;

const FIELDS = { 'Revision ID': 'revisionId', Revises: 'revises', 'Create Date': 'createDate' } as const;

/**
 * What the docstring of a revision file says. Only a string literal that is the first statement is one (language
 * reference, section 7.1): bytes, f-strings and sums are not.
 */
export function readDocstring(
  text: string,
  first: Statement | undefined,
  lines: LineIndex,
): DocstringFacts | undefined {
  const literals = docstringLiterals(first);
  const [opening] = literals;
  const last = literals.at(-1);
  if (opening === undefined || last === undefined) return undefined;
  const fields: Partial<Record<Field, RangedString>> = {};
  for (const literal of literals) {
    for (const [label, value] of headerLines(text, literal, lines)) fields[label] ??= value;
  }
  const value = literals.map((literal) => literal.value ?? text.slice(literal.contentFrom, literal.contentTo)).join('');
  return { range: lines.range(opening.from, last.to), ...describe(value), ...fields };
}

/** `longdoc` and `doc` of Alembic's `Script` (script/base.py) for a module with this docstring. */
export function describe(docstring: string): { readonly text: string; readonly message: string } {
  const text = pythonTrim(docstring);
  const end = text.indexOf('\n\n');
  return { text, message: end < 0 ? text : text.slice(0, end) };
}

/** The literals that make up a docstring; none when the statement is no docstring. */
export function docstringLiterals(statement: Statement | undefined): readonly StringLiteral[] {
  if (statement?.kind !== 'expression') return [];
  const parts: readonly Expression[] =
    statement.value.kind === 'concatenation' ? statement.value.parts : [statement.value];
  const literals = parts.filter((part): part is StringLiteral => part.kind === 'string' && !part.bytes);
  return literals.length === parts.length ? literals : [];
}

type Field = (typeof FIELDS)[keyof typeof FIELDS];

function headerLines(text: string, literal: StringLiteral, lines: LineIndex): (readonly [Field, RangedString])[] {
  const found: (readonly [Field, RangedString])[] = [];
  for (const match of text.slice(literal.contentFrom, literal.contentTo).matchAll(HEADER)) {
    const [line, label, value = ''] = match;
    if (label !== 'Revision ID' && label !== 'Revises' && label !== 'Create Date') continue;
    const from = literal.contentFrom + match.index + line.indexOf(':') + 1;
    const start =
      value === ''
        ? literal.contentFrom + match.index + line.length
        : from + line.slice(line.indexOf(':') + 1).search(/[^ \t]/);
    const range = lines.range(start, start + value.length);
    found.push([FIELDS[label], { value, range, ...(!value.includes('\\') && { contentRange: range }) }]);
  }
  return found;
}
