import { relative } from 'node:path';
import { err, ok } from '../../common/result';
import { dialectName, parseUrl } from '../../dialect/url';
import type { DatabaseState, EngineError, EngineResult } from '../../engine/engine';
import type { NativeProgram, NativeRefusal } from '../../engine/native/program';
import type { ProjectConfig } from '../../project/model';
import type { DialectName } from '../../schema/context';
import { type EngineContext, pythonProgram, requireTrust } from '../engineContext';
import { readUrl } from '../readUrl';
import { ProjectHooks } from '../sql/projectHooks';
import { type SqlOptions, sqlOptions } from '../sql/sqlOptions';
import { type OnlineEnvironment, onlineEnvironment } from './onlineEnvironment';

/** What the version table says at the one place that env.py surely opens. */
export async function readNativeState(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<DatabaseState> {
  const place = nativePlace(config, context);
  if (!place.ok) return { kind: 'unavailable', error: place.error };
  const read = await readUrl(place.value.environment, config, context, signal);
  if (!read.ok) return { kind: 'unavailable', error: read.error };
  const { database: identity, rows, versionTableExists, live } = read.value;
  const { name, schema } = place.value.environment.versionTable;
  const database = { identity, name: null, rows, versionTableExists, live, versionTable: { name, schema } };
  return { kind: 'known', source: 'runner', databases: [database] };
}

/** Where a project's run goes, and how its revisions are read. */
export interface NativePlace {
  readonly environment: OnlineEnvironment;
  readonly dialect: NativeProgram['dialect'];
  readonly options: SqlOptions;
}

const DIALECTS: Readonly<Record<string, NativeProgram['dialect']>> = { sqlite: 'sqlite', postgresql: 'postgresql' };

/** Where env.py surely leads, found without running it. */
export function nativePlace(config: ProjectConfig, context: EngineContext): EngineResult<NativePlace> {
  const trust = requireTrust(context);
  if (!trust.ok) return trust;
  if (context.python.command.length > 0) {
    return unsupported('Python runs on another machine (python.command): what its URL names there is not known here.');
  }
  const optionsFor = (dialect: DialectName): SqlOptions =>
    sqlOptions(config, {
      dialect,
      mode: 'online',
      fs: context.host.fs,
      cwd: config.workingDirectory,
      interpreter: pythonProgram(config, context),
    });
  const plain = optionsFor('sqlite');
  const hooks = new ProjectHooks(plain);
  const environment = onlineEnvironment(config, context.options, context.host, hooks, plain.readModule);
  if (!environment.ok) return err(refused(environment.error, config));
  const url = parseUrl(environment.value.url);
  const name = url === null ? '' : dialectName(url);
  const dialect = DIALECTS[name];
  if (dialect === undefined) return unsupported(`The native engine runs on SQLite and PostgreSQL, not on '${name}'.`);
  return ok({ environment: environment.value, dialect, options: optionsFor(dialect) });
}

/** A refusal in words for the user. */
export function refused(
  { revision, file, line, reason }: NativeRefusal,
  { workingDirectory }: ProjectConfig,
): EngineError {
  // A line is a place of its own.
  const where = file === null || line !== null ? '' : `${relative(workingDirectory, file)}: `;
  const what = 'The native engine runs only what it wholly knows, so nothing was run. Run it with Alembic.';
  const message = `${where}${reason} ${what}`;
  return {
    code: 'unsupported',
    message,
    ...(revision !== null && { revision }),
    ...(file !== null && line !== null && { place: { file, line, via: [] } }),
  };
}

function unsupported(message: string): EngineResult<never> {
  return err({ code: 'unsupported', message });
}
