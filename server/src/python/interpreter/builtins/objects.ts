import { findAttribute, getAttribute, setAttribute } from '../attributes';
import { PyRaised, raise } from '../exception';
import { machineOf } from '../machine';
import { pyBool } from '../make';
import { BuiltinType } from '../objects/builtinType';
import { EnumBase, EnumClass, EnumMember } from '../objects/enumClass';
import { ExceptionClass } from '../objects/exceptionClass';
import { ExceptionInstance } from '../objects/exceptions';
import { BoundMethod, UserFunction } from '../objects/function';
import { NativeFunction, type NativeCall } from '../objects/native';
import { OwnObject } from '../objects/own';
import { TypingName } from '../objects/typing';
import { UserClass } from '../objects/userClass';
import { UserInstance } from '../objects/userInstance';
import { PY_NONE, type PyValue, type Site, unknownData, unknownPy } from '../value';
import { typeName } from '../values/typeName';
import { BUILTIN_TYPES, methodOfType } from './types';
import { counted } from './arity';

BuiltinType.methods = methodOfType;

/** `isinstance(value, type)`; undefined when it is not known. */
export function isInstance(value: PyValue, type: PyValue): boolean | undefined {
  if (type.kind === 'tuple') {
    const answers = type.items.map((one) => isInstance(value, one));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  if (value.kind === 'unknown' || type.kind !== 'host') return undefined;
  if (type instanceof TypingName) return type.name === 'object' ? true : undefined;
  const foreign = value.kind === 'host' && !(value instanceof OwnObject);
  if (value instanceof EnumMember) return isMember(value, type);
  if (type instanceof UserClass)
    return foreign ? undefined : value instanceof UserInstance && value.cls.isSubclassOf(type);
  if (type instanceof EnumClass || type instanceof EnumBase) return foreign ? undefined : false;
  if (type instanceof ExceptionClass) {
    if (value instanceof ExceptionInstance) return value.cls.is(type.name);
    if (value instanceof UserInstance) return value.cls.exceptionBase?.is(type.name) ?? false;
    return foreign ? undefined : false;
  }
  if (type instanceof BuiltinType) {
    if (value instanceof OwnObject && !(value instanceof UserInstance) && !(value instanceof ExceptionInstance)) {
      // A named tuple is a tuple, a default dict is a dict.
      return type.isInstance(value) === true
        ? true
        : PLAIN_OBJECTS.some((plain) => value instanceof plain)
          ? false
          : undefined;
    }
    return type.isInstance(value);
  }
  return type.isInstance?.(value);
}

const PLAIN_OBJECTS = [UserFunction, BoundMethod, UserClass, EnumClass, ExceptionClass, BuiltinType, NativeFunction];

function isMember(member: EnumMember, type: PyValue): boolean | undefined {
  for (let cls: EnumClass | undefined = member.cls; cls !== undefined; cls = cls.above) if (cls === type) return true;
  if (type instanceof EnumBase) return type === member.cls.base || type.name === 'Enum' ? true : undefined;
  if (type instanceof BuiltinType) {
    if (type.name === 'str') return member.cls.mixin === 'string';
    if (type.name === 'int') return member.cls.mixin === 'integer';
  }
  return type instanceof OwnObject ? false : undefined;
}

function typeOf(value: PyValue, site: Site): PyValue {
  if (value.kind === 'unknown') {
    machineOf(site).mayRaise();
    return unknownPy(value.reason);
  }
  if (value instanceof UserInstance || value instanceof EnumMember || value instanceof ExceptionInstance)
    return value.cls;
  if (value.kind !== 'host' || value.typeName === 'range' || value.typeName === 'slice') {
    return BUILTIN_TYPES.get(typeName(value)) ?? unknownPy('It is a class.');
  }
  return findAttribute(value, '__class__', site) ?? unknownPy('It is the class of something.');
}

const isInstanceCall: NativeCall = ({ positional: [value = PY_NONE, type = PY_NONE] }, site) => {
  const answer = isInstance(value, type);
  if (answer !== undefined) return pyBool(answer);
  machineOf(site).mayRaise();
  return unknownData(value.kind === 'unknown' ? value.reason : 'Whether it is of that class is not known.');
};

const isSubclass: NativeCall = ({ positional: [cls = PY_NONE, type = PY_NONE] }) => {
  const types = type.kind === 'tuple' ? type.items : [type];
  if (cls instanceof UserClass && types.every((one) => one instanceof UserClass)) {
    return pyBool(types.some((one) => cls.isSubclassOf(one)));
  }
  if (cls instanceof ExceptionClass && types.every((one) => one instanceof ExceptionClass)) {
    return pyBool(types.some((one) => cls.is(one.name)));
  }
  return unknownData('Whether it derives from that class is not known.');
};

function nameArgument(name: PyValue | undefined): string | undefined {
  if (name?.kind === 'string') return name.value;
  if (name?.kind === 'unknown') return undefined;
  return raise('TypeError', 'attribute name must be string');
}

const getattr: NativeCall = ({ positional: [object = PY_NONE, name, otherwise] }, site) => {
  const key = nameArgument(name);
  if (key === undefined) return unknownPy('It is an attribute whose name is not known.');
  if (otherwise === undefined) return getAttribute(object, key, site);
  try {
    return getAttribute(object, key, site);
  } catch (error) {
    if (error instanceof PyRaised && error.type === 'AttributeError') return otherwise;
    throw error;
  }
};

const hasattr: NativeCall = ({ positional: [object = PY_NONE, name] }, site) => {
  const key = nameArgument(name);
  if (key === undefined || object.kind === 'unknown') return unknownData('Whether it has that attribute is not known.');
  try {
    const value = findAttribute(object, key, site);
    if (value?.kind === 'unknown') return unknownData('Whether it has that attribute is not known.');
    return pyBool(value !== undefined);
  } catch (error) {
    if (error instanceof PyRaised && error.type === 'AttributeError') return pyBool(false);
    throw error;
  }
};

const setattr: NativeCall = ({ positional: [object = PY_NONE, name, value = PY_NONE] }, site) => {
  const key = nameArgument(name);
  if (key === undefined)
    machineOf(site).giveAway([object, value], 'An attribute of it was set whose name is not known.', true);
  else setAttribute(object, key, value, site);
  return PY_NONE;
};

const delattr: NativeCall = ({ positional: [object = PY_NONE] }, site) => {
  machineOf(site).giveAway([object], 'An attribute of it was deleted.', false);
  return PY_NONE;
};

const callable: NativeCall = ({ positional: [value = PY_NONE] }) => {
  if (value.kind === 'unknown') return unknownData(value.reason);
  if (value.kind !== 'host') return pyBool(false);
  const known = [UserFunction, BoundMethod, UserClass, BuiltinType, NativeFunction, ExceptionClass, EnumClass];
  if (known.some((one) => value instanceof one)) return pyBool(true);
  return value instanceof UserInstance
    ? pyBool(value.cls.find('__call__') !== undefined)
    : unknownData('Whether it can be called is not known.');
};

const type: NativeCall = ({ positional }, site) => {
  const [value = PY_NONE] = positional;
  if (positional.length === 3) return unknownPy('It is a class made by a call.');
  return typeOf(value, site);
};

const CALLS: Readonly<Record<string, NativeCall>> = {
  isinstance: isInstanceCall,
  issubclass: isSubclass,
  getattr,
  hasattr,
  setattr,
  delattr,
  callable,
  type,
};

/** Builtins that ask about objects. */
export const OBJECT_FUNCTIONS: readonly (readonly [string, PyValue])[] = Object.entries(CALLS).map(
  ([name, run]) => [name, new NativeFunction(name, counted(name, run), true)] as const,
);
