import type { Statement } from '../ast';
import { raise } from './exception';
import type { Machine } from './machine';
import { ENUM_BASES, EnumClass, defineEnum, type EnumBase } from './objects/enumClass';
import { ExceptionClass } from './objects/exceptionClass';
import { defineNamedTuple, isNamedTupleBase } from './objects/namedTuple';
import { OwnObject } from './objects/own';
import { isHarmlessBase, typingName } from './objects/typing';
import { type AnnotatedField, UserClass } from './objects/userClass';
import { Scope } from './scope';
import { type HostObject, type PyValue, type Site, unknownPy } from './value';

type ClassStatement = Extract<Statement, { kind: 'class' }>;

/** `class name(bases): ...` */
export function defineClass(machine: Machine, node: ClassStatement, scope: Scope): void {
  const site = machine.site(node, scope);
  const decorators = node.decorators.map((decorator) => machine.evaluate(decorator, scope));
  const bases: PyValue[] = [];
  let strange: string | undefined;
  for (const { kind, name, value } of node.arguments) {
    const base = machine.evaluate(value, scope);
    if (kind === 'positional') bases.push(base);
    else if (kind === 'keyword' && name?.name === 'metaclass' && typingName(base) === 'ABCMeta') continue;
    else strange = `It is the class '${node.name.name}', which is made in a way that is not followed.`;
  }
  const use = { locals: new Set<string>(), globals: new Set<string>(), nonlocals: new Set<string>(), yields: false };
  for (const statement of node.body) {
    if (statement.kind === 'global') for (const { name } of statement.names) use.globals.add(name);
  }
  const inside = new Scope('class', scope.module, {}, scope, use);
  inside.names.set('__module__', unknownPy('It is the name of the module.'));
  inside.names.set('__qualname__', { kind: 'string', value: node.name.name });
  const completion = machine.run(node.body, inside);
  if (completion !== undefined) raise('SyntaxError', 'a class body cannot be left');
  inside.names.delete('__module__');
  inside.names.delete('__qualname__');
  const name = node.name.name;
  let value = strange === undefined ? makeClass(name, bases, inside.names, node, site) : unknownPy(strange);
  if (value.kind === 'unknown') {
    machine.giveAway(inside.names.values(), value.reason, true);
  }
  for (const decorator of decorators.reverse()) {
    value = machine.call(decorator, { positional: [value], keywords: new Map() }, site.place);
  }
  scope.set(name, value);
}

function makeClass(
  name: string,
  bases: readonly PyValue[],
  namespace: Map<string, PyValue>,
  node: ClassStatement,
  site: Site,
): PyValue {
  const real = bases.filter((base) => !isHarmlessBase(base));
  const enumBase = real.find((base): base is EnumBase | EnumClass => ENUM_BASES.has(base) || base instanceof EnumClass);
  if (enumBase) return defineEnum(name, real, enumBase, namespace, site);
  const [first] = real;
  if (first !== undefined && isNamedTupleBase(first) && real.length === 1) {
    return defineNamedTuple(name, annotatedFields(node, namespace), namespace);
  }
  const library = real.find(
    (base): base is HostObject => base.kind === 'host' && !(base instanceof OwnObject) && base.subclass !== undefined,
  );
  if (library?.subclass) {
    const made = library.subclass(name, namespace, site, real);
    if (made !== undefined) return made;
  }
  const exception = real.find((base) => base instanceof ExceptionClass);
  const classes = real.filter((base) => base instanceof UserClass);
  const known = real.every((base) => base instanceof UserClass || base instanceof ExceptionClass);
  const odd = ['__init_subclass__', '__class_getitem__', '__getattribute__', '__set_name__'];
  if (!known || odd.some((one) => namespace.has(one)) || classes.some((base) => base.find('__init_subclass__'))) {
    return unknownPy(`It is the class '${name}', which derives from something that is not known.`);
  }
  const made = new UserClass(name, classes, namespace, exception);
  made.annotated = annotatedFields(node, namespace);
  return made;
}

/** The fields of a dataclass or named tuple: the annotated names of the body, with their defaults. */
function annotatedFields(node: ClassStatement, namespace: ReadonlyMap<string, PyValue>): AnnotatedField[] {
  return node.body.flatMap((statement) => {
    if (statement.kind !== 'annotated' || statement.target.kind !== 'name') return [];
    const { name } = statement.target;
    const { annotation } = statement;
    const shown = annotation.kind === 'subscript' ? annotation.object : annotation;
    const type = shown.kind === 'attribute' ? shown.name.name : shown.kind === 'name' ? shown.name : '';
    const value = statement.value === undefined ? undefined : namespace.get(name);
    return [{ name, type, ...(value !== undefined && { value }) }];
  });
}
