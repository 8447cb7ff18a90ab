import type { Range } from '../common/range';

/** A string literal of the file and where it stands. */
export interface RangedString {
  readonly value: string;
  readonly range: Range;
  /**
   * What stands between the quotes, when it is one literal of this file without escapes: an edit of this range keeps
   * the author's quotes. Absent for computed and concatenated strings.
   */
  readonly contentRange?: Range;
}

/**
 * What is statically known of one module attribute of a revision file.
 * - `absent`: the file does not assign it.
 * - `known`: its value; `range` covers the value expression, `nameRange` the assigned name.
 * - `invalid`: its value is known, and of a type Alembic does not take (`revision = 5`); `typeName` is Python's.
 * - `unknown`: it depends on something we do not evaluate; `reason` is one sentence for the user.
 */
export type Fact<T> =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'known';
      readonly value: T;
      readonly range: Range;
      readonly nameRange: Range;
      readonly literal: boolean;
    }
  | {
      readonly kind: 'invalid';
      readonly typeName: string;
      readonly repr: string;
      readonly range: Range;
      readonly nameRange: Range;
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly range: Range; readonly nameRange: Range };

/** Value of `down_revision`, `depends_on` or `branch_labels`: None, a bare string, or a sequence of strings. */
export interface Identifiers {
  readonly form: 'none' | 'string' | 'tuple' | 'list' | 'set';
  readonly items: readonly RangedString[];
}

/** The docstring as Alembic reads it, and what its header lines claim. */
export interface DocstringFacts {
  /** The literal with its quotes. */
  readonly range: Range;
  /** `module.__doc__`, stripped. */
  readonly text: string;
  /** The docstring up to its first blank line: what Alembic calls `doc` (script/base.py, `Script.doc`). */
  readonly message: string;
  /** The value after `Revision ID:`, if there is such a line. */
  readonly revisionId?: RangedString;
  /** The value after `Revises:`, as written; empty when nothing follows. */
  readonly revises?: RangedString;
  readonly createDate?: RangedString;
}

/** Everything the chain needs of a file: what stands at module level outside functions and classes. */
export interface HeadFacts {
  readonly docstring?: DocstringFacts;
  readonly revision: Fact<string>;
  readonly downRevision: Fact<Identifiers>;
  readonly branchLabels: Fact<Identifiers>;
  readonly dependsOn: Fact<Identifiers>;
  /** Where a missing attribute would be inserted: the start of a line after docstring and imports. */
  readonly insertPosition: Range;
}

export interface FunctionFacts {
  readonly name: string;
  readonly nameRange: Range;
  /** From `def` (or its first decorator) to the end of the body. */
  readonly range: Range;
  readonly isAsync: boolean;
  /** Parameters without a default, `*args` and `**kwargs` not counted; 0 where a decorator may give them. */
  readonly requiredParameters: number;
  /**
   * `empty`: nothing but docstring, `pass`, `...`, `return`; `raise`: after those, a `raise` and nothing else;
   * `code`: anything else that parses; `unknown`: it does not parse far enough to say.
   */
  readonly body: 'empty' | 'raise' | 'code' | 'unknown';
  /** The body's statements, without the docstring. */
  readonly bodyRange: Range;
}

/** An error of brackets, quotes, indentation or merge-conflict markers, found by our own checks. */
export interface SyntaxFault {
  readonly kind: 'bracket' | 'string' | 'indentation' | 'conflict-marker' | 'encoding';
  readonly range: Range;
  readonly message: string;
}

/** What the body of a file holds, read when it is needed (lenses, lint). */
export interface BodyFacts {
  /** Module-level functions in order of appearance; of several with one name Python keeps the last. */
  readonly functions: readonly FunctionFacts[];
  readonly faults: readonly SyntaxFault[];
  /**
   * Other names the module may bind at its top level (assignments, imports, definitions inside `if` or `try`); `*` for
   * a star import. A function that is not in `functions` but named here may exist: nothing is claimed about it.
   */
  readonly boundNames: readonly string[];
  /** The text `alembic_version` occurs in the file: a revision that may change Alembic's own table. */
  readonly mentionsVersionTable: boolean;
  /** Lint suppression comments: `# alembic-lint: ignore[rule-a, rule-b]`; no rules named = all. */
  readonly suppressions: readonly Suppression[];
}

export interface Suppression {
  readonly rules: readonly RangedString[];
  readonly range: Range;
  /** `line`: the comment follows code and speaks of its own line; `file`: it stands alone before the first statement
   * other than the docstring; `nextLine`: it stands alone elsewhere and speaks of the line after it. */
  readonly scope: 'line' | 'nextLine' | 'file';
}
