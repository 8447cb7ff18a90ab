import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import { NO_OPTIONS } from '../../../server/src/engine/environmentOptions';
import { discoverProjects } from '../../../server/src/project/discover';
import type { ProjectConfig } from '../../../server/src/project/model';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { onlineEnvironment } from '../../../server/src/usecases/native/onlineEnvironment';
import { ProjectHooks } from '../../../server/src/usecases/sql/projectHooks';
import { sqlOptions } from '../../../server/src/usecases/sql/sqlOptions';
import { skipping } from '../../support/missing';
import { repositoryRoot } from '../../support/repository';
import { skipReason } from '../support/venv';
import { chainCases, packageOrSkip } from './chains';
import { chainConfig } from './fetch';

/** What the native engine says of an env.py: `known`, or why it is not. */
function saidOf(config: ProjectConfig): string {
  const fs = nodeFileSystem;
  const cwd = config.workingDirectory;
  const options = sqlOptions(config, { dialect: 'sqlite', mode: 'online', fs, cwd, interpreter: null });
  const host = { fs, environment: { DATABASE_URL: 'sqlite:///x.db' } };
  const found = onlineEnvironment(config, NO_OPTIONS, host, new ProjectHooks(options), options.readModule);
  return found.ok ? 'known' : found.error.reason;
}

function report(name: string, said: readonly (readonly [string, string])[]): void {
  const known = said.filter(([, reason]) => reason === 'known');
  const lines = said.map(([project, reason]) => `  ${project}: ${reason}`);
  console.log([`${name}: ${known.length} of ${said.length} env.py known`, ...lines].join('\n'));
}

describe('env.py, as the native engine knows it,', () => {
  it('of the projects in test/ and examples/', () => {
    const folders = [...globSync(join(repositoryRoot, 'test/projects/*')), join(repositoryRoot, 'examples/shop')];
    const said = folders.flatMap((folder) => {
      const { projects } = discoverProjects(nodeFileSystem, [folder], DEFAULT_SETTINGS);
      return projects.flatMap((config) =>
        config.envPy !== null && existsSync(config.envPy)
          ? [[`${basename(folder)}/${basename(dirname(config.envPy))}`, saidOf(config)] as const]
          : [],
      );
    });
    report('fixtures', said);
    const known = said.flatMap(([project, reason]) => (reason === 'known' ? project.split('/')[0] : []));
    expect(known).toEqual(expect.arrayContaining(['async', 'naming', 'shop']));
  });

  it('of real projects', skipping(skipReason()), (context) => {
    const said = chainCases(() => true).map(({ real, chain, name }) => {
      const config = { ...chainConfig(packageOrSkip(real, context), chain) };
      return [name, saidOf(config)] as const;
    });
    report('real projects', said);
    // Their applications run them, and say which database it is: none may be taken for known.
    expect(said.filter(([, reason]) => reason === 'known')).toEqual([]);
  });
});
