import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { history } from '../../server/src/revision/history';
import { loadProject } from '../../server/src/usecases/loadProject';
import { oraclePython } from '../oracle/support/venv';
import { repositoryRoot } from '../support/repository';
import { sideBySide } from './measure';
import { type BenchProject, iniText } from './projects';

/** So many revisions are tried, the newest first, until both write one. */
const TRIED = 8;

const ENV = `from alembic import context

config = context.config
target_metadata = None


def run_migrations_offline() -> None:
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations_offline()
`;

export interface ProcessSpeed {
  readonly range: string;
  /** Milliseconds, medians: the script of one revision. */
  readonly alembic: number;
  readonly ours: number;
  /** Milliseconds a function: `sql --each`, which is one process for all, where Alembic needs one for each. */
  readonly each: number;
}

/** The script of one revision of a real project, by the process of Alembic and by ours; null: there is none that both write. */
export async function processSpeed(
  { name, config, alembic }: BenchProject,
  scratch: string,
  rounds: number,
): Promise<ProcessSpeed | null> {
  // The project's own env.py needs its libraries.
  const folder = join(scratch, `process-${name.replaceAll(' ', '-')}`);
  mkdirSync(join(folder, 'versions'), { recursive: true });
  writeFileSync(join(folder, 'env.py'), ENV);
  const ini = join(folder, 'alembic.ini');
  const url = 'sqlalchemy.url = postgresql://localhost/bench\n';
  writeFileSync(ini, iniText({ ...config, scriptLocation: folder }) + url);
  const [program = '', , ...others] = alembic;
  const run = (command: string, args: readonly string[]): string | null => {
    const { status, stdout } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
    return status === 0 ? stdout : null;
  };
  const theirs = (range: string): string | null =>
    run(oraclePython(), [program, ini, ...others, 'upgrade', range, '--sql']);
  const sql = (...words: readonly string[]): string | null =>
    run(process.execPath, [
      join(repositoryRoot, 'dist', 'cli.js'),
      'sql',
      ...words,
      '-c',
      ini,
      '--dialect',
      'postgresql',
    ]);
  const ours = (range: string): string | null => sql(range);
  const each = (): string | null => sql('--each', '--json');
  const { chain } = await loadProject(config, { fs: nodeFileSystem });
  const listed = history(chain.map);
  for (const { id, down } of (listed.ok ? listed.value : []).slice(0, TRIED)) {
    const [parent, ...more] = down;
    if (parent === undefined || more.length > 0) continue;
    const range = `${parent}:${id}`;
    const written = ours(range);
    if (written === null || written !== theirs(range)) continue;
    const functions = (each() ?? '').trimEnd().split('\n').length;
    const [alembicTime = 0, ourTime = 0, all = 0] = await sideBySide(rounds, [
      () => theirs(range),
      () => ours(range),
      each,
    ]);
    return { range, alembic: alembicTime, ours: ourTime, each: all / functions };
  }
  return null;
}
