import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import { need, toType } from './convert';
import { ElementObject, operandOf } from './elements';
import { notFollowed, notKnown, known } from './notKnown';
import { LibraryObject } from './objects';
import { parameters } from './parameters';

/** `sa.func`, and `sa.func.package` on the way to a function: every name is one. */
export class FuncObject extends LibraryObject {
  readonly typeName = '_FunctionGenerator';

  constructor(readonly path: readonly string[] = []) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name.startsWith('__')) return undefined;
    // `func.print_()`: for names that Python reserves.
    return new FuncObject([...this.path, name.endsWith('_') ? name.slice(0, -1) : name]);
  }

  override call(args: CallArguments): PyValue | undefined {
    if (this.path.length === 0) return undefined;
    return known(() => {
      const { given, rest } = bindArguments(this.path.join('.'), parameters('*clauses =type_?'), args);
      const name = this.path.at(-1)?.toLowerCase() ?? '';
      if (this.path.length === 1 && WITH_OWN_ARGUMENTS.has(name)) notKnown(notFollowed(`func.${name}`));
      const type = given.get('type_');
      return new FunctionObject(
        this.path,
        rest.map((value) => operandOf(value, 'operand')),
        type === undefined || type.kind === 'none' ? null : need(type, toType(type), 'the type of the function'),
      );
    });
  }
}

/** Functions that SQLAlchemy makes in another way than from their arguments alone. */
const WITH_OWN_ARGUMENTS = new Set([
  'cast',
  'extract',
  'next_value',
  'array_agg',
  'aggregate_strings',
  'grouping_sets',
]);

/** `func.name(...)`. */
class FunctionObject extends ElementObject {
  constructor(
    path: readonly string[],
    args: readonly ReturnType<typeof operandOf>[],
    type: ConstructorParameters<typeof ElementObject>[1],
  ) {
    super({ kind: 'function', path, arguments: args, type: type ?? null }, type, 'Function');
  }
}
