import { raise } from '../exception';
import type { CallArguments, PyValue, Site } from '../value';
import type { Field } from './userClass';

/** What the fields of a dataclass hold in a new object. @throws PyRaised TypeError */
export function bindFields(
  name: string,
  fields: readonly Field[],
  args: CallArguments,
  site: Site,
): Map<string, PyValue> {
  const inInit = fields.filter((field) => field.inInit);
  if (args.positional.length > inInit.length)
    raise('TypeError', `${name}.__init__() takes too many positional arguments`);
  const given = new Map<string, PyValue>();
  for (const [index, value] of args.positional.entries()) {
    const field = inInit[index];
    if (field) given.set(field.name, value);
  }
  for (const [key, value] of args.keywords) {
    if (!inInit.some((field) => field.name === key)) {
      raise('TypeError', `${name}.__init__() got an unexpected keyword argument '${key}'`);
    }
    if (given.has(key)) raise('TypeError', `${name}.__init__() got multiple values for argument '${key}'`);
    given.set(key, value);
  }
  const values = new Map<string, PyValue>();
  for (const field of fields) {
    const value =
      given.get(field.name) ??
      field.default ??
      (field.factory && site.interpreter.call(field.factory, { positional: [], keywords: new Map() }, site.place));
    if (value !== undefined) values.set(field.name, value);
    else if (field.inInit) raise('TypeError', `${name}.__init__() missing the argument '${field.name}'`);
  }
  return values;
}
