/** Options of `alembic revision`, as the command line has them. What is absent is not given. */
export interface RevisionOptions {
  readonly message?: string;
  readonly head?: string;
  readonly splice?: boolean;
  readonly branchLabel?: string;
  readonly versionPath?: string;
  readonly revId?: string;
  readonly dependsOn?: readonly string[];
}

/** The options of `alembic revision` as words of its command line. */
export function revisionWords(options: RevisionOptions): string[] {
  return [
    ...option('message', options.message),
    ...option('head', options.head),
    ...flag('splice', options.splice),
    ...option('branch-label', options.branchLabel),
    ...option('version-path', options.versionPath),
    ...option('rev-id', options.revId),
    ...(options.dependsOn ?? []).flatMap((id) => option('depends-on', id)),
  ];
}

/** An option with its value; no word for an empty one. Joined by `=`, because a value may begin with a dash. */
export function option(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`--${name}=${value}`];
}

/** An option without a value. */
export function flag(name: string, value: boolean | undefined): string[] {
  return value === true ? [`--${name}`] : [];
}
