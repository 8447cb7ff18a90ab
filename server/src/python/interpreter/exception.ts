import { Traceless } from '../../common/traceless';
import type { PyValue } from './value';

/**
 * A Python exception on its way up, thrown as a JavaScript one; the interpreter catches it at `except`. `type` is the name
 * of the class, `bases` those above it up to `Exception`.
 */
export class PyRaised extends Traceless {
  constructor(
    readonly type: string,
    override readonly message: string,
    readonly bases: readonly string[] = ['Exception'],
    /** The exception as `except ... as e` binds it, where the file made it itself. */
    readonly value?: PyValue,
  ) {
    super(message);
  }
}

/** Raises one of Python's own exceptions. */
export function raise(type: string, message: string, bases?: readonly string[]): never {
  throw new PyRaised(type, message, bases);
}

/** An exception is raised of which only that is known. */
export class UnknownRaised extends PyRaised {
  constructor(readonly reason: string) {
    super('Exception', reason);
  }
}
