import { isConfig, isName, nodesWithin, textOf } from '../../engine/alembic/envNodes';
import type { KnownText, VisibleText } from '../../engine/alembic/visibleText';
import type { Expression, Statement } from '../../python/ast';

type If = Extract<Statement, { kind: 'if' }>;

/**
 * The statements of an env.py with the branch that is taken in place of an `if` whose test is known. What is only done for
 * offline mode, and a connection that a program hands over, are left out: on a command line there is none.
 */
export function takenStatements(statements: readonly Statement[], texts: VisibleText): readonly Statement[] {
  const nodes = [...nodesWithin(statements)];
  if (nodes.some(({ kind }) => kind === 'global' || kind === 'nonlocal')) return statements;
  const block: Statement[] = [];
  new Block(texts, block).add(withoutOffline(statements));
  return block;
}

/** Without the function that offline mode alone runs. */
export function withoutOffline(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter((one) => {
    if (one.kind !== 'function') return true;
    const named = [...nodesWithin(statements)].filter((node) => isName(node, one.name.name));
    return !(named.length === 2 && statements.some((choice) => isOfflineCall(choice, one.name.name)));
  });
}

/** `if context.is_offline_mode(): NAME()` */
function isOfflineCall(statement: Statement, name: string): boolean {
  if (statement.kind !== 'if') return false;
  const [branch] = statement.branches;
  const { test, body: [only, ...more] = [] } = branch ?? {};
  const isOffline =
    test?.kind === 'call' && test.callee.kind === 'attribute' && test.callee.name.name === 'is_offline_mode';
  if (!isOffline || more.length > 0 || only?.kind !== 'expression' || only.value.kind !== 'call') return false;
  return isName(only.value.callee, name);
}

/** Statements that run one after the other. */
class Block {
  /** What names were given last, for sure. */
  readonly #values = new Map<string, Expression>();

  constructor(
    private readonly texts: VisibleText,
    private readonly kept: Statement[],
  ) {}

  add(statements: readonly Statement[]): void {
    for (const statement of statements) {
      const taken = statement.kind === 'if' ? this.#branch(statement) : null;
      if (taken !== null) this.add(taken);
      else this.#keep(statement);
    }
  }

  #keep(statement: Statement): void {
    for (const node of nodesWithin(statement)) if (node.kind === 'name') this.#forget(node.name, statement);
    this.kept.push(this.#within(statement));
    if (statement.kind !== 'assign') return;
    const [target, ...others] = statement.targets;
    if (target?.kind === 'name' && others.length === 0) this.#values.set(target.name, statement.value);
  }

  /** What a statement may bind is not known any more; a connection that nobody handed over was never meant. */
  #forget(name: string, statement: Statement): void {
    const isAssigned = statement.kind === 'assign' && statement.targets.some((target) => isName(target, name));
    const isPlain = statement.kind === 'expression' || (statement.kind === 'assign' && !isAssigned);
    if (isPlain) return;
    const value = this.#values.get(name);
    this.#values.delete(name);
    if (value === undefined || !isHandedOver(value)) return;
    const dead = this.kept.findIndex((one) => one.kind === 'assign' && one.value === value);
    if (dead >= 0 && isAssigned) this.kept.splice(dead, 1);
  }

  #within(statement: Statement): Statement {
    if (statement.kind !== 'function' && statement.kind !== 'with') return statement;
    const body: Statement[] = [];
    new Block(this.texts, body).add(statement.body);
    return { ...statement, body };
  }

  /** Null: which one is not known. */
  #branch({ branches, otherwise }: If): readonly Statement[] | null {
    for (const { test, body } of branches) {
      const truth = this.#truth(test);
      if (truth === undefined) return null;
      if (truth) return body;
    }
    return otherwise;
  }

  #truth(test: Expression): boolean | undefined {
    switch (test.kind) {
      case 'boolean':
        return test.value;
      case 'unary':
        return test.operator === 'not' ? negated(this.#truth(test.operand)) : undefined;
      case 'binary': {
        const left = this.#truth(test.left);
        if (test.operator !== 'and' && test.operator !== 'or') return undefined;
        if (left === undefined) return undefined;
        return left === (test.operator === 'or') ? left : this.#truth(test.right);
      }
      case 'comparison':
        return this.#compared(test.operators, test.operands);
      case 'call': {
        if (test.callee.kind !== 'attribute' || test.callee.name.name !== 'startswith') break;
        const [beginning, ...more] = test.arguments.map(({ value }) => textOf(value));
        const text = this.#text(test.callee.object);
        if (typeof beginning !== 'string' || more.length > 0 || typeof text !== 'string') return undefined;
        return text.startsWith(beginning);
      }
      default:
    }
    const text = this.#text(test);
    return text === undefined ? undefined : text !== null && text !== '';
  }

  #compared(operators: readonly string[], operands: readonly Expression[]): boolean | undefined {
    const [operator, ...others] = operators;
    const [left, right] = operands.map((operand) => this.#text(operand));
    if (others.length > 0 || left === undefined || right === undefined) return undefined;
    switch (operator) {
      case 'is':
      case 'is not':
        // Texts that are equal may be one, or two.
        return left === null || right === null ? (left === right) === (operator === 'is') : undefined;
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case 'in':
      case 'not in':
        return left === null || right === null ? undefined : right.includes(left) === (operator === 'in');
      default:
        return undefined;
    }
  }

  #text(value: Expression): KnownText {
    const followed = (value.kind === 'name' ? this.#values.get(value.name) : undefined) ?? value;
    return isHandedOver(followed) ? null : this.texts.of(followed);
  }
}

function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

/** `config.attributes.get("connection")`, with `None` or nothing besides. */
function isHandedOver(value: Expression): boolean {
  if (value.kind !== 'call' || value.callee.kind !== 'attribute' || value.callee.name.name !== 'get') return false;
  const { object } = value.callee;
  if (object.kind !== 'attribute' || object.name.name !== 'attributes' || !isConfig(object.object)) return false;
  const [key, fallback, ...more] = value.arguments;
  return (
    key !== undefined && textOf(key.value) !== null && more.length === 0 && (fallback?.value.kind ?? 'none') === 'none'
  );
}
