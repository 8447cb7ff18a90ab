import { err, ok } from '../../common/result';
import type { EngineResult, OpenedDatabase } from '../../engine/engine';
import type { ProjectConfig } from '../../project/model';
import { type EngineContext, openEngine } from '../engineContext';
import { identify } from '../identify';

/**
 * The database that a script begins at: the one env.py opens, asked of env.py. A guess is not enough for a script.
 * @returns in the error why there is none, or not a single one.
 */
export async function databaseStart(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<OpenedDatabase>> {
  const engine = openEngine(config, context);
  if (!engine.ok) return engine;
  const databases = await identify(engine.value, context, signal);
  if (!databases.ok) return databases;
  const [only, ...others] = databases.value;
  if (only === undefined) return err({ code: 'environmentFailed', message: 'env.py opened no database.' });
  if (others.length === 0) return ok(only);
  const names = databases.value.map(({ identity }) => identity.label).join(', ');
  return err({ code: 'unsupported', message: `env.py opens several databases, and a script is for one: ${names}.` });
}
