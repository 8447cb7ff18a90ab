import { err, ok } from '../../common/result';
import type { CopyReading, LackedObject } from '../../dialect/liveDialect';
import { dialectNamed } from '../../dialect/registry';
import { VersionTableSql } from '../../dialect/versionTableSql';
import type { EngineResult, RunListener, RunReport, RunSignals, RunStep, WritingCommand } from '../../engine/engine';
import type { HeldCopy } from '../../engine/heldCopy';
import type { CopyDemand } from '../../engine/jobs';
import type { NativeProgram } from '../../engine/native/program';
import type { ProjectConfig } from '../../project/model';
import type { Context } from '../../schema/context';
import { schemaOfJson } from '../../schema/schemaJson';
import type { EngineContext } from '../engineContext';
import { runnerQuestion } from '../readUrl';
import { schemaSql } from '../schema/schemaSql';
import type { CopySource } from './copySource';

/** Stands for no version table, so that the project's own is read as a table like any other. */
const NO_VERSION_TABLE = { name: 'alembic_workbench_none', schema: null };

/** How a copy is to begin. `schema`: the tables without their rows (PostgreSQL). */
export type CopyStart = 'blank' | 'schema' | 'content';

/** A database that something is tried on, in the place of the project's own. */
export interface Scratch {
  readonly source: CopySource;
  readonly held: HeldCopy;
  /** What the database has and the copy has not: functions, views, triggers. */
  readonly lacks: readonly LackedObject[];
}

/**
 * Makes a copy, for whoever releases it. The database that is copied is read, never written to; on PostgreSQL its server
 * gets a database more until then.
 * @param rows What the version table of a `schema` copy holds.
 */
export async function openScratch(
  config: ProjectConfig,
  source: CopySource,
  start: CopyStart,
  rows: readonly string[],
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<Scratch>> {
  const begun = await beginning(config, source, start, rows, context, signal);
  if (!begun.ok) return begun;
  const demand = { ...runnerQuestion(source, config, context), from: begun.value.from };
  const held = await context.runner.holdCopy(demand, context.output, signal);
  return held.ok ? ok({ source, held: held.value, lacks: begun.value.lacks }) : held;
}

interface Beginning extends Pick<CopyDemand, 'from'>, Pick<Scratch, 'lacks'> {}

async function beginning(
  config: ProjectConfig,
  { dialect, url, versionTable }: CopySource,
  start: CopyStart,
  rows: readonly string[],
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<Beginning>> {
  if (start === 'content') return ok({ from: 'content', lacks: [] });
  const quoted = (name: string): string => dialectNamed(dialect)?.quote(name) ?? name;
  if (start === 'blank') {
    // Alembic makes its table, but no schema for it.
    const { schema } = versionTable;
    const statements = schema === null ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`];
    return ok({ from: { statements }, lacks: [] });
  }
  const question = runnerQuestion({ url, versionTable: NO_VERSION_TABLE }, config, context);
  const read = await context.runner.request('readCopied', question, signal);
  if (!read.ok) return read;
  const made = schemaSql(schemaOfJson(read.value.schema), contextOf(dialect));
  if (!made.ok) {
    const message = `The tables cannot be made again without their rows: ${made.error} Copy the database with its rows instead.`;
    return err({ code: 'unsupported', message });
  }
  const versions = new VersionTableSql(dialect, { ...versionTable, primaryKey: true }, quoted);
  const { groundwork, completion, lacks } = read.value;
  const inserts = rows.map((id) => versions.change({ kind: 'insert', id }));
  return ok({ from: { statements: [...groundwork, ...made.value, ...completion, ...inserts] }, lacks });
}

/** What a schema that was read is written by. */
export function contextOf(dialect: NativeProgram['dialect']): Context {
  return { dialect, mode: 'online', sqlalchemy: '2.0', naming: null };
}

/** What the copy holds by now. */
export async function readScratch(
  config: ProjectConfig,
  { source: { versionTable }, held: { url } }: Scratch,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<CopyReading>> {
  const read = await context.runner.request(
    'readCopied',
    runnerQuestion({ url, versionTable }, config, context),
    signal,
  );
  return read.ok ? ok({ ...read.value, schema: schemaOfJson(read.value.schema) }) : read;
}

/** Steps on a copy: what Alembic is given, or what our own drivers send. */
export interface ScratchRun {
  readonly command: WritingCommand;
  readonly targets: readonly string[];
  readonly options: readonly string[];
  readonly rows: readonly string[];
  readonly steps: readonly RunStep[];
  /** Each step in a transaction of its own, in this order. */
  readonly isWalk: boolean;
  /** Of the native engine. */
  readonly program: NativeProgram | null;
}

/** Runs steps on a copy. Never rejects. */
export function runOnScratch(
  config: ProjectConfig,
  { source: { runner, versionTable }, held }: Scratch,
  { command, targets, options, rows, steps, isWalk, program }: ScratchRun,
  context: EngineContext,
  listener: RunListener,
  signals: RunSignals,
): Promise<RunReport> {
  if (runner.kind === 'alembic') {
    const { engine, database } = runner;
    const facts = { ...database.facts, rows };
    const expected = [{ database: { ...database, rows, facts }, steps }];
    const walk = isWalk ? { walk: steps } : {};
    return engine.run({ command, targets, options, expected, copy: held.place, ...walk }, listener, signals);
  }
  if (program === null) throw new Error('the native engine runs programs');
  const place = runnerQuestion({ url: held.url, versionTable }, config, context);
  return context.runner.migrate({ ...place, program, lockTimeout: 0 }, listener, signals);
}
