import type { Connection } from 'vscode-languageserver';
import { ExecuteRun, PlanRun, RefreshState, RunProgressType } from '../protocol/requests';
import type { ProjectRuns } from '../usecases/projectRuns';
import { guard } from './support/guard';
import { onRequest, sendProgress } from './support/wire';

/** The requests that reach a database. What is expected to fail is an answer, not an error. */
export function registerRuns(
  connection: Connection,
  runs: () => ProjectRuns | null,
  log: (message: string) => void,
): void {
  const needed = (): ProjectRuns => {
    const found = runs();
    if (found === null) throw new Error('the server is not initialized');
    return found;
  };
  onRequest(
    connection,
    RefreshState,
    guard('reading the state', ({ projectId }, signal) => needed().refresh(projectId, signal), log),
  );
  onRequest(
    connection,
    PlanRun,
    guard('planning a run', (params, signal) => needed().plan(params, signal), log),
  );
  onRequest(
    connection,
    ExecuteRun,
    guard(
      'a run',
      ({ planId }, signal) =>
        needed().execute(
          planId,
          (progress) => {
            sendProgress(connection, RunProgressType, planId, progress);
          },
          signal,
        ),
      log,
    ),
  );
}
