import { raise } from './exception';
import { seen } from './lost';
import { machineOf } from './machine';
import { boundMethod, hasMethods } from './methods';
import { OwnObject } from './objects/own';
import { derived } from './operators';
import { madeOf, type PyValue, type Site, type UnknownPyValue, unknownPy } from './value';
import { typeName } from './values/typeName';

function ofUnknown(object: UnknownPyValue, name: string): UnknownPyValue {
  if (object.inert && !object.acting?.has(name)) return madeOf(object);
  return unknownPy(`It is the attribute '${name}' of something that is not known.`);
}

/**
 * `object.name`
 * @throws PyRaised AttributeError
 */
export function getAttribute(raw: PyValue, name: string, site: Site): PyValue {
  const object = seen(raw);
  if (object.kind === 'unknown') return derived(ofUnknown(object, name), site);
  return (
    findAttribute(object, name, site) ??
    raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`)
  );
}

/** The same, undefined where there is none. */
export function findAttribute(object: Exclude<PyValue, UnknownPyValue>, name: string, site: Site): PyValue | undefined {
  if (object.kind === 'host') {
    const value = object.getAttribute(name, site);
    return value === undefined ? undefined : seen(value);
  }
  if (name === '__class__') return machineOf(site).builtin(typeName(object)) ?? unknownPy('It is a class.');
  if (hasMethods(object)) return boundMethod(object, name);
  return undefined;
}

/** What an attribute holds, found without running code of the file; undefined when it is not known. */
export function getAttributeQuietly(raw: PyValue, name: string, site: Site): PyValue | undefined {
  const object = seen(raw);
  if (object.kind === 'unknown') return object.inert && !object.acting?.has(name) ? object : undefined;
  if (object.kind !== 'host') return findAttribute(object, name, site);
  if (object instanceof OwnObject) return object.peekAttribute(name, site);
  return object.getAttribute(name, site);
}

/**
 * `object.name = value`
 * @throws PyRaised AttributeError
 */
export function setAttribute(raw: PyValue, name: string, value: PyValue, site: Site): void {
  const object = seen(raw);
  const machine = machineOf(site);
  if (object.kind === 'unknown') {
    machine.mayRaise();
    machine.giveAway([value], 'It is kept by something that is not known.', true);
    return;
  }
  if (object.kind === 'host' && object.setAttribute(name, value, site)) return;
  raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`);
}
