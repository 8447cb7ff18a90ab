import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { dialectNamed } from '../../server/src/dialect/registry';
import { selectVersions } from '../../server/src/dialect/versionTable';
import { VersionTableSql } from '../../server/src/dialect/versionTableSql';
import type { Migration } from '../../server/src/engine/jobs';
import type { NativeProgram } from '../../server/src/engine/native/program';
import { planUpgrade } from '../../server/src/revision/plans';
import { emptySchema } from '../../server/src/schema/schema';
import { loadProject } from '../../server/src/usecases/loadProject';
import { nativePlan } from '../../server/src/usecases/native/nativePlan';
import { sqlOptions } from '../../server/src/usecases/sql/sqlOptions';
import { oraclePython } from '../oracle/support/venv';
import { withInitialTables } from '../oracle/sql/initialChain';
import { createTestDatabase } from '../support/postgres';
import { repositoryRoot } from '../support/repository';
import type { DriverRun } from './driverRun';
import { LineProcess } from './lineProcess';
import { eachInTurn, milliseconds } from './measure';
import { type BenchProject, iniText } from './projects';

const ROUNDS = 5;
const COMMAND_ROUNDS = 3;
/** Shorter chains say nothing. */
const FEWEST_STEPS = 2;

type Dialect = NativeProgram['dialect'];

/** As `alembic init` writes it, in short. */
const ENV = `from sqlalchemy import engine_from_config, pool
from alembic import context

config = context.config
target_metadata = None


def run_migrations_offline() -> None:
    context.configure(url=config.get_main_option("sqlalchemy.url"))


def run_migrations_online() -> None:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
`;
const VERSIONS = { name: 'alembic_version', schema: null, primaryKey: true };

export interface NativeSpeed {
  readonly revisions: number;
  readonly statements: number;
  /** Milliseconds, medians: the run in a runner that is there, and the same statements sent by the driver in such a process. */
  readonly runner: number;
  readonly driver: number;
  /**
   * Whole commands, from their start to their end; null: ours refuses, because more of the project counts than its chain, or
   * Alembic needs more of it than there is.
   */
  readonly commands: { readonly ours: number; readonly alembic: number } | null;
}

class NotRun extends Error {}

/** As far as a chain is known from base on, all of it run; null: that is nowhere. */
export async function nativeSpeed(
  project: BenchProject,
  dialect: Dialect,
  scratch: string,
): Promise<NativeSpeed | null> {
  const folder = join(scratch, `native-${project.name.replaceAll(' ', '-')}-${dialect}`);
  mkdirSync(folder, { recursive: true });
  const config = withInitialTables(project.name, project.config, join(folder, 'versions'));
  const found = await longestProgram(config, dialect);
  if (found === null) return null;
  const { program, target } = found;
  const transactions = statementsOf(program);
  writeFileSync(join(folder, 'env.py'), ENV);
  const empty = join(folder, 'empty.db');
  writeFileSync(empty, '');
  const whole = async (place: Place, command: string, args: readonly string[]): Promise<number> => {
    writeFileSync(
      join(folder, 'alembic.ini'),
      `${iniText({ ...config, scriptLocation: folder })}sqlalchemy.url = ${place.url}\n`,
    );
    return milliseconds(() => {
      const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
      if (status === 0) return;
      const isRefused = command !== process.execPath || stderr.includes('runs only what it wholly knows');
      throw isRefused ? new NotRun(stderr) : new Error(stderr);
    });
  };
  const [bench = '', , ...others] = project.alembic;
  const theirs = [bench, join(folder, 'alembic.ini'), ...others, 'upgrade', target];
  const ours = [join(repositoryRoot, 'dist', 'cli.js'), 'upgrade', target, '--engine', 'native', '--yes'];
  const onEmpty = (work: (place: Place) => Promise<number>) => () => withEmpty(dialect, folder, work);
  const running = await eachInTurn(ROUNDS, {
    driver: onEmpty((place) => driverTime({ dialect, place: place.path, transactions }, dialect)),
    runner: onEmpty((place) => runnerTime(program, place, dialect === 'sqlite' ? `sqlite:///${empty}` : place.url)),
  });
  const commands = await eachInTurn(COMMAND_ROUNDS, {
    ours: onEmpty((place) => whole(place, process.execPath, ours)),
    alembic: onEmpty((place) => whole(place, oraclePython(), theirs)),
  }).catch((error: unknown) => {
    if (error instanceof NotRun) return null;
    throw error;
  });
  const revisions = program.transactions.flatMap(({ steps }) => steps).length;
  return { ...running, commands, revisions, statements: transactions.flat().length };
}

/** The program from base to the last revision that all is known up to, and that revision. */
async function longestProgram(
  config: BenchProject['config'],
  dialect: Dialect,
): Promise<{ readonly program: NativeProgram; readonly target: string } | null> {
  const project = await loadProject(config, { fs: nodeFileSystem });
  const options = sqlOptions(config, {
    dialect,
    mode: 'online',
    fs: nodeFileSystem,
    cwd: config.workingDirectory,
    interpreter: null,
  });
  const all = planUpgrade(project.chain.map, [], 'heads');
  if (!all.ok) throw new Error(all.error.message);
  const environment = { versionTable: VERSIONS, transactionalDdl: null, transactionPerMigration: false };
  const start = emptySchema(dialect);
  for (let steps = all.value; steps.length >= FEWEST_STEPS;) {
    const question = { dialect, rows: [], purge: false, steps, environment, options, start };
    const planned = nativePlan(project, question);
    const target = steps.at(-1)?.revision ?? '';
    if (planned.ok) return { program: planned.value, target };
    steps = steps.slice(
      0,
      steps.findIndex(({ revision }) => revision === planned.error.revision),
    );
  }
  return null;
}

/** What a program sends, transaction by transaction: the version rows are read again in each. */
function statementsOf({ dialect, transactions }: NativeProgram): readonly (readonly string[])[] {
  const versions = new VersionTableSql(dialect, VERSIONS, (name) => dialectNamed(dialect)?.quote(name) ?? name);
  return transactions.map(({ steps }, index) => [
    ...(index === 0 ? [versions.create()] : [selectVersions(VERSIONS)]),
    ...steps.flatMap(({ actions, changes }) => [
      ...actions.flatMap((action) => {
        if (action.kind === 'alone') throw new Error('a chain with autocommit blocks is not measured');
        return action.kind === 'statement' ? action.sql : [];
      }),
      ...changes.map((change) => versions.change(change)),
    ]),
  ]);
}

interface Place {
  readonly url: string;
  /** What a driver is given: a path, or the URL. */
  readonly path: string;
}

async function withEmpty(dialect: Dialect, folder: string, work: (place: Place) => Promise<number>): Promise<number> {
  if (dialect === 'sqlite') {
    const path = join(folder, 'run.db');
    try {
      return await work({ url: `sqlite:///${path}`, path });
    } finally {
      rmSync(path, { force: true });
    }
  }
  const database = await createTestDatabase();
  try {
    return await work({ url: database.url.replace(/^postgresql:/, 'postgresql+psycopg:'), path: database.url });
  } finally {
    await database.drop();
  }
}

/** A process of its own, which has run nothing but what loads the driver; from the question to the answer. */
async function driverTime(run: DriverRun, dialect: Dialect): Promise<number> {
  const [, program = ''] = process.argv;
  using child = new LineProcess(process.execPath, [program, 'driver']);
  await child.ask({ ...run, place: dialect === 'sqlite' ? ':memory:' : run.place, transactions: [] });
  return await milliseconds(() => child.ask(run));
}

/** @param other what it reads first, so that it has its driver. */
async function runnerTime(program: NativeProgram, { url }: Place, other: string): Promise<number> {
  using child = new LineProcess(process.execPath, [join(repositoryRoot, 'dist', 'runner.js')]);
  const request = { url, workingDirectory: repositoryRoot, versionTable: VERSIONS, environment: {} };
  await child.ask({ id: 1, job: 'readState', parameters: { ...request, url: other } });
  const parameters: Migration = { ...request, program, lockTimeout: 0 };
  return await milliseconds(async () => {
    let answer = await child.ask({ id: 2, job: 'migrate', parameters });
    while (!('report' in answer)) answer = await child.next();
    const { error } = answer.report as { readonly error: unknown };
    if (error !== null) throw new Error(JSON.stringify(error));
  });
}
