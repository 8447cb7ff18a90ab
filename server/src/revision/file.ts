import { LineIndex } from '../common/lineIndex';
import type { Range } from '../common/range';
import type { Statement } from '../python/ast';
import { boundNames } from '../python/bindings';
import type { Library } from '../python/evaluate';
import type { Binding } from '../python/execute';
import { type Chunk, layOut } from '../python/layout';
import { readTopLevel } from '../python/module';
import { parseChunks } from '../python/parse';
import { describe, docstringLiterals, readDocstring } from './docstring';
import type { BodyFacts, DocstringFacts, Fact, FunctionFacts, HeadFacts, Suppression, SyntaxFault } from './facts';
import { brokenFunctionFacts, functionFacts } from './functions';
import { identifiersFact, stringFact } from './identifiers';
import { mentionsSuppression, readSuppression } from './suppressions';

export interface HeadOptions {
  /** The value of a constant of another module (`python/module.ts`, `readConstant`); undefined when it is not known. */
  readonly importConstant?: Library['importName'];
}

const NOTHING_KNOWN: Library['importName'] = () => undefined;

const NAMES = ['revision', 'down_revision', 'branch_labels', 'depends_on', '__doc__'] as const;

const NUL = 'A NUL character: Python cannot read this file. Remove it, or save the file as UTF-8 if it is UTF-16.';

/** What Alembic must find in every file. */
const REQUIRED = ['revision', 'down_revision'] as const;

/**
 * Reads what the chain needs of a revision file. Alembic runs the whole file, so an assignment after the functions
 * counts as well; but only the head is parsed where nothing else can assign. Never throws.
 */
export function readHead(text: string, { importConstant = NOTHING_KNOWN }: HeadOptions = {}): HeadFacts {
  const { module, statements } = readTopLevel(text, NAMES, REQUIRED, { importName: importConstant });
  const [revision, downRevision, branchLabels, dependsOn, doc] = NAMES.map((name) => module.binding(name));
  const insertAt = insertOffset(text, statements);
  const ends = [revision, downRevision, branchLabels, dependsOn, doc].flatMap((binding) =>
    binding ? [binding.name.to, binding.source.to] : [],
  );
  const last = Math.max(insertAt, statements[0]?.to ?? 0, ...ends);
  // Positions are only asked for up to here.
  const lines = new LineIndex(text.slice(0, last + 1));
  const docstring = moduleDocstring(text, statements[0], doc, lines);
  const orUnknown = <T>(fact: Fact<T>): Fact<T> =>
    fact.kind !== 'absent' || module.mayHold === undefined
      ? fact
      : { kind: 'unknown', reason: module.mayHold, ...emptyPlace(lines.range(insertAt, insertAt)) };
  return {
    ...(docstring && { docstring }),
    revision: orUnknown(stringFact(revision, lines)),
    downRevision: orUnknown(identifiersFact(downRevision, lines, true)),
    branchLabels: identifiersFact(branchLabels, lines, false),
    dependsOn: identifiersFact(dependsOn, lines, true),
    insertPosition: lines.range(insertAt, insertAt),
  };
}

/** Reads everything else: functions, suppression comments, and what is wrong with brackets, strings, indentation. Never throws. */
export function readBody(text: string): BodyFacts {
  const comments: { from: number; to: number; alone: boolean }[] = [];
  const listen = (from: number, to: number, alone: boolean): void => {
    comments.push({ from, to, alone });
  };
  const { chunks, faults: scanned } = layOut(text, mentionsSuppression(text) ? listen : undefined);
  const lines = new LineIndex(text);
  const faults: SyntaxFault[] = scanned.map(({ kind, from, to, message }) => ({
    kind,
    message,
    range: lines.range(from, to),
  }));
  const nul = text.indexOf('\0');
  if (nul >= 0) faults.unshift({ kind: 'encoding', message: NUL, range: lines.range(nul, nul + 1) });
  const statements = parseChunks(text, chunks);
  const functions = readFunctions(text, chunks, statements, lines);
  const others = statements.filter(({ kind }) => kind !== 'function');
  const begin = firstStatement(statements);
  return {
    functions,
    faults,
    boundNames: [...new Set(boundNames(others).map(({ name }) => name))],
    mentionsVersionTable: text.includes('alembic_version'),
    suppressions: comments.flatMap(({ from, to, alone }): Suppression[] => {
      const scope = !alone ? 'line' : from < begin ? 'file' : 'nextLine';
      const suppression = readSuppression(text.slice(from, to), from, scope, lines);
      return suppression ? [suppression] : [];
    }),
  };
}

function readFunctions(
  text: string,
  chunks: readonly Chunk[],
  statements: readonly Statement[],
  lines: LineIndex,
): FunctionFacts[] {
  const broken = new Set(chunks.filter((chunk) => chunk.broken).map(({ from }) => from));
  const definitions = new Map(chunks.filter(({ kind }) => kind === 'definition').map((chunk) => [chunk.from, chunk]));
  return statements.flatMap((statement) => {
    if (statement.kind === 'function') return [functionFacts(text, statement, broken.has(statement.from), lines)];
    const chunk = statement.kind === 'unknown' ? definitions.get(statement.from) : undefined;
    const facts = chunk && brokenFunctionFacts(text, chunk, lines);
    return facts ? [facts] : [];
  });
}

/** The docstring, unless the file assigns `__doc__` itself. */
function moduleDocstring(
  text: string,
  first: Statement | undefined,
  doc: Binding | undefined,
  lines: LineIndex,
): DocstringFacts | undefined {
  if (doc === undefined) return readDocstring(text, first, lines);
  if (doc.value.kind !== 'string') return undefined;
  return { range: lines.range(doc.source.from, doc.source.to), ...describe(doc.value.value) };
}

/** The start of the line after the docstring and the imports that follow it; the end of a text that breaks off there. */
function insertOffset(text: string, statements: readonly Statement[]): number {
  let after = 0;
  for (const [index, { kind, to }] of statements.entries()) {
    const isDocstring = index === 0 && docstringLiterals(statements[0]).length > 0;
    if (!isDocstring && kind !== 'import' && kind !== 'importFrom') break;
    after = to;
  }
  // Not before the comments at the top: an encoding declared there must stay in the first two lines.
  if (after === 0) return statements[0]?.from ?? text.length;
  const newline = /\r\n|\r|\n/g;
  newline.lastIndex = after;
  return newline.test(text) ? newline.lastIndex : text.length;
}

/** Where the first statement other than the docstring begins. */
function firstStatement(statements: readonly Statement[]): number {
  const index = docstringLiterals(statements[0]).length > 0 ? 1 : 0;
  return statements[index]?.from ?? Infinity;
}

function emptyPlace(range: Range): { range: Range; nameRange: Range } {
  return { range, nameRange: range };
}
