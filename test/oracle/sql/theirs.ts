import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { cacheFolder, repositoryRoot } from '../../support/repository';
import type { RealChain, RealPackage } from '../realProjects/projects';
import { oraclePython, sqlalchemy21Python } from '../support/venv';

/** What Alembic writes offline for one direction of one revision (statements.py). */
export interface Written {
  readonly file: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly dialect: DialectName;
  readonly engine?: string;
  readonly statements?: readonly string[];
  readonly error?: string;
  /** Modules the file needs and that were stubbed: what it wrote is no truth. */
  readonly stubbed: readonly string[];
}

const HERE = join(repositoryRoot, 'test/oracle/sql');
const PROGRAMS = [
  join(HERE, 'statements.py'),
  join(HERE, 'begin.py'),
  join(HERE, 'imports.py'),
  join(HERE, '../realProjects/stubs.py'),
];

/** The Alembic that is asked, with either SQLAlchemy. */
const ALEMBIC = {
  '2.0': { python: oraclePython, requirements: join(HERE, '../requirements.txt') },
  '2.1': { python: sqlalchemy21Python, requirements: join(HERE, '../requirements-sqlalchemy21.txt') },
} as const;

/** Where Python iterates sets what is written depends on this. */
export const FIRST_SEED = '0';
export const OTHER_SEEDS = ['1', '2'] as const;

/**
 * What the pinned Alembic writes for files of a real chain; kept in the ignored cache as long as the package, the programs
 * and the pinned versions are the same.
 */
export async function askAlembic(
  real: RealPackage,
  chain: RealChain,
  root: string,
  files: readonly string[],
  dialects: readonly DialectName[],
  { hashSeed, sqlalchemy }: { readonly hashSeed: string; readonly sqlalchemy: Context['sqlalchemy'] },
): Promise<readonly Written[]> {
  const task = {
    root,
    without: chain.without ?? [],
    ignoreAnnotations: chain.sqlalchemy14 ?? false,
    files,
    dialects,
  };
  const key = createHash('sha1').update(JSON.stringify([real, { ...task, root: '' }, hashSeed]));
  const { python, requirements } = ALEMBIC[sqlalchemy];
  for (const program of [...PROGRAMS, requirements]) key.update(readFileSync(program));
  const kept = join(cacheFolder, 'offline-sql', `${key.digest('hex')}.jsonl`);
  if (!existsSync(kept)) {
    const asked = promisify(execFile)(python(), [join(HERE, 'statements.py')], {
      env: { ...process.env, PYTHONHASHSEED: hashSeed },
      maxBuffer: 2 ** 30,
    });
    asked.child.stdin?.end(JSON.stringify(task));
    const { stdout } = await asked;
    mkdirSync(join(cacheFolder, 'offline-sql'), { recursive: true });
    writeFileSync(kept, stdout);
  }
  return readFileSync(kept, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Written);
}
