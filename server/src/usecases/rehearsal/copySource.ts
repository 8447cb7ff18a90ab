import { err, ok } from '../../common/result';
import { databaseIdentity, sqliteFileOf } from '../../dialect/identity';
import { sqliteTarget } from '../../dialect/sqlite/file';
import { dialectName, parseUrl, renderMasked } from '../../dialect/url';
import type { VersionTable } from '../../dialect/versionTable';
import type { AlembicEngine } from '../../engine/alembic/alembicEngine';
import type { DatabaseIdentity, EngineResult, OpenedDatabase } from '../../engine/engine';
import type { NativeProgram } from '../../engine/native/program';
import type { ProjectConfig } from '../../project/model';
import { type EngineContext, openEngine } from '../engineContext';
import { type NativePlace, nativePlace } from '../native/nativePlace';
import { whyPlannedAnew } from '../native/unchanged';
import type { PlannedRun } from '../plannedRun';
import { NO_ALEMBIC } from '../planRun';
import { isReadable } from '../readRemembered';
import { connectionsOf, notReached } from '../schema/liveSchema';

/** A database that can be copied, and what runs migrations on the copy. */
export interface CopySource {
  readonly dialect: NativeProgram['dialect'];
  readonly identity: DatabaseIdentity;
  /** May hold a password: never logged. */
  readonly url: string;
  readonly versionTable: VersionTable;
  readonly runner: CopyRunner;
}

export type CopyRunner =
  /** `database`: what env.py opens, as the engine has found it. */
  | { readonly kind: 'alembic'; readonly engine: AlembicEngine; readonly database: OpenedDatabase }
  | { readonly kind: 'native'; readonly place: NativePlace };

/** What env.py opens, by the engine that would run migrations there; changes nothing. */
export async function copySource(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<CopySource>> {
  if (context.engine === 'native') return nativeSource(config, context);
  const found = await alembicSource(config, context, signal);
  if (found.ok || context.engine !== 'auto' || !NO_ALEMBIC.has(found.error.code)) return found;
  const native = nativeSource(config, context);
  return native.ok ? native : found;
}

/** What a run was planned for. @returns `changedDatabase` or `changedPlan` where that is another by now. */
export async function sourceOfPlan(
  config: ProjectConfig,
  { native, databases }: Pick<PlannedRun, 'native' | 'databases'>,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<CopySource>> {
  const [{ database }, another] = databases;
  if (another !== undefined) {
    const message =
      'env.py opens several databases, which are not copied together. Rehearse with a target that opens one.';
    return err({ code: 'unsupported', message });
  }
  if (native !== undefined) {
    const changed = await whyPlannedAnew(native, config, context, signal);
    return changed === null ? nativeSource(config, context) : err(changed);
  }
  const source = await alembicSource(config, context, signal);
  if (!source.ok || source.value.identity.key === database.identity.key) return source;
  const message = `env.py opens ${source.value.identity.label} by now, and no longer ${database.identity.label}. Nothing was copied. Start the command again.`;
  return err({ code: 'changedDatabase', message });
}

function nativeSource(config: ProjectConfig, context: EngineContext): EngineResult<CopySource> {
  const place = nativePlace(config, context);
  if (!place.ok) return place;
  const { dialect, environment } = place.value;
  const { url, versionTable } = environment;
  const identity = identityOf(url, config);
  return ok({ dialect, identity, url, versionTable, runner: { kind: 'native', place: place.value } });
}

/** As the URL names it; nothing is opened for it. */
function identityOf(text: string, { workingDirectory }: ProjectConfig): DatabaseIdentity {
  const url = parseUrl(text);
  if (url === null) throw new Error('the URL was read before');
  const target = sqliteTarget(url, workingDirectory);
  const { host, port, database } = url;
  const file = target.kind === 'file' ? target.path : null;
  return databaseIdentity({ dialect: dialectName(url), url: renderMasked(url), host, port, database, file });
}

async function alembicSource(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<CopySource>> {
  const engine = openEngine(config, context);
  if (!engine.ok) return engine;
  const connections = await connectionsOf(config, context, signal);
  if (!connections.ok) return connections;
  const [connection, ...others] = connections.value;
  if (connection === undefined) return err({ code: 'environmentFailed', message: 'env.py opened no database.' });
  const { url, versionTable, database } = connection;
  const { identity } = database;
  if (others.length > 0) {
    const message = 'env.py opens several databases, and only one can be copied.';
    return err({ code: 'unsupported', message });
  }
  const { dialect } = identity;
  if (!isReadable(connection) || (dialect !== 'sqlite' && dialect !== 'postgresql')) return notReached(identity);
  // A `file:` URI and a `creator` say less than the connection itself has said.
  const file = sqliteFileOf(identity);
  const opened = file === null ? url : `sqlite:///${file}`;
  return ok({
    dialect,
    identity,
    url: opened,
    versionTable,
    runner: { kind: 'alembic', engine: engine.value, database },
  });
}
