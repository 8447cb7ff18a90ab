import { calledName, isConfigMethod } from '../../engine/alembic/envNodes';
import type { Expression } from '../../python/ast';

/** Functions and methods that change nothing a run depends on; what they give is looked at where it is used. */
const HARMLESS = new Set([
  ...['getLogger', 'basicConfig', 'fileConfig', 'info', 'debug', 'warning'],
  ...['getenv', 'get', 'str', 'replace', 'strip', 'format', 'quote_plus', 'lower', 'upper'],
  ...['Path', 'dirname', 'abspath', 'realpath', 'join', 'resolve', 'cwd', 'getcwd', 'append', 'insert'],
  ...['print', 'dict', 'list', 'set', 'tuple', 'MetaData'],
]);
const READS_CONFIG = ['get_main_option', 'get_section', 'get_section_option', 'get_alembic_option'];

/** Whether working an expression out surely changes nothing that a run depends on. */
export function isHarmless(value: Expression): boolean {
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
      if (READS_CONFIG.some((method) => isConfigMethod(value, method))) return true;
      return HARMLESS.has(calledName(value)) && (callee.kind !== 'attribute' || isHarmless(callee.object));
    }
    default:
      return false;
  }
}
