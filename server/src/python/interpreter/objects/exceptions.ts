import { PyRaised, UnknownRaised } from '../exception';
import type { PyValue, Site } from '../value';
import { ABOVE, ExceptionClass } from './exceptionClass';
import { OwnObject } from './own';
import { exceptionRepr, exceptionText, UserInstance } from './userInstance';
import { UserClass } from './userClass';

/** An exception of Python's own. `args` undefined: Python chose the words, which differ between its versions. */
export class ExceptionInstance extends OwnObject {
  constructor(
    readonly cls: ExceptionClass,
    readonly args: readonly PyValue[] | undefined,
  ) {
    super();
  }

  get typeName(): string {
    return this.cls.name;
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === 'args') {
      if (this.args) return { kind: 'tuple', items: this.args };
      return { kind: 'unknown', reason: 'It is the message of an exception that Python raised.', inert: true };
    }
    if (name === '__class__') return this.cls;
    return name.startsWith('__')
      ? undefined
      : { kind: 'unknown', reason: `It is '${name}' of an exception.`, inert: true };
  }

  override str(site: Site): string | undefined {
    return this.args && exceptionText(this.args, this.cls.name, site);
  }

  override repr(site: Site): string | undefined {
    return this.args && exceptionRepr(this.cls.name, this.args, site);
  }

  override children(): Iterable<PyValue> {
    return this.args ?? [];
  }
}

const EXCEPTION_CLASSES: ReadonlyMap<string, ExceptionClass> = new Map(
  ['BaseException', ...Object.keys(ABOVE)].map((name) => [
    name,
    new ExceptionClass(name, (cls, args) => new ExceptionInstance(cls, args)),
  ]),
);

const ALIASES: readonly (readonly [string, string])[] = [
  ['IOError', 'OSError'],
  ['EnvironmentError', 'OSError'],
];

/** What Python calls its exceptions. */
export const EXCEPTION_NAMES: ReadonlyMap<string, PyValue> = new Map([
  ...EXCEPTION_CLASSES,
  ...ALIASES.flatMap(([alias, name]) => {
    const cls = EXCEPTION_CLASSES.get(name);
    return cls ? [[alias, cls] as const] : [];
  }),
]);

/** What is thrown for `raise value`. */
export function raisedOf(value: PyValue, site: Site): PyRaised {
  if (value instanceof ExceptionClass) return raisedOf(new ExceptionInstance(value, []), site);
  if (value instanceof ExceptionInstance) {
    return new PyRaised(value.cls.name, value.str(site) ?? '', value.cls.bases, value);
  }
  if (value instanceof UserClass && value.exceptionBase) {
    return raisedOf(site.interpreter.call(value, { positional: [], keywords: new Map() }, site.place), site);
  }
  if (value instanceof UserInstance && value.cls.exceptionBase) {
    const { mro, name, exceptionBase } = value.cls;
    const bases = [...mro.slice(1).map((one) => one.name), exceptionBase.name, ...exceptionBase.bases];
    return new PyRaised(name, value.str(site) ?? '', bases, value);
  }
  if (value.kind === 'unknown') return new UnknownRaised(value.reason);
  if (value.kind === 'host' && !(value instanceof OwnObject)) return new UnknownRaised(`It is a ${value.typeName}.`);
  return new PyRaised('TypeError', 'exceptions must derive from BaseException');
}

/** Whether `except type` catches an exception; undefined when it is not known. */
export function catches(type: PyValue, raised: PyRaised): boolean | undefined {
  if (type.kind === 'tuple') {
    const answers = type.items.map((item) => catches(item, raised));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  const any = type instanceof ExceptionClass && (type.name === 'Exception' || type.name === 'BaseException');
  if (raised instanceof UnknownRaised) return any ? true : undefined;
  const instance = raised.value instanceof UserInstance ? raised.value : undefined;
  if (type instanceof ExceptionClass) {
    if (type.name === 'BaseException') return true;
    if (instance) return instance.cls.exceptionBase?.is(type.name) ?? false;
    return raised.type === type.name || raised.bases.includes(type.name);
  }
  if (type instanceof UserClass) return instance?.cls.isSubclassOf(type) ?? false;
  if (type.kind === 'host' && type.exceptionType !== undefined) {
    return raised.type === type.exceptionType || raised.bases.includes(type.exceptionType);
  }
  return undefined;
}

/** What `except ... as e` binds. */
export function caught(raised: PyRaised): PyValue {
  if (raised.value) return raised.value;
  const cls = EXCEPTION_CLASSES.get(raised.type) ?? EXCEPTION_CLASSES.get('Exception');
  return cls && !(raised instanceof UnknownRaised)
    ? new ExceptionInstance(cls, undefined)
    : { kind: 'unknown', reason: 'It is an exception that is not known.', inert: true };
}

/** Whether it is the `StopIteration` with which `__next__` says that there is nothing left. */
export function catchesStop(error: unknown): boolean {
  return error instanceof PyRaised && error.type === 'StopIteration';
}
