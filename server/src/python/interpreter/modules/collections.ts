import { raise } from '../exception';
import { FACTORIES, hideRepr } from '../values/specialDicts';
import { pyDict, pyStr } from '../make';
import { update } from '../methods/dict';
import { ENUM, EnumAuto, FLAG, INT_ENUM, INT_FLAG, STR_ENUM } from '../objects/enumClass';
import { makeNamedTuple } from '../objects/namedTuple';
import { type NativeCall, NativeFunction } from '../objects/native';
import { OwnObject } from '../objects/own';
import { type Field, UserClass } from '../objects/userClass';
import { listOf } from '../subscripts';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownPy } from '../value';
import { setKey } from '../values/dict';
import { truth } from '../values/truth';
import { moduleOf, unknownFrom } from './native';

function filled(
  sources: readonly PyValue[],
  keywords: CallArguments['keywords'],
  site: Site,
): (PyValue & { kind: 'dict' }) | undefined {
  const dict = pyDict([]);
  if (!sources.every((source) => update(dict, source, site))) return undefined;
  for (const [key, value] of keywords) setKey(dict, pyStr(key), value, site);
  return dict;
}

const orderedDict: NativeCall = ({ positional, keywords }, site) => {
  const dict = filled(positional, keywords, site);
  if (dict === undefined) return unknownFrom(positional, site);
  hideRepr(dict);
  return dict;
};

const defaultdict: NativeCall = ({ positional: [factory = PY_NONE, ...sources], keywords }, site) => {
  const dict = filled(sources, keywords, site);
  if (dict === undefined) return unknownFrom(sources, site);
  hideRepr(dict);
  if (factory.kind !== 'none') FACTORIES.set(dict, factory);
  return dict;
};

const namedtuple: NativeCall = ({ positional: [name = PY_NONE, given = PY_NONE], keywords }, site) => {
  const fields =
    given.kind === 'string'
      ? given.value.replaceAll(',', ' ').split(/\s+/).filter(Boolean)
      : listOf(given, site)?.items.map((item) => (item.kind === 'string' ? item.value : undefined));
  const names = fields?.filter((field) => field !== undefined);
  const defaults = listOf(keywords.get('defaults') ?? pyDict([]), site)?.items;
  if (name.kind !== 'string' || names === undefined || names.length !== fields?.length || defaults === undefined) {
    return unknownFrom([name, given], site);
  }
  if (keywords.has('rename')) return unknownPy('It is a named tuple with other names than are given.');
  if (names.some((field) => field.startsWith('_')) || new Set(names).size < names.length) {
    raise('ValueError', 'these are no names for the fields of a named tuple');
  }
  return makeNamedTuple(name.value, names, defaults);
};

/** `dataclasses.field(...)` */
class FieldOptions extends OwnObject {
  readonly typeName = 'Field';

  constructor(readonly options: CallArguments['keywords']) {
    super();
  }
}

const dataclass: NativeCall = ({ positional: [cls], keywords }, site) => {
  if (cls === undefined) {
    const quiet = [...keywords.keys()].every((key) => key === 'frozen' || key === 'repr' || key === 'slots');
    const known = quiet && [...keywords.values()].every((value) => truth(value, site) !== undefined);
    if (!known) return unknownPy('It is a dataclass with options that are not followed.');
    return new NativeFunction('dataclass', ({ positional: [one = PY_NONE] }) => fielded(one), true);
  }
  return fielded(cls);
};

/** The class with the fields that its annotated names are. */
function fielded(cls: PyValue): PyValue {
  if (!(cls instanceof UserClass)) return unknownPy('It is a dataclass made of a class that is not known.');
  const fields = new Map<string, Field>();
  for (const base of cls.mro.slice(1).reverse()) for (const field of base.fields ?? []) fields.set(field.name, field);
  for (const { name, type, value } of cls.annotated) {
    if (type === 'ClassVar') continue;
    if (type === 'InitVar' || type === 'KW_ONLY') return unknownPy('It is a dataclass that is not followed.');
    if (value instanceof FieldOptions) {
      const { options } = value;
      const init = options.get('init');
      const fallback = options.get('default');
      const factory = options.get('default_factory');
      if (init !== undefined || options.has('kw_only')) return unknownPy('It is a dataclass that is not followed.');
      fields.set(name, { name, inInit: true, ...(fallback && { default: fallback }), ...(factory && { factory }) });
      cls.namespace.delete(name);
    } else fields.set(name, { name, inInit: true, ...(value !== undefined && { default: value }) });
  }
  cls.fields = [...fields.values()];
  return cls;
}

const same: NativeCall = ({ positional: [value = PY_NONE] }) => value;

export const COLLECTIONS = [
  moduleOf('collections', { OrderedDict: orderedDict, defaultdict, namedtuple }, {}, (name) =>
    unknownPy(`It is 'collections.${name}', which is not followed.`),
  ),
  moduleOf('dataclasses', { dataclass, field: ({ keywords }) => new FieldOptions(keywords) }, {}, (name) =>
    unknownPy(`It is 'dataclasses.${name}', which is not followed.`),
  ),
  moduleOf(
    'enum',
    { auto: () => new EnumAuto(), unique: same },
    { Enum: ENUM, IntEnum: INT_ENUM, StrEnum: STR_ENUM, Flag: FLAG, IntFlag: INT_FLAG },
    (name) => unknownPy(`It is 'enum.${name}', which is not followed.`),
  ),
];
