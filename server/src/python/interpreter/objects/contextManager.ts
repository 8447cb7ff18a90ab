import type { PyRaised } from '../exception';
import { type PyValue, PY_NONE, type Site } from '../value';
import type { PyGenerator } from './generator';
import { OwnObject } from './own';

/** A context of Python's library. */
export abstract class ContextManager extends OwnObject {
  readonly typeName = 'context manager';
  /** Whether it puts an exception aside; undefined of those that put none aside. */
  readonly suppresses: ((raised: PyRaised) => boolean | undefined) | undefined = undefined;

  /** Runs a block inside. */
  abstract around(block: (value: PyValue) => void, site: Site): void;
}

/** `@contextmanager`: the block runs where the generator yields. */
export class GeneratorContext extends ContextManager {
  constructor(private readonly generator: PyGenerator) {
    super();
  }

  override around(block: (value: PyValue) => void): void {
    this.generator.around(block);
  }

  override children(): Iterable<PyValue> {
    return [this.generator];
  }
}

/** `contextlib.nullcontext(value)`, and what else does nothing. */
export class NullContext extends ContextManager {
  constructor(
    private readonly value: PyValue = PY_NONE,
    override readonly suppresses: (raised: PyRaised) => boolean | undefined = () => false,
  ) {
    super();
  }

  override around(block: (value: PyValue) => void): void {
    block(this.value);
  }
}
