/**
 * Whether two runs send the same statements, but for what SQLAlchemy and Alembic keep in sets: neighbouring CREATE INDEX, and
 * the constraints of a CREATE TABLE, stand in any order.
 */
export function statementsAlike(ours: readonly string[], theirs: readonly string[]): boolean {
  return inOrder(ours).join('\0') === inOrder(theirs).join('\0');
}

const INDEX = /^CREATE (?:UNIQUE )?INDEX /;

function inOrder(statements: readonly string[]): readonly string[] {
  const groups: string[][] = [];
  let last = false;
  for (const statement of statements) {
    const isIndex = INDEX.test(statement);
    const group = groups.at(-1);
    if (isIndex && last && group !== undefined) group.push(statement);
    else groups.push([lines(statement)]);
    last = isIndex;
  }
  return groups.flatMap((group) => group.toSorted());
}

/** CREATE TABLE with its constraints sorted; columns keep their order. */
function lines(statement: string): string {
  if (!statement.startsWith('CREATE TABLE')) return statement;
  const [first = '', ...rest] = statement.split('\n').map((line) => line.replace(/, $/, '').trim());
  const isConstraint = (line: string): boolean => /^(?:CONSTRAINT|UNIQUE|CHECK|FOREIGN KEY|PRIMARY KEY)\b/.test(line);
  const at = rest.findIndex(isConstraint);
  if (at < 0) return [first, ...rest].join('\n');
  return [first, ...rest.slice(0, at), ...rest.slice(at, -1).toSorted(), ...rest.slice(-1)].join('\n');
}
