import { basename } from 'node:path';
import { err, ok, type Result } from '../common/result';
import type { Context } from '../schema/context';
import { whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import type { SchemaReplay } from '../usecases/schema/schemaReplay';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { fail, misuse } from './context';
import { dialectFor, likelyDialect, type LikelyDialect, readingsFor } from './dialect';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';

/** What `schema` and `log` are answered from. */
export interface CliReplay {
  readonly replay: SchemaReplay;
  readonly context: Context;
  /** Of a project for several databases: which; null: it has one. */
  readonly engine: string | null;
}

/**
 * The schemas of a project, of the database that is named where it has several, for the dialect that is given or likely; an
 * exit code where there are none, which is said.
 */
export function replayFor(project: ProjectSnapshot, invocation: Invocation, host: CliHost): CliReplay | ExitCode {
  const broken = whyRefused(project, host.fs) ?? whyNotLoaded(project);
  if (broken !== null) return fail(host, broken);
  const readings = readingsFor(project, invocation, host);
  const engine = engineFor(readings.engines(project), invocation);
  if (!engine.ok) return misuse(host, engine.error);
  const name = engine.value === null ? null : readings.knownDialect(project, engine.value);
  const { ini } = project.config.source;
  const ofSection: LikelyDialect | null =
    name === null ? null : { name, origin: ini === undefined ? null : basename(ini) };
  const dialect = dialectFor(likelyDialect(project, invocation, host) ?? ofSection, invocation, host);
  if (dialect === null) return EXIT.usage;
  const { context } = readings.options(project, dialect, 'online');
  return { replay: readings.replay(project, dialect, engine.value), context, engine: engine.value };
}

/** The database that is meant. @param there the names of those that revisions are written for; null: they have one. */
function engineFor(
  there: readonly (string | null)[],
  { database, command }: Pick<Invocation, 'database' | 'command'>,
): Result<string | null, string> {
  const names = there.flatMap((name) => name ?? []);
  if (names.length === 0) {
    return database === undefined
      ? ok(null)
      : err(`The revisions are written for one database: '${command.name}' goes without --database here.`);
  }
  const choices = names.join(', ');
  if (database === undefined) {
    return err(`The revisions are written for several databases: ${choices}. Name one by --database.`);
  }
  return names.includes(database)
    ? ok(database)
    : err(`The revisions are written for no database '${database}'. Name one of ${choices} by --database.`);
}
