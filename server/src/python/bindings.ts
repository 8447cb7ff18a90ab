import type { Expression, Name, Statement } from './ast';

/** Every name that statements may bind in their own scope, nested blocks included; a star import is the name `*`. */
export function boundNames(statements: readonly Statement[]): Name[] {
  const names: Name[] = [];
  for (const statement of statements) collect(statement, names);
  return names;
}

/** The names an assignment target binds. Attributes and items bind none. */
export function targetNames(target: Expression): Name[] {
  if (target.kind === 'name') return [target];
  if (target.kind === 'tuple' || target.kind === 'list') return target.items.flatMap(targetNames);
  if (target.kind === 'star') return targetNames(target.value);
  return target.kind === 'unknown' ? [...target.names] : [];
}

/** The expressions a statement evaluates, nested blocks included, bodies of functions and classes not. */
export function expressionsOf(statement: Statement): Expression[] {
  const inner = (...blocks: (readonly Statement[])[]): Expression[] => blocks.flat().flatMap(expressionsOf);
  switch (statement.kind) {
    case 'expression':
      return [statement.value];
    case 'assign':
      return [statement.value, ...statement.targets];
    case 'annotated':
      return statement.value ? [statement.value, statement.target] : [];
    case 'augmented':
      return [statement.value, statement.target];
    case 'delete':
      return [...statement.targets];
    case 'return':
    case 'raise':
    case 'assert':
    case 'print':
      return [...statement.values];
    case 'if':
      return [...statement.branches.flatMap(({ test, body }) => [test, ...inner(body)]), ...inner(statement.otherwise)];
    case 'while':
      return [statement.test, ...inner(statement.body, statement.otherwise)];
    case 'for':
      return [statement.iterable, statement.target, ...inner(statement.body, statement.otherwise)];
    case 'try':
      return inner(
        statement.body,
        ...statement.handlers.map(({ body }) => body),
        statement.otherwise,
        statement.finally,
      );
    case 'with':
      return [...statement.items.map(({ context }) => context), ...inner(statement.body)];
    case 'function':
    case 'class':
      return [...statement.decorators];
    case 'pass':
    case 'break':
    case 'continue':
    case 'import':
    case 'importFrom':
    case 'global':
    case 'nonlocal':
    case 'typeAlias':
    case 'unknown':
      return [];
  }
}

function collect(statement: Statement, names: Name[]): void {
  const all = (blocks: readonly (readonly Statement[])[]): void => {
    for (const block of blocks) for (const inner of block) collect(inner, names);
  };
  switch (statement.kind) {
    case 'assign':
      names.push(...statement.targets.flatMap(targetNames));
      break;
    case 'annotated':
      if (statement.value) names.push(...targetNames(statement.target));
      break;
    case 'augmented':
      names.push(...targetNames(statement.target));
      break;
    case 'delete':
      names.push(...statement.targets.flatMap(targetNames));
      break;
    case 'import':
      names.push(...statement.names.map(({ binds }) => binds));
      break;
    case 'importFrom':
      if (statement.names) names.push(...statement.names.map(({ binds }) => binds));
      else names.push({ kind: 'name', name: '*', from: statement.from, to: statement.to });
      break;
    case 'typeAlias':
    case 'function':
    case 'class':
      names.push(statement.name);
      break;
    case 'if':
      all([...statement.branches.map(({ body }) => body), statement.otherwise]);
      break;
    case 'for':
      names.push(...targetNames(statement.target));
      all([statement.body, statement.otherwise]);
      break;
    case 'while':
      all([statement.body, statement.otherwise]);
      break;
    case 'try':
      names.push(...statement.handlers.flatMap(({ name }) => (name ? [name] : [])));
      all([statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.finally]);
      break;
    case 'with':
      names.push(...statement.items.flatMap(({ target }) => (target ? targetNames(target) : [])));
      all([statement.body]);
      break;
    case 'unknown':
      names.push(...statement.names);
      break;
    case 'expression':
    case 'pass':
    case 'break':
    case 'continue':
    case 'return':
    case 'raise':
    case 'assert':
    case 'print':
    case 'global':
    case 'nonlocal':
      break;
  }
}
