import { NotificationType, NotificationType0, ProgressType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { DatabaseInfo, Failure, Outcome, ProjectInfo, RevisionRow, RunCommand, RunPlan, StateInfo } from './data';
import type { Settings } from './settings';

/** Sent in `initialize`. */
export interface InitializationOptions {
  /** Whether the workspace is trusted: nothing of it is executed and no database opened before. */
  readonly trusted: boolean;
  readonly settings: Settings;
  /** Folder for caches, absolute path; absent: no cache on disk. */
  readonly storagePath?: string;
  /**
   * Folder for the journals of runs, which all windows share, absolute path; absent: a run ends with the server.
   */
  readonly runsPath?: string;
}

export interface ProjectParams {
  readonly projectId: string;
}

export interface PlanParams extends ProjectParams {
  readonly command: RunCommand;
  /** `head`, `heads`, an id, `+1`, `-1`, `label@head`, `base`; for a stamp several, for ensure_version none. */
  readonly targets: readonly string[];
  /** Further arguments of the command as the command line takes them: `--tag`, `x`, `--purge`. */
  readonly options?: readonly string[];
}

export interface RunParams {
  readonly planId: string;
  /** What the user typed where the plan has a `phrase`. */
  readonly typed?: string;
}

/** Sent when a step starts and when it is done. */
export interface RunProgressInfo {
  /** The revision of the step, and its message. */
  readonly revision: string;
  readonly message: string;
  /** Steps finished. */
  readonly done: number;
  readonly total: number;
}

export const ListProjects = new RequestType0<readonly ProjectInfo[], void>('alembicWorkbench/listProjects');
/** Newest first. */
export const ListRevisions = new RequestType<ProjectParams, readonly RevisionRow[], void>(
  'alembicWorkbench/listRevisions',
);
/**
 * Zero-based line of the name in `def upgrade` of a revision file; null when it has none. Asked when the file is opened:
 * a row would have to read the file's body.
 */
export const LocateUpgrade = new RequestType<{ readonly uri: string }, number | null, void>(
  'alembicWorkbench/locateUpgrade',
);
/** Looks at the disk for projects and at the files of each, whatever file events said; answers when all are read. */
export const RefreshFiles = new RequestType0<null, void>('alembicWorkbench/refreshFiles');
/** Reads the database's state again; answers when it is known. */
export const RefreshState = new RequestType<ProjectParams, StateInfo, void>('alembicWorkbench/refreshState');
/** Asks env.py which database it opens, and plans; changes nothing. */
export const PlanRun = new RequestType<PlanParams, Outcome<{ readonly plan: RunPlan }>, void>(
  'alembicWorkbench/planRun',
);
/** Executes a plan the user has confirmed. Cancelling the request cancels the run. */
export const ExecuteRun = new RequestType<RunParams, Outcome<{ readonly state: StateInfo }>, void>(
  'alembicWorkbench/executeRun',
);
/** Asks a run to end, whichever window began it; answers at once. */
export const CancelRun = new RequestType<{ readonly runId: string }, Outcome<object>, void>(
  'alembicWorkbench/cancelRun',
);
/** Ends a run at once that did not follow a cancel; `runId` is the plan's id. */
export const ForceRun = new RequestType<{ readonly runId: string }, Outcome<object>, void>('alembicWorkbench/forceRun');
/** Progress of a run, however it began; token = its id, which is that of the plan. */
export const RunProgressType = new ProgressType<RunProgressInfo>();

/** How a run ended that nobody waits for with `ExecuteRun`: it was found after a reload, a crash, or in another window. */
export interface RunEndedInfo extends ProjectParams {
  readonly runId: string;
  readonly command: RunCommand;
  readonly databases: readonly Pick<DatabaseInfo, 'label' | 'dialect'>[];
  /** Absent: it did what it was to do. */
  readonly failure?: Failure;
}

/** Server -> client, once for each such run. The state is read already. */
export const RunEnded = new NotificationType<RunEndedInfo>('alembicWorkbench/runEnded');

/** Server -> client: projects, chains, problems or states changed; ask again. */
export const ProjectsChanged = new NotificationType0('alembicWorkbench/projectsChanged');
/** Client -> server. */
export const TrustGranted = new NotificationType0('alembicWorkbench/trustGranted');
export const SettingsChanged = new NotificationType<Settings>('alembicWorkbench/settingsChanged');
/** Interpreter the Python extension would choose, by workspace folder URI. */
export const InterpretersChanged = new NotificationType<Readonly<Record<string, string>>>(
  'alembicWorkbench/interpretersChanged',
);
/** Client -> server: the revisions view is visible (state is read when the `connect` setting says so). */
export const ViewOpened = new NotificationType0('alembicWorkbench/viewOpened');
/** Server -> client: a line for the log channel; secrets are masked already. */
export const RunOutput = new NotificationType<{ readonly projectId: string; readonly text: string }>(
  'alembicWorkbench/runOutput',
);
