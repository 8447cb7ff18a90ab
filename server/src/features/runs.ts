import type { Connection } from 'vscode-languageserver';
import { CancelRun, ExecuteRun, ForceRun, PlanRun, RefreshState } from '../protocol/requests';
import type { ProjectRuns } from '../usecases/projectRuns';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onRequest } from './support/wire';

/** The requests that reach a database. What is expected to fail is an answer, not an error. */
export function registerRuns(
  connection: Connection,
  get: () => ProjectRuns | null,
  log: (message: string) => void,
): void {
  const runs = needed(get);
  onRequest(
    connection,
    RefreshState,
    guard('reading the state', ({ projectId }, signal) => runs().refresh(projectId, signal), log),
  );
  onRequest(
    connection,
    PlanRun,
    guard('planning a run', (params, signal) => runs().plan(params, signal), log),
  );
  onRequest(
    connection,
    CancelRun,
    guard('cancelling a run', ({ runId }) => runs().underWay.cancel(runId), log),
  );
  onRequest(
    connection,
    ForceRun,
    guard('ending a run by force', ({ runId }) => runs().underWay.force(runId), log),
  );
  onRequest(
    connection,
    ExecuteRun,
    guard('a run', ({ planId, typed }, signal) => runs().execute(planId, signal, typed), log),
  );
}
