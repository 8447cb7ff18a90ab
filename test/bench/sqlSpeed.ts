import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { dialectNamed } from '../../server/src/dialect/registry';
import { readOperations } from '../../server/src/operations/readOperations';
import { loadProject } from '../../server/src/usecases/loadProject';
import { statementsOf } from '../../server/src/usecases/sql/eachRevision';
import { sqlOptions } from '../../server/src/usecases/sql/sqlOptions';
import { milliseconds, median } from './measure';
import type { BenchProject } from './projects';
import { type RevisionStep, WarmAlembic } from './warmAlembic';

const DIALECT = 'postgresql';
const DIRECTIONS = ['upgrade', 'downgrade'] as const;

/** The SQL of every revision of a project, each direction by itself. */
export interface SqlSpeed {
  /** Functions that both write. */
  readonly steps: number;
  /** Milliseconds, medians: Alembic loading files and running them, only running them, and ours. */
  readonly loading: number;
  readonly running: number;
  readonly ours: number;
}

/** Both in turn, in processes that are warm: what each writes of the functions that both can write. */
export async function sqlSpeed(project: BenchProject, scratch: string, rounds: number): Promise<SqlSpeed> {
  const loaded = await loadProject(project.config, { fs: nodeFileSystem });
  const options = sqlOptions(project.config, {
    dialect: DIALECT,
    mode: 'offline',
    fs: nodeFileSystem,
    cwd: project.config.workingDirectory,
    interpreter: null,
  });
  const dialect = dialectNamed(DIALECT);
  if (dialect === undefined) throw new Error(DIALECT);
  const isWritten = ([file, direction]: RevisionStep): boolean => {
    const text = loaded.documents.get(file)?.text() ?? '';
    return statementsOf(readOperations(text, direction, options.context, options), { ...options, dialect }).ok;
  };
  const all = [...loaded.documents.keys()].flatMap((file) => DIRECTIONS.map((way): RevisionStep => [file, way]));
  using alembic = new WarmAlembic(project, scratch);
  const { written } = await alembic.write('all', DIALECT, all.filter(isWritten));
  const times = { loading: [] as number[], running: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.loading.push((await alembic.write('all', DIALECT, written)).milliseconds);
    times.running.push((await alembic.write('loaded', DIALECT, written)).milliseconds);
    times.ours.push(
      await milliseconds(() => {
        for (const step of written) isWritten(step);
      }),
    );
  }
  const { loading, running, ours } = times;
  return { steps: written.length, loading: median(loading), running: median(running), ours: median(ours) };
}
