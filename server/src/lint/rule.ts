import type { Problem, Severity } from '../common/problem';

/** One example of a rule's documentation; it is run as a test. `|` is no mark here: the text is taken as it is. */
export interface RuleExample {
  /** File name below the versions folder -> text. `alembic.ini` and `pyproject.toml` stand beside the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** In an invalid example: the message of each problem expected, in order. */
  readonly messages?: readonly string[];
}

export interface RuleDocumentation {
  /** One line, for the index. */
  readonly summary: string;
  /** Why it harms, in a few sentences; says what Alembic does. */
  readonly why: string;
  readonly fix: string;
  readonly valid: readonly RuleExample[];
  readonly invalid: readonly RuleExample[];
}

/** What a rule reports; the registry adds severity (settings) and drops what is suppressed. */
export type Finding = Omit<Problem, 'code' | 'severity'> & { readonly severity?: Severity };

/**
 * One lint rule. `Input` decides when it runs: `file` rules see one revision file and are cached by its content,
 * `chain` rules see the whole chain and run when the facts of any head changed, `config` rules see the configuration.
 */
export interface Rule<Input> {
  /** The id of `lint-rules.md`, `unknown-depends-on`. */
  readonly id: string;
  readonly severity: Severity;
  readonly documentation: RuleDocumentation;
  check(input: Input): readonly Finding[];
}
