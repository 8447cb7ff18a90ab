import type { Argument, Expression, FormatPart } from '../../python/ast';
import { type Call, calledName, isBoundOtherwise, isName, type Node } from './envNodes';

/** A text, null for `None`, undefined for what cannot be known. */
export type KnownText = string | null | undefined;

/** Deeper than anybody writes; a name that leads back to itself ends here. */
const DEEPEST = 20;

/** What other modules say: of a name that is imported from one, of an attribute. */
export type Elsewhere = (value: Extract<Expression, { kind: 'name' | 'attribute' }>) => KnownText;

/** The texts that expressions of a module stand for, as far as they rest on literals and on the environment. */
export class VisibleText {
  constructor(
    private readonly nodes: readonly Node[],
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private readonly elsewhere: Elsewhere = () => undefined,
  ) {}

  /** The one value that is ever assigned to a name; undefined when there are several, or none. */
  valueOf(name: string): Expression | undefined {
    const values = this.nodes.flatMap((node) => {
      if (node.kind === 'assign' && node.targets.some((target) => isName(target, name))) return [node.value];
      if (node.kind === 'annotated' && isName(node.target, name)) return node.value === undefined ? [] : [node.value];
      if (node.kind === 'named' && node.target.name === name) return [node.value];
      return node.kind === 'augmented' && isName(node.target, name) ? [undefined] : [];
    });
    // `section["key"] = value` binds no name.
    const others = this.nodes.filter(
      (node) => node.kind !== 'named' && !(node.kind === 'assign' && node.targets.every(isPartOfAnObject)),
    );
    return values.length === 1 && !isBoundOtherwise(name, others) ? values[0] : undefined;
  }

  of(expression: Expression, depth = 0): KnownText {
    if (depth > DEEPEST) return undefined;
    const inner = (value: Expression): KnownText => this.of(value, depth + 1);
    switch (expression.kind) {
      case 'none':
        return null;
      case 'string':
        return expression.bytes ? undefined : (expression.value ?? undefined);
      case 'concatenation':
        return joined(expression.parts.map(inner));
      case 'formatString':
        return joined(expression.parts.map((part) => (part.kind === 'text' ? part.value : this.#field(part, depth))));
      case 'binary':
        if (expression.operator === '+') return joined([inner(expression.left), inner(expression.right)]);
        if (expression.operator !== 'or') return undefined;
        return this.#firstOf([expression.left, expression.right], depth);
      case 'name': {
        const value = this.valueOf(expression.name);
        return value === undefined ? this.elsewhere(expression) : inner(value);
      }
      case 'attribute':
        return this.elsewhere(expression);
      case 'named':
        return inner(expression.value);
      case 'subscript':
        return isEnvironment(expression.object) ? this.#variable(inner(expression.index), undefined) : undefined;
      case 'call':
        return this.#call(expression, depth);
      default:
        return undefined;
    }
  }

  /** `{name}`; what formats the value is not followed. */
  #field(part: Extract<FormatPart, { kind: 'replacement' }>, depth: number): KnownText {
    const plain = part.spec === null && part.selfDocumenting === null && part.conversion !== 'r';
    return plain && part.conversion !== 'a' ? this.of(part.value, depth + 1) : undefined;
  }

  #firstOf(values: readonly Expression[], depth: number): KnownText {
    for (const value of values) {
      const text = this.of(value, depth + 1);
      if (text === undefined || (text !== null && text !== '')) return text;
    }
    return null;
  }

  #variable(name: KnownText, otherwise: KnownText): KnownText {
    return typeof name === 'string' ? (this.environment[name] ?? otherwise) : undefined;
  }

  /** `os.getenv(name, default)`, `os.environ.get(name, default)`, `str(text)`, `text.replace(a, b)`, a function that only returns. */
  #call(call: Call, depth: number): KnownText {
    const { callee } = call;
    if (!call.arguments.every(({ kind, name }) => kind === 'positional' || name?.name === 'default')) return undefined;
    const texts = call.arguments.map((argument: Argument) => this.of(argument.value, depth + 1));
    const [first, second = null] = texts;
    const name = calledName(call);
    const environment =
      name === 'getenv'
        ? callee.kind === 'name' || (callee.kind === 'attribute' && isName(callee.object, 'os'))
        : callee.kind === 'attribute' && name === 'get' && isEnvironment(callee.object);
    if (environment) return this.#variable(first, second);
    if (callee.kind === 'attribute' && name === 'replace' && texts.length === 2) {
      const text = this.of(callee.object, depth + 1);
      if (typeof text !== 'string' || typeof first !== 'string' || typeof second !== 'string') return undefined;
      return text.replaceAll(first, () => second);
    }
    if (callee.kind !== 'name') return undefined;
    if (name === 'str' && texts.length === 1) return first ?? undefined;
    const functions = this.nodes.filter((node) => node.kind === 'function' && node.name.name === name);
    const [definition] = functions;
    if (functions.length !== 1 || definition?.kind !== 'function' || texts.length > 0) return undefined;
    const last = definition.body.at(-1);
    const [value] = last?.kind === 'return' ? last.values : [];
    const plain = definition.body.every(({ kind }) => kind === 'return' || kind === 'assign' || kind === 'expression');
    return plain && value !== undefined ? this.of(value, depth + 1) : undefined;
  }
}

function isPartOfAnObject({ kind }: Expression): boolean {
  return kind === 'subscript' || kind === 'attribute';
}

/** None has no text that anybody would want in a URL. */
function joined(parts: readonly KnownText[]): KnownText {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

/** `os.environ`, or `environ` imported from there. */
function isEnvironment(value: Expression): boolean {
  if (isName(value, 'environ')) return true;
  return value.kind === 'attribute' && value.name.name === 'environ' && isName(value.object, 'os');
}
