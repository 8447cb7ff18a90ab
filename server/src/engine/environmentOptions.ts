/** How env.py is run for the target that is chosen: what `alembic` is given besides the command. */
export interface EnvironmentOptions {
  /** Name of the target, for the user; null: none is chosen. */
  readonly target: string | null;
  /** `-x`, in order. */
  readonly xArguments: readonly string[];
  /** `-n`: the INI section; null: that of the project. */
  readonly section: string | null;
  /** Variables added to the environment of env.py. May hold secrets: known to the masking, never logged, never written. */
  readonly variables: Readonly<Record<string, string>>;
  /** What of all this is secret, to be masked wherever it is printed. */
  readonly secrets: readonly string[];
  /** What env.py finds in `config.cmd_opts` besides, where Alembic knows it; absent: neither. */
  readonly flags?: readonly CommandFlag[];
}

/** An option of `alembic` that every command takes and that has no value. */
export type CommandFlag = '--quiet' | '--raiseerr';

/** What env.py is given where no target is chosen. */
export const NO_OPTIONS: EnvironmentOptions = {
  target: null,
  xArguments: [],
  section: null,
  variables: {},
  secrets: [],
};
