import type { SqlToken } from './sqlTokens';

/** What may hold statements of its own, with `;` between them. */
const ROUTINES = new Set(['FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT']);
/** How far from the beginning the kind of thing that is created stands: `CREATE OR REPLACE TEMP TRIGGER`. */
const HEAD = 8;

/** Statements by the `;` between them; the body of a routine stays whole. Empty ones are left out. */
export function sqlStatements(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  let depth = 0;
  const end = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
    depth = 0;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.text === ';' && token.kind === 'symbol' && depth <= 0) {
      end();
      continue;
    }
    current.push(token);
    if (token.kind === 'word' && isRoutine(current)) depth += depthOf(tokens, index);
  }
  end();
  return statements;
}

function isRoutine(statement: readonly SqlToken[]): boolean {
  return (
    statement[0]?.text === 'CREATE' &&
    statement.slice(0, HEAD).some(({ kind, text }) => kind === 'word' && ROUTINES.has(text))
  );
}

/** How a word of a body opens or closes a block; `END IF` and the like close what no word here opens. */
function depthOf(tokens: readonly SqlToken[], index: number): number {
  const word = tokens[index]?.text;
  if (word === 'BEGIN') return 1;
  if (word === 'CASE') return tokens[index - 1]?.text === 'END' ? 0 : 1;
  if (word !== 'END') return 0;
  return ['IF', 'LOOP', 'WHILE', 'REPEAT'].includes(tokens[index + 1]?.text ?? '') ? 0 : -1;
}
