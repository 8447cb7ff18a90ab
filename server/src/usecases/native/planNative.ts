import { dirname } from 'node:path';
import { kindAt } from '../../common/fileSystem';
import { err, ok, type Result } from '../../common/result';
import { databaseIdentity } from '../../dialect/identity';
import type { StateReading } from '../../dialect/liveDialect';
import { sqliteTarget } from '../../dialect/sqlite/file';
import { parseUrl, renderMasked } from '../../dialect/url';
import type { EngineResult, OpenedDatabase } from '../../engine/engine';
import type { NativeProgram } from '../../engine/native/program';
import type { ProjectConfig } from '../../project/model';
import { emptySchema } from '../../schema/schema';
import { schemaOfJson } from '../../schema/schemaJson';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { EngineContext } from '../engineContext';
import type { PlanFailure, PlannedRun, RunQuestion } from '../plannedRun';
import { planSteps, whyNotBegun } from '../planSteps';
import { nativePlan } from './nativePlan';
import { type NativePlace, nativePlace, refused } from './nativePlace';
import { readForRun, watchFiles } from './unchanged';

/** What runs a native plan, for the user. */
const DETAIL = 'the drivers of Alembic Workbench, without Python';

/**
 * Plans a run for our own drivers: only where env.py is known to do what Alembic's templates do, and every statement is known.
 * Looks at the database, and changes nothing.
 * @returns `unsupported` with the file and the line of the first thing that is not known.
 */
export async function planNative(
  config: ProjectConfig,
  project: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  question: RunQuestion,
  context: EngineContext,
  signal: AbortSignal,
): Promise<Result<PlannedRun, PlanFailure>> {
  const refusal = whyNotBegun(question, project);
  if (refusal !== null) return err(refusal);
  const files = watchFiles(context.host.fs);
  const place = nativePlace(config, { ...context, host: { ...context.host, fs: files.fs } });
  if (!place.ok) return place;
  const { environment, dialect, options } = place.value;
  const found = await readDatabase(place.value, config, context, signal);
  if (!found.ok) return found;
  const { database, schema } = found.value;
  const planned = planSteps(project, question, [database], context.protection);
  if (!planned.ok) return planned;
  const [steps = []] = planned.value.steps;
  const program = nativePlan(project, {
    dialect,
    rows: database.rows,
    purge: planned.value.run.options.includes('--purge'),
    steps,
    environment,
    options,
    start: schema === null ? emptySchema(dialect) : schemaOfJson(schema),
  });
  if (!program.ok) return err(refused(program.error, config));
  return ok({
    ...planned.value.run,
    engine: 'native',
    engineDetail: DETAIL,
    native: {
      url: environment.url,
      program: program.value,
      sources: new Map([...files.texts, ...sourcesOf(program.value, project)]),
      schema,
    },
    target: context.options.target,
  });
}

/** The texts of the revisions that are run. */
function sourcesOf(
  { transactions }: NativeProgram,
  { documents }: Pick<ProjectSnapshot, 'documents'>,
): readonly (readonly [string, string])[] {
  const files = transactions.flatMap(({ steps }) => steps.flatMap(({ file }) => file ?? []));
  return files.map((file) => [file, documents.get(file)?.text() ?? '']);
}

async function readDatabase(
  place: NativePlace,
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<{ readonly database: OpenedDatabase; readonly schema: string | null }>> {
  const read = await readForRun(place.environment, config, context, signal);
  if (read.ok) return ok({ database: opened(read.value, place, false), schema: read.value.schema });
  const missing = read.error.code === 'databaseMissing' ? fileToBe(place, config) : null;
  if (missing === null) return read;
  const folder = dirname(missing.path);
  if (kindAt(context.host.fs, folder) !== null) return ok({ database: missing.database, schema: null });
  const message = `The folder ${folder} does not exist. Make it, or correct the database URL, then run again.`;
  return err({ code: 'connectionFailed', message });
}

/** A file of SQLite that the run will make. */
function fileToBe(
  place: NativePlace,
  { workingDirectory }: ProjectConfig,
): { readonly path: string; readonly database: OpenedDatabase } | null {
  const url = parseUrl(place.environment.url);
  const target = url === null ? null : sqliteTarget(url, workingDirectory);
  if (url === null || target?.kind !== 'file') return null;
  const nowhere = { dialect: 'sqlite', url: renderMasked(url), host: null, port: null, database: null };
  const database = databaseIdentity({ ...nowhere, file: target.path });
  const reading = { database, rows: [], versionTableExists: false, live: null };
  return { path: target.path, database: opened(reading, place, true) };
}

function opened(
  { database, rows, versionTableExists, live }: StateReading,
  { environment: { versionTable, transactionalDdl }, dialect }: NativePlace,
  fileMissing: boolean,
): OpenedDatabase {
  return {
    identity: database,
    name: null,
    rows,
    versionTableExists,
    fileMissing,
    live,
    versionTable: { name: versionTable.name, schema: versionTable.schema },
    inTransaction: false,
    // SQLite forgets a revision that fails, whatever env.py says.
    transactionalDdl: dialect === 'sqlite' || (transactionalDdl ?? true),
    facts: {},
  };
}
