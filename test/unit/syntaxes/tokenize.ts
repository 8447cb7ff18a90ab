import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';

const root = join(import.meta.dirname, '../../..');
const require = createRequire(import.meta.url);

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** Scope name -> file of the grammars under test. */
const OWN_GRAMMARS: Readonly<Record<string, string>> = {
  'source.alembic-mako': join(root, 'syntaxes/alembic-mako.tmLanguage.json'),
  'source.alembic-ini': join(root, 'syntaxes/alembic-ini.tmLanguage.json'),
};

/**
 * Python grammars to test the template grammar with: the small one of this folder, and VS Code's own where the editor
 * of the tests is installed.
 */
export function pythonGrammars(): readonly { readonly name: string; readonly file: string }[] {
  const vscode = globSync(
    join(
      root,
      '.cache/code-server-*/node_modules/code-server/lib/vscode/extensions/python/syntaxes/MagicPython.tmLanguage.json',
    ),
  );
  return [
    { name: 'a minimal Python grammar', file: join(import.meta.dirname, 'minimalPython.tmLanguage.json') },
    ...vscode
      .filter((file) => existsSync(file))
      .slice(0, 1)
      .map((file) => ({ name: "VS Code's Python grammar", file })),
  ];
}

let engine: Promise<void> | undefined;

export async function loadGrammar(scopeName: string, pythonGrammar?: string): Promise<IGrammar> {
  engine ??= loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  await engine;
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: (scope) => {
      const file = scope === 'source.python' ? pythonGrammar : OWN_GRAMMARS[scope];
      return Promise.resolve(file === undefined ? null : parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`No grammar for ${scopeName}`);
  return grammar;
}

/** The tokens of a text, line ends left out. */
export function tokenize(grammar: IGrammar, text: string): readonly Token[] {
  let state = INITIAL;
  const tokens: Token[] = [];
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const token of result.tokens) {
      const piece = line.slice(token.startIndex, token.endIndex);
      if (piece !== '') tokens.push({ text: piece, scopes: token.scopes });
    }
    state = result.ruleStack;
  }
  return tokens;
}

/**
 * Tokenizes a text with marks: `«` and `»` stand around each piece to look at. Returns for each piece the scopes that
 * all of its tokens share.
 */
export function scopesOfMarked(grammar: IGrammar, marked: string): readonly { text: string; scopes: string }[] {
  const pieces: { from: number; to: number }[] = [];
  let text = '';
  for (const character of marked) {
    if (character === '«') pieces.push({ from: text.length, to: -1 });
    else if (character === '»') {
      const last = pieces.at(-1);
      if (last === undefined) throw new Error('» without «');
      last.to = text.length;
    } else text += character;
  }
  const spans: { from: number; to: number; scopes: readonly string[] }[] = [];
  let offset = 0;
  let state = INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const token of result.tokens) {
      const to = Math.min(token.endIndex, line.length);
      if (to > token.startIndex) spans.push({ from: offset + token.startIndex, to: offset + to, scopes: token.scopes });
    }
    offset += line.length + 1;
    state = result.ruleStack;
  }
  return pieces.map(({ from, to }) => {
    const touched = spans.filter((span) => span.from < to && from < span.to);
    const shared = touched[0]?.scopes.filter((scope) => touched.every((span) => span.scopes.includes(scope))) ?? [];
    return { text: text.slice(from, to), scopes: shared.join(' ') };
  });
}
