import { whyNotLoaded, whyRefused } from '../usecases/commands/chainAnswer';
import { SchemaReplay } from '../usecases/schema/schemaReplay';
import { sqlOptions } from '../usecases/sql/sqlOptions';
import type { Context } from '../schema/context';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { fail } from './context';
import { dialectFor, likelyDialect } from './dialect';
import { type CliHost, EXIT, type ExitCode } from './host';
import type { Invocation } from './invocation';

/** What `schema` and `log` are answered from. */
export interface CliReplay {
  readonly replay: SchemaReplay;
  readonly context: Context;
}

/** The schemas of a project for the dialect that is given or likely; an exit code where there are none, which is said. */
export function replayFor(project: ProjectSnapshot, invocation: Invocation, host: CliHost): CliReplay | ExitCode {
  const broken = whyRefused(project, host.fs) ?? whyNotLoaded(project);
  if (broken !== null) return fail(host, broken);
  const dialect = dialectFor(likelyDialect(project, invocation, host), invocation, host);
  if (dialect === null) return EXIT.usage;
  const options = sqlOptions(project.config, { dialect, mode: 'online', fs: host.fs, cwd: host.cwd });
  return { replay: new SchemaReplay({ ...options, engine: null }), context: options.context };
}
