import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { NativeEnvironment } from '../../../server/src/engine/native/plan';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { planUpgrade } from '../../../server/src/revision/plans';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import { sqlOptions } from '../../../server/src/usecases/sql/sqlOptions';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { startSchema } from './startSchema';

/**
 * The native program of an upgrade of a database that holds what its revisions have made.
 * @throws Error with the reason why there is none.
 */
export function upgradeProgram(
  project: ProjectSnapshot,
  {
    dialect,
    rows,
    environment,
    target = 'heads',
  }: {
    readonly dialect: NativeProgram['dialect'];
    readonly rows: readonly string[];
    readonly environment: NativeEnvironment;
    readonly target?: string;
  },
): NativeProgram {
  const { config } = project;
  const options = sqlOptions(config, {
    dialect,
    mode: 'online',
    fs: nodeFileSystem,
    cwd: config.workingDirectory,
    interpreter: null,
  });
  const steps = planUpgrade(project.chain.map, rows, target);
  if (!steps.ok) throw new Error(steps.error.message);
  const plan = nativePlan(project, {
    dialect,
    rows,
    purge: false,
    steps: steps.value,
    environment,
    options,
    start: startSchema(project, rows, options.context, options),
  });
  if (!plan.ok) throw new Error(plan.error.reason);
  return plan.value;
}
