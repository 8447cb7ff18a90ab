import { findUnknown } from '../lost';
import { machineOf } from '../machine';
import { type NativeCall, NativeFunction, NativeModule } from '../objects/native';
import { type PyValue, type Site, unknownData } from '../value';

/** A module that holds functions and other values. Other names of it: `others`, or unknown. */
export function moduleOf(
  name: string,
  functions: Readonly<Record<string, NativeCall>>,
  values: Readonly<Record<string, PyValue>> = {},
  others: (name: string) => PyValue = (other) => unknownData(`It is '${name}.${other}', which is not followed.`),
): readonly [string, NativeModule] {
  const names = new Map<string, PyValue>(Object.entries(values));
  for (const [key, run] of Object.entries(functions)) names.set(key, new NativeFunction(key, run, true));
  return [name, new NativeModule(name, names, others)];
}

/** What depends on something unknown. */
export function unknownFrom(values: readonly (PyValue | undefined)[], site: Site): PyValue {
  machineOf(site).mayRaise();
  const unknown = findUnknown(values.filter((value) => value !== undefined));
  return unknownData(unknown?.reason ?? 'It is computed from something that is not known.');
}

/** A function of which every argument must be known. */
export function strict(run: NativeCall): NativeCall {
  return (args, site) => {
    const given = [...args.positional, ...args.keywords.values()];
    return findUnknown(given) ? unknownFrom(given, site) : run(args, site);
  };
}
