import { type Call, calledName, isConfigMethod } from '../../engine/alembic/envNodes';
import type { Expression, FunctionDefinition } from '../../python/ast';

/** Functions that change nothing a run depends on; what they give is looked at where it is used. */
const FUNCTIONS = [
  ...['getLogger', 'basicConfig', 'fileConfig', 'getenv', 'str', 'quote', 'quote_plus', 'print', 'getcwd'],
  ...['Path', 'dirname', 'abspath', 'realpath', 'join', 'exists', 'isfile', 'normpath'],
  ...['dict', 'list', 'set', 'tuple', 'len', 'bool', 'int', 'MetaData', 'Rewriter'],
];
/** Methods that do not. */
const METHODS = [
  ...['info', 'debug', 'warning', 'setLevel', 'addHandler'],
  ...['get', 'replace', 'strip', 'format', 'lower', 'upper', 'startswith', 'endswith'],
  ...['resolve', 'cwd', 'append', 'insert', 'get_x_argument'],
];
const BARE: ReadonlySet<string> = new Set(FUNCTIONS);
const OF_SOMETHING: ReadonlySet<string> = new Set([...FUNCTIONS, ...METHODS]);
const READS_CONFIG = ['get_main_option', 'get_section', 'get_section_option', 'get_alembic_option'];

/** How deep functions call each other. */
const DEEPEST = 10;

/** What of an env.py surely changes nothing that a run depends on. */
export class Harmless {
  /**
   * @param functions those of env.py.
   * @param isKnown whether a call is looked at elsewhere, and found to change nothing.
   */
  constructor(
    private readonly functions: ReadonlyMap<string, FunctionDefinition>,
    private readonly isKnown: (call: Call) => boolean,
    private readonly depth = 0,
  ) {}

  /** Whether that is so of working an expression out. */
  is(value: Expression): boolean {
    const isHarmless = (part: Expression): boolean => this.is(part);
    switch (value.kind) {
      case 'name':
      case 'string':
      case 'none':
      case 'ellipsis':
      case 'boolean':
      case 'number':
      case 'lambda':
        return true;
      case 'attribute':
        return isHarmless(value.object);
      case 'subscript':
        return isHarmless(value.object) && isHarmless(value.index);
      case 'concatenation':
        return value.parts.every(isHarmless);
      case 'formatString':
        return value.parts.every((part) => part.kind === 'text' || isHarmless(part.value));
      case 'tuple':
      case 'list':
      case 'set':
        return value.items.every(isHarmless);
      case 'dict':
        return value.entries.every(({ key, value: held }) => (key === null || isHarmless(key)) && isHarmless(held));
      case 'unary':
        return isHarmless(value.operand);
      case 'binary':
        return isHarmless(value.left) && isHarmless(value.right);
      case 'comparison':
        return value.operands.every(isHarmless);
      case 'conditional':
        return isHarmless(value.test) && isHarmless(value.then) && isHarmless(value.otherwise);
      case 'call': {
        if (!value.arguments.every((argument) => isHarmless(argument.value))) return false;
        const { callee } = value;
        if (READS_CONFIG.some((method) => isConfigMethod(value, method)) || this.isKnown(value)) return true;
        const name = calledName(value);
        if (callee.kind === 'attribute') return OF_SOMETHING.has(name) && isHarmless(callee.object);
        const own = this.functions.get(name);
        return own === undefined ? BARE.has(name) : value.arguments.length === 0 && this.#isFunction(own);
      }
      default:
        return false;
    }
  }

  /** A function that works something out and gives it back. */
  #isFunction({ body, decorators, isAsync }: FunctionDefinition): boolean {
    if (isAsync || decorators.length > 0 || this.depth > DEEPEST) return false;
    const inner = new Harmless(this.functions, this.isKnown, this.depth + 1);
    return body.every((one) => {
      if (one.kind === 'return') return one.values.every((value) => inner.is(value));
      if (one.kind === 'assign') return one.targets.every(({ kind }) => kind === 'name') && inner.is(one.value);
      return one.kind === 'expression' && inner.is(one.value);
    });
  }
}
