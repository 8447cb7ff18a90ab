import type { EngineResult, OpenedConnection, OpenedDatabase } from '../engine/engine';
import type { AlembicEngine } from '../engine/alembic/alembicEngine';
import type { EngineContext } from './engineContext';

/** Asks env.py which databases it opens, and remembers them where somebody does. Changes nothing. */
export async function identify(
  engine: Pick<AlembicEngine, 'identify'>,
  { memory, output }: Pick<EngineContext, 'memory' | 'output'>,
  signal: AbortSignal,
): Promise<EngineResult<readonly OpenedDatabase[]>> {
  const stamp = memory?.stamp();
  const connections: OpenedConnection[] = [];
  const connection = (opened: OpenedConnection): void => {
    connections.push(opened);
  };
  const databases = await engine.identify({ output, connection }, signal);
  if (databases.ok && stamp !== undefined && connections.length === databases.value.length) {
    memory?.remember(stamp, connections);
  }
  return databases;
}
