import type { Machine } from '../machine';
import { raise } from '../exception';
import { type CallArguments, type PyValue, type Site, unknownPy } from '../value';
import { bindFields } from './dataclass';
import { BoundMethod } from './function';
import type { UserClass } from './userClass';
import { UserInstance } from './userInstance';

/** `cls(...)` */
export function instantiate(machine: Machine, cls: UserClass, args: CallArguments, site: Site): PyValue {
  if (cls.find('__new__') !== undefined) {
    machine.giveAway(
      [...args.positional, ...args.keywords.values()],
      'It was given to a class that makes its objects itself.',
      true,
    );
    machine.notFollowed(`'${cls.name}' makes its objects itself, which is not followed.`, site.place);
    return unknownPy(`It is an object of '${cls.name}', which makes its objects itself.`);
  }
  const instance = new UserInstance(cls, cls.exceptionBase ? args.positional : []);
  const init = cls.find('__init__');
  if (init !== undefined) {
    const result = machine.call(new BoundMethod(init, instance), args, site.place);
    if (result.kind !== 'none' && result.kind !== 'unknown') raise('TypeError', '__init__() should return None');
    return instance;
  }
  if (cls.fields) {
    for (const [name, value] of bindFields(cls.name, cls.fields, args, site)) instance.attributes.set(name, value);
    const after = cls.find('__post_init__');
    if (after !== undefined)
      machine.call(new BoundMethod(after, instance), { positional: [], keywords: new Map() }, site.place);
    return instance;
  }
  if (cls.exceptionBase === undefined && (args.positional.length > 0 || args.keywords.size > 0)) {
    raise('TypeError', `${cls.name}() takes no arguments`);
  }
  return instance;
}
