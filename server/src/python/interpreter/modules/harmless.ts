import { pyBool, pyInt } from '../make';
import { TypingName } from '../objects/typing';
import { NullContext } from '../objects/contextManager';
import { NativeFunction, NativeModule } from '../objects/native';
import { OwnObject } from '../objects/own';
import { PY_NONE, type PyValue, unknownData } from '../value';
import { moduleOf } from './native';

const nothing = new NativeFunction('nothing', () => PY_NONE, true);
const first = new NativeFunction('decorator', ({ positional: [value = PY_NONE] }) => value, true);

/** Methods of a logger that only write somewhere. */
const WRITES = new Set(
  'debug info warning warn error critical exception fatal log setLevel addHandler removeHandler addFilter basicConfig captureWarnings disable'.split(
    ' ',
  ),
);
const LEVELS: Readonly<Record<string, number>> = {
  NOTSET: 0,
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  WARN: 30,
  ERROR: 40,
  CRITICAL: 50,
  FATAL: 50,
};

/** A logger: what it is told goes nowhere. */
class Logger extends OwnObject {
  readonly typeName = 'Logger';

  override getAttribute(name: string): PyValue {
    if (WRITES.has(name)) return nothing;
    if (name === 'getChild' || name === 'getLogger') return getLogger;
    const level = LEVELS[name];
    if (level !== undefined && Object.hasOwn(LEVELS, name)) return pyInt(level);
    return unknownData(`It is '${name}' of a logger.`);
  }
}

const LOGGER = new Logger();
const getLogger = new NativeFunction('getLogger', () => LOGGER, true);

/** Names that only annotations use, or that do nothing when they are called. */
function typingMember(name: string): PyValue {
  if (name === 'TYPE_CHECKING') return pyBool(false);
  if (name === 'overload' || name === 'final' || name === 'runtime_checkable' || name === 'override') return first;
  return new TypingName(name);
}

/** Functions that tell of types what they are. */
const ASK_TYPES = ['get_args', 'get_origin', 'get_type_hints', 'get_overloads', 'is_typeddict'];

function typingModule(name: string): [string, NativeModule] {
  const names = new Map<string, PyValue>();
  const member = (key: string): PyValue => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const value = typingMember(key);
    names.set(key, value);
    return value;
  };
  for (const key of ['NamedTuple', 'Protocol', 'Generic', 'Any', 'Optional']) member(key);
  names.set('cast', new NativeFunction('cast', ({ positional: [, value = PY_NONE] }) => value, true));
  names.set('TypeVar', new NativeFunction('TypeVar', () => new TypingName('TypeVar'), true));
  for (const key of ASK_TYPES) {
    names.set(key, new NativeFunction(key, () => unknownData(`It is what 'typing.${key}' tells of a type.`), true));
  }
  names.set('NewType', new NativeFunction('NewType', () => first, true));
  return [name, new NativeModule(name, names, member)];
}

const warnings = moduleOf('warnings', {
  warn: () => PY_NONE,
  simplefilter: () => PY_NONE,
  filterwarnings: () => PY_NONE,
  resetwarnings: () => PY_NONE,
  catch_warnings: () => new NullContext(),
});

const abc = moduleOf(
  'abc',
  { abstractmethod: ({ positional: [value = PY_NONE] }) => value },
  { ABC: new TypingName('ABC'), ABCMeta: new TypingName('ABCMeta') },
);

/** Modules whose names do nothing. */
export const HARMLESS: readonly (readonly [string, PyValue])[] = [
  ['logging', LOGGER],
  ['logging.config', new NativeModule('logging.config', new Map(), () => nothing)],
  typingModule('typing'),
  typingModule('typing_extensions'),
  typingModule('collections.abc'),
  typingModule('__future__'),
  typingModule('types'),
  warnings,
  abc,
];
