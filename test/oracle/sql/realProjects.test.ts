import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import type { Context, DialectName } from '../../../server/src/schema/context';
import type { ProjectConfig } from '../../../server/src/project/model';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { eachRevision } from '../../../server/src/usecases/sql/eachRevision';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { chainConfig, DownloadError, unpackedPackage } from '../realProjects/fetch';
import { REAL_PACKAGES } from '../realProjects/projects';
import { skipping } from '../../support/missing';
import { skipReason, sqlalchemy21Python } from '../support/venv';
import { count, emptyTally, type Ours, report } from './tally';
import { askAlembic, FIRST_SEED, OTHER_SEEDS, type Written } from './theirs';

const DIALECTS: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

type Which = Pick<Written, 'file' | 'direction' | 'dialect' | 'engine'>;

function keyOf({ file, direction, dialect, engine }: Which): string {
  return [dialect, file, direction, engine ?? ''].join('\0');
}

/** Our answer about every revision, by what it is about. */
function oursOf(
  project: ProjectSnapshot,
  config: ProjectConfig,
  context: Context,
): readonly (readonly [key: string, answer: Ours])[] {
  const { dialect } = context;
  const compiler = dialectNamed(dialect);
  if (compiler === undefined) throw new Error(dialect);
  const readModule = moduleReader(config, nodeFileSystem);
  // statements.py runs revisions without the project's env.py.
  const options = { context, dialect: compiler, readModule, environment: BARE_ENVIRONMENT };
  return eachRevision(project, options).map((answer) => [keyOf({ ...answer, dialect }), answer] as const);
}

const CHAINS = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));
const WANTED = process.env.ALEMBIC_WORKBENCH_ORACLE_PROJECT;

/** What SQLAlchemy 2.1 writes otherwise shows in these already; ALEMBIC_WORKBENCH_ORACLE_ALL asks for all chains. */
const WITH_21 = ['ironic', 'jupyterhub', 'mlflow auth'];

const isAsked = (name: string, sqlalchemy: Context['sqlalchemy']): boolean =>
  WANTED === undefined
    ? sqlalchemy === '2.0' || process.env.ALEMBIC_WORKBENCH_ORACLE_ALL !== undefined || WITH_21.includes(name)
    : name === WANTED;

describe.for([
  { sqlalchemy: '2.0', missing: skipReason() },
  { sqlalchemy: '2.1', missing: skipReason(sqlalchemy21Python) },
] as const)('with SQLAlchemy $sqlalchemy the SQL of every revision of', ({ sqlalchemy, missing }) => {
  // Models that were written for 1.4 need a repair of SQLAlchemy's own, which 2.1 has otherwise.
  const asked = CHAINS.filter(
    ({ name, chain }) => isAsked(name, sqlalchemy) && (sqlalchemy === '2.0' || chain.sqlalchemy14 !== true),
  );

  it.for(asked)('$name is what Alembic writes offline', skipping(missing), async ({ real, chain, name }, context) => {
    let root: string;
    try {
      root = unpackedPackage(real);
    } catch (error) {
      if (error instanceof DownloadError && process.env.CI === undefined) return context.skip(error.message);
      throw error;
    }
    const config = chainConfig(root, chain);
    const project = await loadProject(config, { fs: nodeFileSystem });
    const ask = (files: readonly string[], hashSeed: string): Promise<readonly Written[]> =>
      askAlembic(real, chain, root, files, DIALECTS, { hashSeed, sqlalchemy });
    const first = await ask([...project.documents.keys()], FIRST_SEED);
    const ours = new Map(
      DIALECTS.flatMap((dialect) => oursOf(project, config, { dialect, mode: 'offline', sqlalchemy, naming: null })),
    );
    // What Alembic takes out of sets comes in another order under another seed: where ours is another, more are asked.
    const isOther = (one: Written): boolean => {
      const own = ours.get(keyOf(one));
      return own !== undefined && 'statements' in own && own.statements.join('\n') !== one.statements?.join('\n');
    };
    const doubtful = [...new Set(first.filter(isOther).map(({ file }) => file))];
    const others = doubtful.length === 0 ? [] : await Promise.all(OTHER_SEEDS.map((seed) => ask(doubtful, seed)));
    const theirs = new Map<string, Written[]>();
    for (const one of [...first, ...others.flat()]) theirs.set(keyOf(one), [...(theirs.get(keyOf(one)) ?? []), one]);
    const wrong: string[] = [];
    for (const dialect of DIALECTS) {
      const tally = emptyTally();
      for (const [key, written] of theirs) {
        if (written[0]?.dialect !== dialect) continue;
        const own = ours.get(key) ?? { reason: 'There is no answer.' };
        count(tally, key.replaceAll('\0', ' ').replace(root, ''), written, own);
      }
      console.log(report(`${name}, ${dialect}, SQLAlchemy ${sqlalchemy}`, tally));
      wrong.push(...tally.different, ...tally.refusedButWritten);
    }
    expect(wrong.slice(0, 20), `${wrong.length} differ`).toEqual([]);
  });
});
