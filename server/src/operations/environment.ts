/** What env.py, the configuration and the command line say to revision files. */
export interface Environment {
  /** `version_table_schema` of `context.configure()`; null: none, undefined: not known. */
  readonly versionTableSchema: string | null | undefined;
  /** Main options of the configuration, by name; null: not known. */
  readonly mainOptions: Readonly<Record<string, string>> | null;
  /** Values of `-x`; null: not known. */
  readonly xArguments: readonly string[] | null;
  /** Whether the dialect is surely that of SQLAlchemy's own choice of a driver. */
  readonly hasDefaultDriver: boolean;
}

/** Nothing is configured, and nothing said on the command line. */
export const BARE_ENVIRONMENT: Environment = {
  versionTableSchema: null,
  mainOptions: {},
  xArguments: [],
  hasDefaultDriver: true,
};

/** Nothing is known. */
export const UNKNOWN_ENVIRONMENT: Environment = {
  versionTableSchema: undefined,
  mainOptions: null,
  xArguments: null,
  hasDefaultDriver: false,
};
