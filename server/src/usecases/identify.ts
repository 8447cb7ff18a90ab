import type { EngineResult, OpenedConnection, OpenedDatabase } from '../engine/engine';
import type { AlembicEngine } from '../engine/alembic/alembicEngine';
import type { EngineContext } from './engineContext';

/**
 * Asks env.py which databases it opens, and remembers them where somebody does. Changes nothing.
 * @param opened is told of each that our drivers may be able to reach.
 */
export async function identify(
  engine: Pick<AlembicEngine, 'identify'>,
  { memory, output }: Pick<EngineContext, 'memory' | 'output'>,
  signal: AbortSignal,
  opened: (connection: OpenedConnection) => void = () => undefined,
): Promise<EngineResult<readonly OpenedDatabase[]>> {
  const stamp = memory?.stamp();
  const connections: OpenedConnection[] = [];
  const connection = (one: OpenedConnection): void => {
    connections.push(one);
    opened(one);
  };
  const databases = await engine.identify({ output, connection }, signal);
  if (databases.ok && stamp !== undefined && connections.length === databases.value.length) {
    memory?.remember(stamp, connections);
  }
  return databases;
}
