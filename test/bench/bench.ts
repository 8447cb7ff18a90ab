import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { oraclePython } from '../oracle/support/venv';
import { installCodeServer } from '../support/editor/codeServer';
import { runApiTests, whyNoEditor } from '../support/editor/runInEditor';
import { packageVsix } from '../support/packages';
import { POSTGRES_VARIABLE, startPostgres } from '../support/postgresServer';
import { repositoryRoot } from '../support/repository';
import { copyShop } from '../support/shop';
import { fillCache, inNewProcess, runChild } from './child';
import { serveDriver } from './driverRun';
import { introspectionSpeed } from './introspection';
import { typeInto } from './keystrokes';
import { median, milliseconds, ms, percentile, printTable, sideBySide, times } from './measure';
import { nativeSpeed } from './nativeSpeed';
import { addLongRevision, previewTimes } from './previews';
import { processSpeed } from './processSpeed';
import { sqlSpeed } from './sqlSpeed';
import { type BenchProject, generatedConfig, generatedProject, realProjects, writeGeneratedProject } from './projects';

const ROUNDS = 5;
const EDITOR_ROUNDS = 3;
const KEYSTROKE_COUNT = 100;
const RACY_MILLISECONDS = 2500;
const SIZES = [1000, 5000, 20_000];

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { cwd: repositoryRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stderr}`);
}

async function againstAlembic(projects: readonly BenchProject[]): Promise<void> {
  const python = oraclePython();
  const cli = join(repositoryRoot, 'dist', 'cli.js');
  const rows = [['', 'alembic heads', 'loadProject', '', 'our heads', '']];
  for (const { name, config, alembic: command } of projects) {
    const versions = config.versionLocations.flatMap((location) => ['--versions', location]);
    // `--versions` looks at the folders themselves only.
    const ours = config.recursive
      ? undefined
      : () => {
          run(process.execPath, [cli, 'heads', ...versions]);
        };
    const loads: number[] = [];
    const [alembic = 0, , end] = await sideBySide(ROUNDS, [
      () => {
        run(python, [...command, 'heads']);
      },
      () => loads.push(inNewProcess('coldLoad', config).milliseconds),
      ...(ours ? [ours] : []),
    ]);
    const load = median(loads);
    rows.push([
      name,
      ms(alembic),
      ms(load),
      times(alembic, load),
      end === undefined ? '–' : ms(end),
      end === undefined ? '' : times(alembic, end),
    ]);
  }
  printTable(
    'Cold, against the process `alembic heads` (its bytecode cached; targets: 8 times in process, 3 times end to end)',
    rows,
  );
}

async function fromCache(projects: readonly Pick<BenchProject, 'name' | 'config'>[], scratch: string): Promise<void> {
  const rows = [['', 'from the cache', 'stat of the files', 'ratio', 'first in process', 'ratio']];
  for (const { name, config } of projects) {
    const storage = join(scratch, 'cache');
    await fillCache(config, storage);
    const {
      first,
      median: [cached = 0, stat = 0],
    } = inNewProcess('cachedLoad', { config, storage });
    rows.push([name, ms(cached), ms(stat), (cached / stat).toFixed(1), ms(first[0]), (first[0] / first[1]).toFixed(1)]);
  }
  printTable('A second opening (target: within 2 times of stat)', rows);
}

async function typing(root: string, revisions: number): Promise<void> {
  const rows = [['', 'p50', 'p95', 'published']];
  for (const { name, times: taken, published } of await typeInto(root, revisions, KEYSTROKE_COUNT)) {
    rows.push([name, ms(median(taken)), ms(percentile(taken, 0.95)), String(published)]);
  }
  printTable(
    `Keystroke to diagnostics in a chain of ${revisions}, from the end of the debounce (target: p95 20 ms)`,
    rows,
  );
}

function sizes(roots: ReadonlyMap<number, string>): void {
  const rows = [['revisions', 'cold load', 'a revision', 'heap', 'a revision']];
  for (const [count, root] of roots) {
    const { milliseconds: taken, megabytes } = inNewProcess('size', root);
    rows.push([
      String(count),
      ms(taken),
      ms(taken / count),
      `${megabytes.toFixed(1)} MB`,
      `${((megabytes * 1024) / count).toFixed(1)} kB`,
    ]);
  }
  printTable('Size (target: linear)', rows);
}

async function sqlAgainstAlembic(projects: readonly BenchProject[], scratch: string): Promise<void> {
  const rows = [['', 'functions', 'Alembic, loading', 'only running', 'ours', 'loading', 'only running']];
  for (const project of projects) {
    const { steps, loading, running, ours } = await sqlSpeed(project, join(scratch, `sql-${project.name}`), ROUNDS);
    const ratios = [times(loading, ours), times(running, ours)];
    rows.push([project.name, String(steps), ms(loading), ms(running), ms(ours), ...ratios]);
  }
  printTable(
    'SQL of every revision, each direction, against Alembic in one warm process (target: 3 times; we read the files anew)',
    rows,
  );
}

async function sqlProcesses(projects: readonly BenchProject[], scratch: string): Promise<void> {
  const rows = [['', 'revision', 'alembic upgrade --sql', 'sql A:B', '', 'sql --each, a function', '']];
  for (const project of projects) {
    const speed = await processSpeed(project, scratch, ROUNDS);
    if (speed === null) continue;
    const { range, alembic, ours, each } = speed;
    rows.push([project.name, range, ms(alembic), ms(ours), times(alembic, ours), ms(each), times(alembic, each)]);
  }
  printTable(
    'As processes: the script of the last revision that both write, and every revision in both directions (target: 10 times)',
    rows,
  );
}

function replays(roots: ReadonlyMap<number, string>): void {
  const rows = [['revisions', 'replay', 'a revision', 'heap', 'a revision']];
  for (const [count, root] of roots) {
    const { milliseconds: taken, megabytes } = inNewProcess('replay', root);
    const kilobytes = `${((megabytes * 1024) / count).toFixed(1)} kB`;
    rows.push([String(count), ms(taken), ms(taken / count), `${megabytes.toFixed(1)} MB`, kilobytes]);
  }
  printTable('Replay of the schema from base to heads (target: 5,000 in 2 s, linear)', rows);
}

async function previews(roots: ReadonlyMap<number, string>): Promise<void> {
  const rows = [['after revisions', 'p50', 'p95']];
  for (const [count, root] of roots) {
    const path = addLongRevision(root, count);
    const taken = await previewTimes(root, path, count, KEYSTROKE_COUNT);
    rows.push([String(count), ms(median(taken)), ms(percentile(taken, 0.95))]);
  }
  printTable('An edit of a revision of 300 lines to its operations, SQL and schema (target: p95 30 ms)', rows);
}

/** Chains that are known from base on for a good part, by dialect. */
const NATIVE = { sqlite: ['mlflow', 'phoenix'], postgresql: ['ckan', 'phoenix'] } as const;
const NATIVE_SIZE = 300;

async function native(projects: readonly BenchProject[], scratch: string): Promise<void> {
  const header = [
    '',
    'revisions',
    'statements',
    'driver',
    'runner',
    '',
    'alembic upgrade',
    'upgrade --engine native',
    '',
  ];
  const rows = [header];
  const generated = generatedProject(writeGeneratedProject(scratch, NATIVE_SIZE), scratch);
  for (const dialect of ['sqlite', 'postgresql'] as const) {
    const chains = projects.filter(({ name }) => NATIVE[dialect].some((wanted) => wanted === name));
    for (const project of [generated, ...chains]) {
      const speed = await nativeSpeed(project, dialect, scratch);
      if (speed === null) continue;
      const { revisions, statements, driver, runner, commands } = speed;
      const more = `${(100 * (runner / driver - 1)).toFixed(0)}%`;
      const whole =
        commands === null ? ['–'] : [ms(commands.alembic), ms(commands.ours), times(commands.alembic, commands.ours)];
      const sizes = [String(revisions), String(statements)];
      rows.push([`${project.name}, ${dialect}`, ...sizes, ms(driver), ms(runner), more, ...whole]);
    }
  }
  printTable(
    'An upgrade from base: the runner against the same statements sent by the driver (target: 10% more), and whole commands',
    rows,
  );
}

async function introspection(scratch: string): Promise<void> {
  const header = [
    '',
    'runner',
    'its first',
    'server alone',
    'get_multi_*',
    '',
    'reflect()',
    '',
    'by table',
    '',
    'memory',
  ];
  const rows = [header];
  for (const speed of await introspectionSpeed(scratch)) {
    const { name, ours, first, server, multi, reflect, tables, memory } = speed;
    const theirs = [multi, reflect, tables].flatMap((time) => [ms(time), times(time, ours)]);
    const grown = memory.map((megabytes) => `${megabytes.toFixed(0)} MB`).join(', then ');
    rows.push([name, ms(ours), ms(first), server === null ? '–' : ms(server), ...theirs, grown]);
  }
  printTable(
    "1,000 tables with 10,000 columns, against SQLAlchemy's inspector (targets: 1 s, 10 times by table)",
    rows,
  );
}

async function withPostgres(work: () => Promise<void>): Promise<void> {
  const server = await startPostgres();
  process.env[POSTGRES_VARIABLE] = server.url;
  try {
    await work();
  } finally {
    await server.stop();
  }
}

/** From the start of the server's process to its answer to `initialize`. */
async function serverStart(root: string): Promise<number> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'dist', 'server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  try {
    return await milliseconds(() =>
      connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: null,
        capabilities: {},
        workspaceFolders: [{ uri: `file://${root}`, name: 'bench' }],
      }),
    );
  } finally {
    connection.dispose();
    child.kill();
  }
}

/** What a real editor says of the extension's activation, each the median of some starts; why not, where none can run. */
async function activation(): Promise<readonly (readonly [string, string])[]> {
  const title = 'extension in the editor';
  const reason = whyNoEditor('browser');
  if (reason !== undefined) return [[title, `not measured: ${reason}`]];
  await installCodeServer(console.log);
  const shop = await copyShop();
  try {
    const taken = new Map<string, number[]>();
    for (let round = 0; round < EDITOR_ROUNDS; round++) {
      const options = { launcher: 'browser', suite: 'activation', folder: shop.folder, trust: 'trusted' } as const;
      const [result] = await runApiTests(options);
      if (result?.state !== 'passed') throw new Error(result?.error ?? 'the editor measured nothing');
      for (const [name, time] of Object.entries(result.figures ?? {})) {
        taken.set(name, [...(taken.get(name) ?? []), time]);
      }
    }
    return Array.from(taken, ([name, all]) => [`${title}: ${name}`, ms(median(all))] as const);
  } finally {
    await shop.remove();
  }
}

/** The tables there are, each by the word that asks for it alone: `npm run bench -- sql replay`. */
const TABLES = [
  'cold',
  'cache',
  'typing',
  'size',
  'sql',
  'processes',
  'replay',
  'previews',
  'native',
  'introspection',
  'rest',
] as const;

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((word) => !TABLES.some((table) => table === word));
  if (unknown.length > 0) throw new Error(`no table is called ${unknown.join(', ')}; there are ${TABLES.join(', ')}`);
  const wants = (...tables: readonly (typeof TABLES)[number][]): boolean =>
    asked.length === 0 || tables.some((table) => asked.includes(table));
  const scratch = mkdtempSync(join(tmpdir(), 'aw-bench-'));
  try {
    if (!existsSync(join(repositoryRoot, 'dist', 'cli.js'))) throw new Error('dist is not built: use `npm run bench`');
    const projects = wants('cold', 'cache', 'sql', 'processes', 'native') ? realProjects(scratch) : [];
    if (wants('cold')) await againstAlembic(projects);
    const roots = new Map(SIZES.map((size) => [size, writeGeneratedProject(scratch, size)]));
    if (wants('cache')) {
      const generated = Array.from(roots, ([size, root]) => ({
        name: `${size} revisions`,
        config: generatedConfig(root),
      }));
      // What was written a moment ago may change unseen: the cache believes it only later.
      await sleep(RACY_MILLISECONDS + 500);
      await fromCache([...projects, ...generated], scratch);
    }
    if (wants('typing')) await typing(roots.get(5000) ?? '', 5000);
    if (wants('size')) sizes(roots);
    if (wants('sql')) await sqlAgainstAlembic(projects, scratch);
    if (wants('processes')) await sqlProcesses(projects, scratch);
    if (wants('replay')) replays(roots);
    if (wants('previews')) await previews(roots);
    if (wants('native', 'introspection')) {
      await withPostgres(async () => {
        if (wants('native')) await native(projects, scratch);
        if (wants('introspection')) await introspection(scratch);
      });
    }
    if (wants('rest')) await theRest([...roots.values()][0] ?? '');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function theRest(root: string): Promise<void> {
  const starts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) starts.push(await serverStart(root));
  const vsix = statSync(await packageVsix()).size / 2 ** 20;
  printTable('The rest', [
    ['server process started and initialized', ms(median(starts))],
    ...(await activation()),
    ['VSIX', `${vsix.toFixed(2)} MB`],
  ]);
}

const words = process.argv.slice(2);
const [mode, task, input] = words;
const isChild = mode === 'child' && task !== undefined && input !== undefined;
await (mode === 'driver' ? serveDriver() : isChild ? runChild(task, input) : main(words));
