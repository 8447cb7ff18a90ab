import {
  type CodeAction,
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileSystem } from './common/fileSystem';
import { pathToUri, uriToPath } from './common/fileUri';
import { maskSecrets } from './common/secrets';
import type { EngineHost } from './engine/host';
import type { RunnerClient } from './engine/runnerClient';
import { codeActions } from './features/codeActions';
import { codeLenses } from './features/codeLens';
import { definition, references } from './features/definition';
import { locateUpgrade } from './features/locateUpgrade';
import { projectInfo, stateInfo } from './features/projectInfo';
import { revisionRows } from './features/revisionRows';
import { registerRuns } from './features/runs';
import { Publisher } from './features/support/publisher';
import { guard } from './features/support/guard';
import { notify, onNotification, onNotification0, onRequest, onRequest0 } from './features/support/wire';
import {
  type InitializationOptions,
  InterpretersChanged,
  ListProjects,
  ListRevisions,
  LocateUpgrade,
  type ProjectParams,
  RefreshFiles,
  RunOutput,
  SettingsChanged,
  TrustGranted,
  ViewOpened,
} from './protocol/requests';
import { DEFAULT_SETTINGS } from './protocol/settings';
import { believedDatabase } from './usecases/believedDatabase';
import { ProjectRuns } from './usecases/projectRuns';
import { Session } from './usecases/session';
import { type Permission, StateKeeper } from './usecases/stateKeeper';
import type { ProjectSnapshot, RevisionDocument } from './workspace/snapshot';

/** What the server takes from the process it runs in. */
export interface ServerHost {
  readonly fs: FileSystem;
  readonly now: () => Date;
  readonly newRevisionId: () => string;
  /** Names this build of the program. */
  readonly buildVersion: string;
  readonly engine: EngineHost;
  /** Asks the child process that owns the database drivers. */
  readonly runner: RunnerClient;
}

/** Puts the parts together on a connection: each request is answered by one feature from the session's snapshot. */
export function startServer(connection: Connection, host: ServerHost): void {
  const documents = new TextDocuments(TextDocument);
  let session: Session | null = null;
  let runs: ProjectRuns | null = null;
  let keeper: StateKeeper | null = null;
  const permission: Permission = { trusted: false, viewOpened: false };
  let interpreters: Readonly<Record<string, string>> = {};

  const log = (message: string): void => {
    connection.console.error(maskSecrets(message));
  };
  const on = <Params, Answer>(
    name: string,
    answer: (session: Session, params: Params, signal: AbortSignal) => Answer | Promise<Answer>,
    nothing: Answer,
  ): ReturnType<typeof guard<Params, Answer>> =>
    guard(name, (params: Params, signal) => (session === null ? nothing : answer(session, params, signal)), log);

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = params.initializationOptions as Partial<InitializationOptions> | undefined;
    const refreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    const publisher = new Publisher(connection, () => {
      if (refreshLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(log);
    });
    permission.trusted = options?.trusted === true;
    const opened = new Session({
      fs: host.fs,
      folders: pathsOf(params.workspaceFolders),
      settings: options?.settings ?? DEFAULT_SETTINGS,
      ...(options?.storagePath !== undefined && { storagePath: options.storagePath }),
      buildVersion: host.buildVersion,
      log,
      changed: () => {
        publisher.publish(opened);
        keeper?.look();
      },
    });
    session = opened;
    runs = new ProjectRuns({
      project: (id) => opened.project(id),
      state: (id) => opened.settled.states.get(id),
      setState: (id, state) => {
        opened.setState(id, state);
      },
      stateInfo: (project) => stateInfo(project, opened.settled.states.get(project.config.id)),
      believed: ({ config }) => believedDatabase(host.fs, config),
      context: (project) => {
        const workspaceFolder = opened.folderOf(project);
        const pythonExtension = interpreters[pathToUri(workspaceFolder)];
        return {
          host: host.engine,
          runner: host.runner,
          trusted: permission.trusted,
          interpreter: opened.settingsOf(project).interpreter,
          ...(pythonExtension !== undefined && { pythonExtension }),
          workspaceFolder,
          output: (text) => {
            notify(connection, RunOutput, { projectId: project.config.id, text });
          },
        };
      },
    });
    keeper = new StateKeeper(opened, runs, permission, (error) => {
      log(String(error));
    });
    return {
      serverInfo: { name: 'Alembic Workbench' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        definitionProvider: true,
        referencesProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    void session?.refresh().catch((error: unknown) => {
      log(String(error));
    });
    connection.workspace.onDidChangeWorkspaceFolders(() => {
      connection.workspace
        .getWorkspaceFolders()
        .then((folders) => session?.setFolders(pathsOf(folders)))
        .catch((error: unknown) => {
          log(String(error));
        });
    });
  });
  connection.onShutdown(() => {
    session?.dispose();
    host.runner.dispose();
  });

  documents.onDidChangeContent(({ document }) => {
    const path = uriToPath(document.uri);
    if (path !== null) session?.edit({ path, version: document.version, text: document.getText() });
  });
  documents.onDidClose(({ document }) => {
    const path = uriToPath(document.uri);
    if (path !== null) session?.close(path);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session?.filesChanged(changes.flatMap(({ uri }) => uriToPath(uri) ?? []));
  });
  onNotification(connection, SettingsChanged, (settings) => {
    session?.setSettings(settings);
  });
  onNotification0(connection, TrustGranted, () => {
    permission.trusted = true;
    keeper?.forget();
    keeper?.look();
  });
  onNotification0(connection, ViewOpened, () => {
    permission.viewOpened = true;
    keeper?.look();
  });
  onNotification(connection, InterpretersChanged, (changed) => {
    interpreters = changed;
    keeper?.forget();
    keeper?.look();
  });
  registerRuns(connection, () => runs, log);

  connection.onCodeLens(
    on(
      'code lenses',
      (session, { textDocument }) =>
        inProjects(session, textDocument.uri).flatMap(({ project, document }) =>
          codeLenses(
            project,
            document,
            session.snapshot.states.get(project.config.id),
            session.settingsOf(project).codeLens,
          ),
        ),
      [],
    ),
  );
  connection.onDefinition(
    on(
      'definition',
      (session, { textDocument, position }) =>
        inProjects(session, textDocument.uri).flatMap(({ project, document }) =>
          definition(project, document, position),
        ),
      [],
    ),
  );
  connection.onReferences(
    on(
      'references',
      (session, { textDocument, position, context }) =>
        inProjects(session, textDocument.uri).flatMap(({ project, document }) =>
          references(project, document, position, context.includeDeclaration),
        ),
      [],
    ),
  );
  connection.onCodeAction(
    on(
      'quick fixes',
      (session, { textDocument, range }) => {
        const path = uriToPath(textDocument.uri);
        if (path === null) return [];
        const environment = {
          now: host.now,
          newRevisionId: host.newRevisionId,
          readText: (file: string) => session.readText(file),
        };
        const { snapshot } = session;
        const loose = snapshot.problems.filter(({ file }) => file === path);
        return withoutRepetition([
          ...codeActions(snapshot, null, loose, range, environment),
          ...snapshot.projects.flatMap((project) =>
            codeActions(snapshot, project, session.problems(project).get(path) ?? [], range, environment),
          ),
        ]);
      },
      [],
    ),
  );
  onRequest0(
    connection,
    ListProjects,
    on(
      'projects',
      (session) =>
        session.snapshot.projects.map((project) =>
          projectInfo(
            project,
            session.snapshot.states.get(project.config.id),
            [...session.problems(project).values()].flat(),
          ),
        ),
      [],
    ),
  );
  onRequest(
    connection,
    ListRevisions,
    on(
      'revisions',
      (session, { projectId }: ProjectParams) => {
        const project = session.project(projectId);
        if (project === undefined) return [];
        return revisionRows(project, session.snapshot.states.get(projectId), session.problems(project));
      },
      [],
    ),
  );
  onRequest0(
    connection,
    RefreshFiles,
    on('looking at the disk', (session) => session.refresh().then(() => null), null),
  );
  onRequest(
    connection,
    LocateUpgrade,
    on(
      'the line of upgrade',
      (session, { uri }: { readonly uri: string }) =>
        inProjects(session, uri)
          .map(({ document }) => locateUpgrade(document))
          .find((line) => line !== null) ?? null,
      null,
    ),
  );

  documents.listen(connection);
  connection.listen();
}

/** Two projects may share a configuration file, and then its problems too. */
function withoutRepetition(actions: readonly CodeAction[]): CodeAction[] {
  return [...new Map(actions.map((action) => [JSON.stringify([action.title, action.edit]), action])).values()];
}

function pathsOf(folders: readonly { readonly uri: string }[] | null | undefined): string[] {
  return (folders ?? []).flatMap(({ uri }) => uriToPath(uri) ?? []);
}

/** The projects a file is a revision of: usually one. */
function inProjects(
  session: Session,
  uri: string,
): { readonly project: ProjectSnapshot; readonly document: RevisionDocument }[] {
  const path = uriToPath(uri);
  if (path === null) return [];
  return session.snapshot.projects.flatMap((project) => {
    const document = project.documents.get(path);
    return document === undefined ? [] : [{ project, document }];
  });
}
