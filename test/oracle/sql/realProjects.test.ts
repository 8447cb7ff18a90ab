import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { eachRevision } from '../../../server/src/usecases/sql/eachRevision';
import { chainConfig, DownloadError, unpackedPackage } from '../realProjects/fetch';
import { REAL_PACKAGES } from '../realProjects/projects';
import { skipping } from '../../support/missing';
import { skipReason, sqlalchemy21Python } from '../support/venv';
import { count, emptyTally, type Ours, report } from './tally';
import { askAlembic, HASH_SEEDS, type Written } from './theirs';

const DIALECTS: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

function keyOf({ file, direction, engine }: Pick<Written, 'file' | 'direction' | 'engine'>): string {
  return [file, direction, engine ?? ''].join('\0');
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
  const asked = CHAINS.filter(({ name }) => isAsked(name, sqlalchemy));

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
    const files = [...project.documents.keys()];
    const theirs = await Promise.all(
      HASH_SEEDS.map((hashSeed) => askAlembic(real, chain, root, files, DIALECTS, { hashSeed, sqlalchemy })),
    );
    const wrong: string[] = [];
    for (const dialect of DIALECTS) {
      const compiler = dialectNamed(dialect);
      if (compiler === undefined) throw new Error(dialect);
      const ours = new Map<string, Ours>();
      const readModule = moduleReader(config, nodeFileSystem);
      const schemaContext = { dialect, mode: 'offline', sqlalchemy, naming: null } as const;
      // statements.py runs revisions without the project's env.py.
      const options = { context: schemaContext, dialect: compiler, readModule, environment: BARE_ENVIRONMENT };
      for (const answer of eachRevision(project, options)) ours.set(keyOf(answer), answer);
      const tally = emptyTally();
      const byKey = new Map<string, Written[]>();
      for (const one of theirs.flat().filter((written) => written.dialect === dialect)) {
        const key = keyOf(one);
        byKey.set(key, [...(byKey.get(key) ?? []), one]);
      }
      for (const [key, written] of byKey) {
        const own = ours.get(key) ?? { reason: 'There is no answer.' };
        count(tally, `${dialect} ${key.replaceAll('\0', ' ').replace(root, '')}`, written, own);
      }
      console.log(report(`${name}, ${dialect}, SQLAlchemy ${sqlalchemy}`, tally));
      wrong.push(...tally.different, ...tally.refusedButWritten);
    }
    expect(wrong.slice(0, 20), `${wrong.length} differ`).toEqual([]);
  });
});
