import { raise } from '../exception';
import { pyBool, pyFloat, pyInt, pyStr, pyTuple } from '../make';
import { textArgument } from '../methods/method';
import { type NativeCall, NativeModule } from '../objects/native';
import { OwnObject } from '../objects/own';
import { PY_NONE, type PyValue, unknownData, unknownPy } from '../value';
import { fixed } from '../values/float';
import { integerOf } from '../values/number';
import { typeNameOr } from '../values/typeName';
import { moduleOf, strict } from './native';

const ENVIRONMENT = 'It depends on the environment variables.';

/** `os.environ` */
class Environment extends OwnObject {
  readonly typeName = '_Environ';

  override getItem(): PyValue {
    return unknownData(ENVIRONMENT);
  }

  override setItem(): boolean {
    return true;
  }

  override contains(): PyValue {
    return unknownData(ENVIRONMENT);
  }

  override getAttribute(): PyValue {
    return unknownData(ENVIRONMENT);
  }

  override iterate(): 'unknown' {
    return 'unknown';
  }

  override truth(): undefined {
    return undefined;
  }
}

/** By POSIX rules; those of Windows differ once there is a backslash or a drive. */
function path(run: (parts: readonly string[]) => PyValue): NativeCall {
  return strict(({ positional }) => {
    const parts = positional.map((part) => (part.kind === 'host' ? undefined : textArgument(part, '')));
    const texts = parts.filter((part) => part !== undefined);
    if (texts.length < parts.length || texts.some((part) => /[\\:]/.test(part))) {
      return unknownData('It is a path that is not followed.');
    }
    return run(texts);
  });
}

function split(text: string): readonly [string, string] {
  const at = text.lastIndexOf('/') + 1;
  const head = text.slice(0, at);
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), text.slice(at)];
}

function join(parts: readonly string[]): PyValue {
  return pyStr(
    parts.reduce((joined, part) => {
      if (part.startsWith('/')) return part;
      return joined === '' || joined.endsWith('/') ? joined + part : `${joined}/${part}`;
    }),
  );
}

const [, osPath] = moduleOf('os.path', {
  join: path(join),
  dirname: path(([text = '']) => pyStr(split(text)[0])),
  basename: path(([text = '']) => pyStr(split(text)[1])),
  split: path(([text = '']) => pyTuple(split(text).map(pyStr))),
});

const [, os] = moduleOf(
  'os',
  { getenv: () => unknownData(ENVIRONMENT) },
  { environ: new Environment(), path: osPath },
  // Some of it starts programs.
  (name) =>
    (/^(?:exec|spawn|system|popen|fork|kill)/.test(name) ? unknownPy : unknownData)(
      `It is 'os.${name}', which is not followed.`,
    ),
);

const [, sys] = moduleOf(
  'sys',
  { exit: () => raise('SystemExit', '', ['BaseException']) },
  { maxsize: pyInt(2n ** 63n - 1n) },
  (name) => unknownData(`It is 'sys.${name}', which depends on the Python that runs.`),
);

const [, time] = moduleOf('time', { sleep: () => PY_NONE }, {}, (name) =>
  unknownData(`It is 'time.${name}', which depends on the time.`),
);

function wholeNumber(round: (value: number) => number): NativeCall {
  return strict(({ positional: [value = PY_NONE] }) => {
    const integer = integerOf(value);
    if (integer !== undefined) return pyInt(integer);
    if (value.kind === 'host') return unknownData('It is a number that is not known.');
    if (value.kind !== 'float') raise('TypeError', `must be real number, not ${typeNameOr(value)}`);
    if (!Number.isFinite(value.value))
      raise(Number.isNaN(value.value) ? 'ValueError' : 'OverflowError', 'cannot convert to integer');
    return pyInt(BigInt(fixed(round(value.value), 0)));
  });
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}

const math = moduleOf(
  'math',
  {
    floor: wholeNumber(Math.floor),
    ceil: wholeNumber(Math.ceil),
    trunc: wholeNumber(Math.trunc),
    sqrt: strict(({ positional: [value = PY_NONE] }) => {
      const number = value.kind === 'float' ? value.value : Number(integerOf(value) ?? NaN);
      if (value.kind !== 'float' && integerOf(value) === undefined)
        return unknownData('It is a root that is not known.');
      if (number < 0) raise('ValueError', 'math domain error');
      return pyFloat(Math.sqrt(number));
    }),
    gcd: strict(({ positional }) => {
      const values = positional.map((value) => integerOf(value) ?? raise('TypeError', 'an integer is required'));
      return pyInt(values.reduce(gcd, 0n));
    }),
    isnan: strict(({ positional: [value = PY_NONE] }) => pyBool(value.kind === 'float' && Number.isNaN(value.value))),
  },
  { pi: pyFloat(Math.PI), e: pyFloat(Math.E), inf: pyFloat(Infinity), nan: pyFloat(NaN), tau: pyFloat(2 * Math.PI) },
);

/** Modules about the machine the code runs on, of which nothing is asked, and `math`. */
export const MACHINE_MODULES: readonly (readonly [string, NativeModule])[] = [
  ['os', os],
  ['os.path', osPath],
  ['posixpath', osPath],
  ['sys', sys],
  ['time', time],
  math,
];
