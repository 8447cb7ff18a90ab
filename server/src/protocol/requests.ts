import { NotificationType, NotificationType0, ProgressType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Outcome, ProjectInfo, RevisionRow, RunCommand, RunPlan, StateInfo } from './data';
import type { Settings } from './settings';

/** Sent in `initialize`. */
export interface InitializationOptions {
  /** Whether the workspace is trusted: nothing of it is executed and no database opened before. */
  readonly trusted: boolean;
  readonly settings: Settings;
  /** Folder for caches, absolute path; absent: no cache on disk. */
  readonly storagePath?: string;
}

export interface ProjectParams {
  readonly projectId: string;
}

export interface PlanParams extends ProjectParams {
  readonly command: RunCommand;
  /** `head`, `heads`, an id, `+1`, `-1`, `label@head`, `base`. */
  readonly target: string;
}

export interface RunParams {
  readonly planId: string;
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
/** Progress of `ExecuteRun`, token = the plan id. */
export const RunProgressType = new ProgressType<RunProgressInfo>();

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
