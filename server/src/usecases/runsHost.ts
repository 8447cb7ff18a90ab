import type { EngineError, WritingCommand } from '../engine/engine';
import type { StateInfo } from '../protocol/data';
import type { RunEndedInfo, RunProgressInfo } from '../protocol/requests';
import type { ProjectSnapshot, ProjectState } from '../workspace/snapshot';
import type { EngineContext } from './engineContext';

/** What runs need of the editor's session. */
export interface RunsHost {
  project(id: string): ProjectSnapshot | undefined;
  state(id: string): ProjectState | undefined;
  setState(id: string, state: ProjectState): void;
  context(project: ProjectSnapshot): EngineContext;
  /** Files of the project whose buffers are not what is on disk: Alembic would run something else than is seen. */
  unsaved(project: ProjectSnapshot): readonly string[];
  /** What the client is shown of the project's state. */
  stateInfo(project: ProjectSnapshot): StateInfo;
  /** A run has come further. */
  progress(runId: string, progress: RunProgressInfo): void;
  /** How a run ended; told before its project's state is. */
  outcome(projectId: string, command: WritingCommand, error: EngineError | null): void;
  /** A run has ended that nobody waits for. */
  ended(run: RunEndedInfo): void;
  /** One line for the log: what went wrong beside a run. */
  log(text: string): void;
}

/** What a revision is called. */
export function messageOf(project: ProjectSnapshot, id: string): string {
  return project.chain.map.revisions.get(id)?.script.message ?? '';
}
