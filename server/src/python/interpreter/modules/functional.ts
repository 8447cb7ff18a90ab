import { getAttribute } from '../attributes';
import { raise } from '../exception';
import { machineOf } from '../machine';
import { pyTuple } from '../make';
import { isStepwise } from '../builtins/iterators';
import { UserFunction } from '../objects/function';
import { type NativeCall, NativeFunction } from '../objects/native';
import { OwnObject } from '../objects/own';
import { compare, contains, operate, unary } from '../operators';
import { getItem } from '../subscripts';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownPy } from '../value';
import { moduleOf, unknownFrom } from './native';

/** `functools.partial(callee, ...)` */
class Partial extends OwnObject {
  readonly typeName = 'partial';
  override readonly takesUnknown = true;

  constructor(
    private readonly callee: PyValue,
    private readonly given: CallArguments,
  ) {
    super();
  }

  override call({ positional, keywords }: CallArguments, site: Site): PyValue {
    const args = {
      positional: [...this.given.positional, ...positional],
      keywords: new Map([...this.given.keywords, ...keywords]),
    };
    return site.interpreter.call(this.callee, args, site.place);
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === 'func' ? this.callee : undefined;
  }

  override children(): Iterable<PyValue> {
    return [this.callee, ...this.given.positional, ...this.given.keywords.values()];
  }
}

const partial: NativeCall = ({ positional: [callee = PY_NONE, ...positional], keywords }) =>
  new Partial(callee, { positional, keywords });

const reduce: NativeCall = ({ positional: [callee = PY_NONE, source = PY_NONE, initial] }, site) => {
  const machine = machineOf(site);
  let result = initial;
  const complete = machine.each(source, site, (item) => {
    result =
      result === undefined
        ? item
        : machine.call(callee, { positional: [result, item], keywords: new Map() }, site.place);
    return true;
  });
  if (!complete) return unknownFrom([source], site);
  return result ?? raise('TypeError', 'reduce() of empty iterable with no initial value');
};

/** `functools.wraps(f)`: the decorated function takes over the name. */
const wraps: NativeCall = ({ positional: [wrapped = PY_NONE] }) =>
  new NativeFunction(
    'wraps',
    ({ positional: [wrapper = PY_NONE] }) => {
      if (wrapper instanceof UserFunction) {
        wrapper.attributes.set('__wrapped__', wrapped);
        if (wrapped instanceof UserFunction)
          wrapper.attributes.set('__name__', { kind: 'string', value: wrapped.name });
      }
      return wrapper;
    },
    true,
  );

const itemgetter: NativeCall = ({ positional: keys }) =>
  new NativeFunction(
    'itemgetter',
    ({ positional: [object = PY_NONE] }, site) => {
      const items = keys.map((key) => getItem(object, key, site));
      return items.length === 1 ? (items[0] ?? PY_NONE) : pyTuple(items);
    },
    true,
  );

const attrgetter: NativeCall = ({ positional: names }) =>
  new NativeFunction(
    'attrgetter',
    ({ positional: [object = PY_NONE] }, site) => {
      const values = names.map((name) =>
        name.kind === 'string'
          ? name.value.split('.').reduce((value, part) => getAttribute(value, part, site), object)
          : unknownPy('It is an attribute whose name is not known.'),
      );
      return values.length === 1 ? (values[0] ?? PY_NONE) : pyTuple(values);
    },
    true,
  );

const BINARY: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  and_: '&',
  or_: '|',
  xor: '^',
  concat: '+',
};
const COMPARES: Readonly<Record<string, string>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  is_: 'is',
  is_not: 'is not',
};

const operatorFunctions: Record<string, NativeCall> = {
  itemgetter,
  attrgetter,
  neg: ({ positional: [value = PY_NONE] }, site) => unary('-', value, site),
  not_: ({ positional: [value = PY_NONE] }, site) => unary('not', value, site),
  getitem: ({ positional: [object = PY_NONE, key = PY_NONE] }, site) => getItem(object, key, site),
  contains: ({ positional: [object = PY_NONE, item = PY_NONE] }, site) => {
    const answer = contains(object, item, site);
    return answer === undefined ? unknownFrom([object, item], site) : { kind: 'boolean', value: answer };
  },
};
for (const [name, operator] of Object.entries(BINARY)) {
  operatorFunctions[name] = ({ positional: [a = PY_NONE, b = PY_NONE] }, site) => operate(operator, a, b, site);
}
for (const [name, operator] of Object.entries(COMPARES)) {
  operatorFunctions[name] = ({ positional: [a = PY_NONE, b = PY_NONE] }, site) => compare(operator, a, b, site);
}

/** A copy of lists, dicts and sets, and of those inside them when `deep`; undefined where an object is inside. */
function copied(value: PyValue, deep: boolean, seen: Map<PyValue, PyValue>): PyValue | undefined {
  const known = seen.get(value);
  if (known !== undefined) return known;
  const inner = (item: PyValue): PyValue | undefined => (deep ? copied(item, true, seen) : item);
  switch (value.kind) {
    case 'list': {
      const copy: PyValue = { kind: 'list', items: [] };
      seen.set(value, copy);
      for (const item of value.items) {
        const one = inner(item);
        if (one === undefined) return undefined;
        copy.items.push(one);
      }
      return copy;
    }
    case 'dict': {
      const copy: PyValue = { kind: 'dict', entries: [] };
      seen.set(value, copy);
      for (const entry of value.entries) {
        const key = inner(entry.key);
        const one = inner(entry.value);
        if (key === undefined || one === undefined) return undefined;
        copy.entries.push({ key, value: one });
      }
      return copy;
    }
    case 'set':
      return { kind: 'set', frozen: value.frozen, items: [...value.items] };
    case 'tuple': {
      const items = value.items.map(inner);
      const all = items.filter((item) => item !== undefined);
      return all.length < items.length ? undefined : { kind: 'tuple', items: all };
    }
    case 'host':
      return value instanceof UserFunction ? value : undefined;
    default:
      return value;
  }
}

function copy(deep: boolean): NativeCall {
  return ({ positional: [value = PY_NONE] }, site) => {
    if (!isStepwise(value)) return unknownFrom([value], site);
    return copied(value, deep, new Map()) ?? unknownFrom([value], site);
  };
}

export const FUNCTIONAL = [
  moduleOf('functools', { partial, reduce, wraps }, {}, (name) =>
    unknownPy(`It is 'functools.${name}', which is not followed.`),
  ),
  moduleOf('operator', operatorFunctions),
  moduleOf('copy', { copy: copy(false), deepcopy: copy(true) }),
];
