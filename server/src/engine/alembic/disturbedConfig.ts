import type { Expression } from '../../python/ast';
import { calledName, FROM_CONFIG, isConfig, isContextConfig, isName, isSection, type Node, textOf } from './envNodes';
import type { VisibleText } from './visibleText';

/** Functions that only look at what they are given. */
const LOOKING = new Set([
  'print',
  'repr',
  'str',
  'getattr',
  'hasattr',
  'isinstance',
  'type',
  'id',
  'len',
  'bool',
  'dict',
]);
/** Methods of a section, a `dict`, that only look. */
const READING = new Set(['get', 'items', 'keys', 'values', 'copy', '__getitem__', '__contains__']);

/**
 * Whether an env.py lets something it does not show change its configuration: it hands `config` or a section to a function,
 * changes a section by a method, or goes past Alembic's own methods to the parser. What `sqlalchemy.url` is then, only running it tells.
 */
export function isDisturbed(nodes: readonly Node[], texts: VisibleText): boolean {
  const isItsSection = (value: Expression): boolean => {
    const followed = value.kind === 'name' ? texts.valueOf(value.name) : value;
    return followed !== undefined && isSection(followed);
  };
  return nodes.some((node) => {
    switch (node.kind) {
      case 'call': {
        const name = calledName(node);
        if (node.callee.kind === 'attribute' && isItsSection(node.callee.object) && !READING.has(name)) return true;
        if (LOOKING.has(name) || FROM_CONFIG.has(name)) return false;
        return node.arguments.some(({ value }) => isConfig(value) || isItsSection(value));
      }
      case 'attribute':
        return node.name.name === 'file_config';
      case 'assign':
        return node.targets.some(
          (target) =>
            (isName(target, 'config') && !isContextConfig(node.value)) ||
            (target.kind === 'attribute' && isConfig(target.object)) ||
            (target.kind === 'subscript' && isItsSection(target.object) && textOf(target.index) === null),
        );
      default:
        return false;
    }
  });
}
