import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import type { DialectName } from '../../../server/src/schema/context';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { eachRevision } from '../../../server/src/usecases/sql/eachRevision';
import { chainConfig, DownloadError, unpackedPackage } from '../realProjects/fetch';
import { REAL_PACKAGES } from '../realProjects/projects';
import { skipping } from '../../support/missing';
import { skipReason } from '../support/venv';
import { count, emptyTally, type Ours, report } from './tally';
import { askAlembic, HASH_SEEDS, type Written } from './theirs';

const DIALECTS: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

function keyOf({ file, direction, engine }: Pick<Written, 'file' | 'direction' | 'engine'>): string {
  return [file, direction, engine ?? ''].join('\0');
}

describe('the SQL of every revision of', skipping(skipReason()), () => {
  const chains = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));
  const wanted = process.env.ALEMBIC_WORKBENCH_ORACLE_PROJECT;
  const asked = wanted === undefined ? chains : chains.filter(({ name }) => name === wanted);

  it.for(asked)('$name is what Alembic writes offline', async ({ real, chain, name }, context) => {
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
    const theirs = await Promise.all(HASH_SEEDS.map((seed) => askAlembic(real, chain, root, files, DIALECTS, seed)));
    const wrong: string[] = [];
    for (const dialect of DIALECTS) {
      const compiler = dialectNamed(dialect);
      if (compiler === undefined) throw new Error(dialect);
      const ours = new Map<string, Ours>();
      const readModule = moduleReader(config, nodeFileSystem);
      const schemaContext = { dialect, mode: 'offline', sqlalchemy: '2.0', naming: null } as const;
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
      console.log(report(`${name}, ${dialect}`, tally));
      wrong.push(...tally.different, ...tally.refusedButWritten);
    }
    expect(wrong.slice(0, 20), `${wrong.length} differ`).toEqual([]);
  });
});
