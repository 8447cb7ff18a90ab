import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { ProjectConfig } from '../../../server/src/project/model';
import type { NamingConvention } from '../../../server/src/schema/model';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { namingOf } from '../../../server/src/usecases/sql/naming';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import type { ChainCase } from '../realProjects/chains';
import { chainConfig } from '../realProjects/fetch';
import { withInitialTables } from './initialChain';

/** A real chain as we read it, with the tables that it begins on. */
export interface ChainProject {
  readonly config: ProjectConfig;
  readonly project: ProjectSnapshot;
  readonly naming: NamingConvention | null;
  readonly readModule: ReturnType<typeof moduleReader>;
}

/**
 * Loads a chain of an unpacked package.
 * @param folder a path that is free: the chain's copy where it gets a revision before its first.
 */
export async function chainProject({ chain, name }: ChainCase, root: string, folder: string): Promise<ChainProject> {
  const config = withInitialTables(name, chainConfig(root, chain), folder);
  const naming = namingOf(config, nodeFileSystem);
  return {
    config,
    project: await loadProject(config, { fs: nodeFileSystem }),
    naming: naming === 'unknown' ? null : naming,
    readModule: moduleReader(config, nodeFileSystem),
  };
}
