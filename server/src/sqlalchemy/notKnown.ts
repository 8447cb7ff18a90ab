import { Traceless } from '../common/traceless';
import { raise } from '../python/interpreter/exception';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import { findUnknown } from '../python/interpreter/lost';
import { HostObject, unknownData, unknownPy } from '../python/interpreter/value';

/** Thrown inside the library where a result is not known; `LibraryFunction` makes an unknown value of it. */
export class NotKnown extends Traceless {
  override readonly name = 'NotKnown';
  /** One sentence for the user. */
  constructor(readonly reason: string) {
    super(reason);
  }
}

export function notKnown(reason: string): never {
  throw new NotKnown(reason);
}

/** Why something of SQLAlchemy gives no value. */
export function notFollowed(name: string): string {
  return `SQLAlchemy's \`${name}\` is not followed.`;
}

/** Raises one of SQLAlchemy's own exceptions. */
export function raiseSqlalchemy(
  type: 'ArgumentError' | 'InvalidRequestError' | 'CompileError',
  message: string,
): never {
  raise(type, message, ['SQLAlchemyError', 'HasDescriptionCode', 'Exception']);
}

/** A function or method of the library. */
export class LibraryFunction extends HostObject {
  readonly typeName = 'function';
  readonly #run: (args: CallArguments, site: Site) => PyValue;

  /** @param run may throw `NotKnown` besides Python's exceptions. */
  constructor(
    readonly name: string,
    run: (args: CallArguments, site: Site) => PyValue,
    override readonly takesUnknown = false,
  ) {
    super();
    this.#run = run;
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: this.name } : undefined;
  }

  override call(args: CallArguments, site: Site): PyValue {
    return known(() => this.#run(args, site));
  }
}

/** A function or method that makes data: whatever is called on its result has no effect on anything else. */
export class DataFunction extends LibraryFunction {
  constructor(
    name: string,
    run: (args: CallArguments, site: Site) => PyValue,
    /** `run` deals with unknown arguments itself. */
    readonly runTakesUnknown = false,
    /** What it makes of arguments that are not known. */
    private readonly ofUnknown: (reason: string) => PyValue = unknownData,
  ) {
    super(name, run, true);
  }

  override callWithUnknown(reason: string): PyValue {
    return this.ofUnknown(reason);
  }

  override call(args: CallArguments, site: Site): PyValue {
    const unknown = findUnknown([...args.positional, ...args.keywords.values()]);
    if (unknown !== undefined && !this.runTakesUnknown) return this.ofUnknown(unknown.reason);
    const result = super.call(args, site);
    return result.kind === 'unknown' && result.beginning === undefined ? this.ofUnknown(result.reason) : result;
  }
}

/** The value, or an unknown one where `NotKnown` is thrown. */
export function known(run: () => PyValue): PyValue {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotKnown) return unknownPy(error.reason);
    throw error;
  }
}

/** Something SQLAlchemy has that is not modelled: calling it has no effect, its result is not known. */
export class NotFollowed extends HostObject {
  readonly typeName = 'type';
  override readonly takesUnknown = true;

  constructor(
    readonly name: string,
    /** What it makes is data: nothing that is called on it has an effect on anything else. */
    readonly isData: boolean,
  ) {
    super();
  }

  get #unknown(): PyValue {
    return this.isData ? unknownData(notFollowed(this.name)) : unknownPy(notFollowed(this.name));
  }

  override getAttribute(name: string): PyValue {
    return name === '__name__' ? { kind: 'string', value: this.name } : this.#unknown;
  }

  override call(): PyValue {
    return this.#unknown;
  }

  override getItem(): PyValue {
    return this.#unknown;
  }

  override binary(): PyValue {
    return this.#unknown;
  }

  override unary(): PyValue {
    return this.#unknown;
  }

  override contains(): PyValue {
    return this.#unknown;
  }

  override iterate(): 'unknown' {
    return 'unknown';
  }

  override truth(): undefined {
    return undefined;
  }
}

/** `sa.exc.IntegrityError`: a class of exceptions, to catch. */
export class ExceptionClassObject extends HostObject {
  readonly typeName = 'type';
  override readonly takesUnknown = true;
  override readonly exceptionType: string;

  constructor(readonly name: string) {
    super();
    this.exceptionType = name;
  }

  override getAttribute(name: string): PyValue {
    return name === '__name__' ? { kind: 'string', value: this.name } : unknownData(notFollowed(`exc.${this.name}`));
  }

  override call(): PyValue {
    return unknownData(notFollowed(`exc.${this.name}`));
  }
}
