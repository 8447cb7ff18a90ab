/** Parameters that a service sets, by libpq's names. */
export type ServiceParameters = ReadonlyMap<string, string>;

/**
 * Reads one service of a `pg_service.conf` (PostgreSQL manual, 32.17 "The Connection Service File"): sections in brackets,
 * `name=value` without white space around, comments in lines of their own.
 * @returns null when the file has no such service. The first setting of a name counts, as in libpq.
 */
export function readService(text: string, name: string): ServiceParameters | null {
  let parameters: Map<string, string> | null = null;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      // The first section of that name counts, up to the next one.
      if (parameters !== null) break;
      if (line === `[${name}]`) parameters = new Map();
      continue;
    }
    const equals = line.indexOf('=');
    if (parameters === null || equals === -1) continue;
    const key = line.slice(0, equals);
    if (!parameters.has(key)) parameters.set(key, line.slice(equals + 1));
  }
  return parameters;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where libpq looks for certificates that nothing names (PostgreSQL manual, 32.19 "SSL Support"). */
export function certificateFolder(
  environment: Environment,
  home: string,
  join: (...parts: string[]) => string,
): string {
  const { APPDATA: windows } = environment;
  return windows === undefined ? join(home, '.postgresql') : join(windows, 'postgresql');
}

/** Where libpq looks for services, the user's own file first. `join` joins paths in the platform's way. */
export function serviceFiles(environment: Environment, home: string, join: (...parts: string[]) => string): string[] {
  const { PGSERVICEFILE: own, PGSYSCONFDIR: system, APPDATA: windows } = environment;
  const usual =
    windows === undefined ? join(home, '.pg_service.conf') : join(windows, 'postgresql', '.pg_service.conf');
  return [own ?? usual, ...(system === undefined ? [] : [join(system, 'pg_service.conf')])];
}
