import type { CallArguments, PyValue } from '../value';
import { OwnObject } from './own';

/** Python's own exceptions by the class above them (library reference, "Exception hierarchy"). */
export const ABOVE: Readonly<Record<string, string>> = {
  Exception: 'BaseException',
  SystemExit: 'BaseException',
  KeyboardInterrupt: 'BaseException',
  GeneratorExit: 'BaseException',
  ArithmeticError: 'Exception',
  FloatingPointError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  ZeroDivisionError: 'ArithmeticError',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  BufferError: 'Exception',
  EOFError: 'Exception',
  ImportError: 'Exception',
  ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  MemoryError: 'Exception',
  NameError: 'Exception',
  UnboundLocalError: 'NameError',
  OSError: 'Exception',
  BlockingIOError: 'OSError',
  ConnectionError: 'OSError',
  FileExistsError: 'OSError',
  FileNotFoundError: 'OSError',
  InterruptedError: 'OSError',
  IsADirectoryError: 'OSError',
  NotADirectoryError: 'OSError',
  PermissionError: 'OSError',
  ProcessLookupError: 'OSError',
  TimeoutError: 'OSError',
  ReferenceError: 'Exception',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  StopIteration: 'Exception',
  StopAsyncIteration: 'Exception',
  SyntaxError: 'Exception',
  IndentationError: 'SyntaxError',
  SystemError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
  Warning: 'Exception',
  DeprecationWarning: 'Warning',
  FutureWarning: 'Warning',
  ImportWarning: 'Warning',
  PendingDeprecationWarning: 'Warning',
  ResourceWarning: 'Warning',
  RuntimeWarning: 'Warning',
  SyntaxWarning: 'Warning',
  UnicodeWarning: 'Warning',
  UserWarning: 'Warning',
};

/** The classes above one, the nearest first. */
function basesOf(name: string): string[] {
  const bases: string[] = [];
  for (let above = ABOVE[name]; above !== undefined; above = ABOVE[above]) bases.push(above);
  return bases;
}

/** One of Python's own classes of exceptions. */
export class ExceptionClass extends OwnObject {
  readonly typeName = 'type';
  override readonly takesUnknown = true;
  /** Names of the classes above it. */
  readonly bases: readonly string[];

  constructor(
    readonly name: string,
    private readonly make: (cls: ExceptionClass, args: readonly PyValue[]) => PyValue,
  ) {
    super();
    this.bases = basesOf(name);
  }

  override call(args: CallArguments): PyValue {
    return this.make(this, args.positional);
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === '__name__' || name === '__qualname__' ? { kind: 'string', value: this.name } : undefined;
  }

  override repr(): string {
    return `<class '${this.name}'>`;
  }

  /** Whether it is this class or derives from it. */
  is(name: string): boolean {
    return this.name === name || this.bases.includes(name);
  }
}
