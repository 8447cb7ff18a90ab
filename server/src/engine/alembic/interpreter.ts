/** A Python and why it was chosen. Plain data: it goes to other processes. */
export interface Interpreter {
  readonly command: string;
  /** Before ours: `-3` of the `py` launcher. */
  readonly args: readonly string[];
  /** Shown to the user: `.venv/bin/python (folder .venv)`. */
  readonly detail: string;
  /** The machine it runs on, when that is not this one. */
  readonly elsewhere?: Elsewhere;
  /** What adds packages to it; pip when absent. */
  readonly installer?: Installer;
}

/** The machine a Python command reaches (a container), as seen from this one. */
export interface Elsewhere {
  /** The command, as the user knows the machine: `docker compose exec -T api python`. */
  readonly name: string;
  /** Where the command is started, on this machine. */
  readonly folder: string;
  /**
   * Folders of this machine and what the other one calls them. Without any the names are taken for the same, but no file of
   * the other machine for one of this.
   */
  readonly folders: readonly (readonly [here: string, there: string])[];
}

/** How a project adds a package to its environment. */
export interface Installer {
  /** `uv add`, `/w/.venv/bin/python -m pip install` as typed in a terminal; the packages follow. */
  readonly command: string;
  /** conda has other names for some packages. */
  readonly conda?: boolean;
  /** A file that names the project's packages and that the command leaves as it is. */
  readonly requirements?: string;
}
