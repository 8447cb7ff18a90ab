import type { Ranged } from '../../../../server/src/python/ast';
import { Interpreter, type Outcome } from '../../../../server/src/python/interpreter/interpreter';
import {
  type CallArguments,
  HostObject,
  PY_NONE,
  type PyValue,
  type Site,
} from '../../../../server/src/python/interpreter/value';

/** A library object that writes down what is called on it: `rec.name(...)`. */
export class Recording extends HostObject {
  readonly typeName = 'Recording';
  override readonly takesUnknown = true;
  readonly calls: string[] = [];

  constructor(private readonly path = '') {
    super();
  }

  override getAttribute(name: string): PyValue {
    const child = new Recording(name);
    Object.assign(child, { calls: this.calls });
    return child;
  }

  override call({ positional, keywords }: CallArguments, site: Site): PyValue {
    const shown = (value: PyValue): string => site.interpreter.repr(value) ?? '?';
    const named = [...keywords].map(([key, value]) => `${key}=${shown(value)}`);
    this.calls.push(`${this.path}(${[...positional.map(shown), ...named].join(', ')})`);
    return PY_NONE;
  }

  override enter(): PyValue {
    this.calls.push(`enter ${this.path}`);
    return this;
  }

  override exit(raised: boolean): void {
    this.calls.push(`exit ${this.path}${raised ? ' raised' : ''}`);
  }
}

/** A pure clause of a library: knows its arguments, and what is done with it. */
export class Clause extends HostObject {
  readonly typeName = 'Clause';

  constructor(readonly text: string) {
    super();
  }

  override getAttribute(name: string): PyValue {
    return new Clause(`${this.text}.${name}`);
  }

  override call({ positional }: CallArguments, site: Site): PyValue {
    const shown = positional.map((value) =>
      value instanceof Clause ? value.text : (site.interpreter.repr(value) ?? '?'),
    );
    return new Clause(`${this.text}(${shown.join(', ')})`);
  }

  override binary(operator: string, other: PyValue, reflected: boolean, site: Site): PyValue {
    const shown = other instanceof Clause ? other.text : (site.interpreter.repr(other) ?? '?');
    return new Clause(reflected ? `${shown} ${operator} ${this.text}` : `${this.text} ${operator} ${shown}`);
  }
}

export interface Followed {
  readonly outcome: Outcome | undefined;
  /** What the recording library object was told. */
  readonly calls: readonly string[];
  /** The code of what was not followed, with why. */
  readonly notFollowed: readonly { readonly reason: string; readonly code: string }[];
  /** The `repr` of a name; `?` and the reason of an unknown one. */
  readonly show: (name: string) => string;
  readonly interpreter: Interpreter;
}

/** Follows a file in which the module `lib` has a recorder `rec` and a clause `sa`, beside modules of a project. */
export function follow(
  text: string,
  { files = {}, run }: { files?: Readonly<Record<string, string>>; run?: string } = {},
): Followed {
  const rec = new Recording();
  const notFollowed: { reason: string; code: string }[] = [];
  const code = ({ from, to }: Ranged): string => text.slice(from, to);
  class Library extends HostObject {
    readonly typeName = 'module';

    override getAttribute(name: string): PyValue | undefined {
      return name === 'rec' ? rec : name === 'sa' ? new Clause('sa') : undefined;
    }
  }
  const library = new Library();
  const interpreter = new Interpreter({
    importModule: (name) => (name === 'lib' ? library : undefined),
    readModule: (name) => {
      const path = [`${name.replaceAll('.', '/')}.py`, `${name.replaceAll('.', '/')}/__init__.py`].find(
        (one) => one in files,
      );
      return path === undefined ? undefined : { path, text: files[path] ?? '' };
    },
    notFollowed: (reason, place) => notFollowed.push({ reason, code: code(place) }),
  });
  const first = interpreter.runFile(text);
  const outcome = run === undefined ? first : interpreter.runFunction(run);
  const show = (name: string): string => {
    const value = interpreter.global(name);
    if (value === undefined) return 'not bound';
    return value.kind === 'unknown' ? `? ${value.reason}` : (interpreter.repr(value) ?? 'no repr');
  };
  return { outcome, calls: rec.calls, notFollowed, show, interpreter };
}
