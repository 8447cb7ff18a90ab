import {
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
import { uriToPath } from './common/fileUri';
import { maskSecrets } from './common/secrets';
import type { EngineHost } from './engine/host';
import { RunKeeper } from './engine/keeper/runKeeper';
import type { KeeperProgram } from './engine/keeper/startKeeper';
import type { RunnerClient } from './engine/runnerClient';
import { registerAutogenerate } from './features/autogenerate';
import { fileActions } from './features/codeActions';
import { codeLenses } from './features/codeLens';
import { type CommandsHost, registerCommands } from './features/commands';
import { definition } from './features/definition';
import { type DowngradeHost, registerGenerateDowngrade } from './features/generateDowngrade';
import { stateInfo } from './features/support/projectInfo';
import { registerProjects } from './features/projects';
import { registerReferences } from './features/references';
import { registerHover } from './features/hover';
import { registerOperations } from './features/operations';
import { registerLostRevisions } from './features/lostRevisions';
import { RunProblems } from './features/runProblems';
import { registerRehearsals } from './features/rehearsals';
import { registerRuns } from './features/runs';
import { registerLiveTables } from './features/liveTables';
import { registerSchemas } from './features/schemas';
import { registerTargets, type TargetsHost } from './features/targets';
import { Publisher } from './features/support/publisher';
import { pathsOf } from './features/support/folders';
import { guard } from './features/support/guard';
import { inProjects } from './features/support/inProjects';
import { notify, onNotification, onNotification0, sendProgress } from './features/support/wire';
import {
  type InitializationOptions,
  InterpretersChanged,
  RunEnded,
  RunOutput,
  RunProgressType,
  SettingsChanged,
  TrustGranted,
  ViewOpened,
} from './protocol/requests';
import { DEFAULT_SETTINGS } from './protocol/settings';
import { ModelReviews } from './usecases/autogenerate/modelReviews';
import { type EngineContext, pythonProgram } from './usecases/engineContext';
import { readSource } from './usecases/documentReader';
import { ProjectRuns } from './usecases/projectRuns';
import { ProjectRehearsals } from './usecases/rehearsal/projectRehearsals';
import { RunFinder } from './usecases/runFinder';
import { ProjectReadings, sessionReadings } from './usecases/schema/projectReadings';
import { SchemaLint } from './usecases/schema/schemaLint';
import type { RunsHost } from './usecases/runsHost';
import { Session } from './usecases/session';
import { type Permission, StateKeeper } from './usecases/stateKeeper';
import { Contexts } from './usecases/contexts';
import { TargetSwitch } from './usecases/targets/targetSwitch';
import type { ProjectSnapshot } from './workspace/snapshot';

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
  /** The program that runs outlive us by. */
  readonly keeper: KeeperProgram;
}

/** Puts the parts together on a connection: each request is answered by one feature from the session's snapshot. */
export function startServer(connection: Connection, host: ServerHost): void {
  const documents = new TextDocuments(TextDocument);
  let session: Session | null = null;
  let runs: ProjectRuns | null = null;
  let commands: CommandsHost | null = null;
  let rehearsals: ProjectRehearsals | null = null;
  let reviews: ModelReviews | null = null;
  let keeper: StateKeeper | null = null;
  let targets: TargetsHost | null = null;
  let finder: RunFinder | null = null;
  let runKeeper: RunKeeper | null = null;
  let schemaLint: SchemaLint | null = null;
  let operations: DowngradeHost | null = null;
  const runProblems = new RunProblems({
    onDisk: (file) => readSource(host.fs, file)?.text ?? null,
    now: (file) => session?.readText(file) ?? null,
  });
  const permission: Permission = { trusted: false, viewOpened: false };
  let interpreters: Readonly<Record<string, string>> = {};

  const log = (message: string): void => {
    connection.console.error(maskSecrets(message));
  };
  const logError = (error: unknown): void => {
    log(String(error));
  };
  const on = <Params, Answer>(
    name: string,
    answer: (session: Session, params: Params, signal: AbortSignal) => Answer | Promise<Answer>,
    nothing: Answer,
  ): ReturnType<typeof guard<Params, Answer>> =>
    guard(name, (params: Params, signal) => (session === null ? nothing : answer(session, params, signal)), log);

  /** A helper that revisions import may be another one now. */
  const filesChanged = (paths: readonly string[]): void => {
    const others = operations?.readings.filesChanged(paths, session?.settled.projects ?? []);
    if (others === true) schemaLint?.modulesChanged(session?.snapshot.projects ?? []);
  };

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
      moreProblems: (projectId) => runProblems.of(projectId),
      schemaProblems: (project) => schemaLint?.of(project),
      changed: () => {
        publisher.publish(opened);
        finder?.look();
        keeper?.look();
        schemaLint?.look(opened.snapshot.projects);
      },
    });
    session = opened;
    const contexts = new Contexts({
      fs: host.fs,
      engine: host.engine,
      runner: host.runner,
      session: opened,
      permission,
      interpreters: () => interpreters,
      output: (projectId, text) => {
        notify(connection, RunOutput, { projectId, text });
      },
    });
    const { choice } = contexts;
    if (options?.runsPath !== undefined) runKeeper = new RunKeeper(options.runsPath, host.keeper);
    const contextOf = (project: ProjectSnapshot): EngineContext => contexts.of(project);
    const runsHost: RunsHost = {
      project: (id) => opened.project(id),
      state: (id) => opened.settled.states.get(id),
      setState: (id, state) => {
        runProblems.stateRead(opened.project(id), state);
        opened.setState(id, state);
      },
      stateInfo: (project) => stateInfo(project, opened.settled.states.get(project.config.id)),
      unsaved: (project) => contexts.unsaved(project),
      context: contextOf,
      progress: (runId, progress) => {
        sendProgress(connection, RunProgressType, runId, progress);
      },
      outcome: (projectId, command, error) => {
        runProblems.ended(projectId, command, error);
        publisher.publish(opened);
      },
      ended: (run) => {
        notify(connection, RunEnded, run);
      },
      log,
    };
    runs = new ProjectRuns(runsHost, runKeeper);
    rehearsals = new ProjectRehearsals(runsHost, runs);
    reviews = new ModelReviews(runsHost);
    finder = runKeeper && new RunFinder(opened, runs.underWay, permission, runKeeper, log);
    commands = {
      fs: host.fs,
      project: (id) => opened.project(id),
      context: contextOf,
      folderContext: (folder) => contexts.ofFolder(folder),
      readText: (path) => opened.readText(path),
      unsaved: (project) => contexts.unsaved(project),
    };
    keeper = new StateKeeper(opened, runs, permission, logError, (project) => JSON.stringify(choice.current(project)));
    const readings = new ProjectReadings(
      sessionReadings(opened, (config) => pythonProgram(config, contexts.ofFolder(config.root))),
    );
    schemaLint = new SchemaLint(opened, readings, publisher, log);
    operations = {
      snapshot: () => opened.snapshot,
      readings,
      irreversible: (project) => opened.settingsOf(project).irreversible,
    };
    targets = { contexts, switch: new TargetSwitch(choice, runsHost, runs), keeper };
    return {
      serverInfo: { name: 'Alembic Workbench' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
        definitionProvider: true,
        referencesProvider: true,
        hoverProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    void session?.refresh().catch(logError);
    connection.workspace.onDidChangeWorkspaceFolders(() => {
      connection.workspace
        .getWorkspaceFolders()
        .then((folders) => session?.setFolders(pathsOf(folders)))
        .catch(logError);
    });
  });
  connection.onShutdown(() => {
    session?.dispose();
    schemaLint?.dispose();
    runKeeper?.dispose();
    host.runner.dispose();
  });

  documents.onDidChangeContent(({ document }) => {
    const path = uriToPath(document.uri);
    if (path === null) return;
    session?.edit({ path, version: document.version, text: document.getText() });
    filesChanged([path]);
    runProblems.changed(path);
  });
  documents.onDidClose(({ document }) => {
    const path = uriToPath(document.uri);
    if (path === null) return;
    session?.close(path);
    filesChanged([path]);
    runProblems.changed(path);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const paths = changes.flatMap(({ uri }) => uriToPath(uri) ?? []);
    targets?.contexts.filesChanged(paths);
    filesChanged(paths);
    for (const path of paths) runProblems.changed(path);
    session?.filesChanged(paths);
  });
  onNotification(connection, SettingsChanged, (settings) => {
    session?.setSettings(settings);
    operations?.readings.forget();
  });
  onNotification0(connection, TrustGranted, () => {
    permission.trusted = true;
    finder?.look();
    keeper?.forget();
    keeper?.look();
  });
  onNotification0(connection, ViewOpened, () => {
    permission.viewOpened = true;
    keeper?.look();
  });
  onNotification(connection, InterpretersChanged, (changed) => {
    interpreters = changed;
    operations?.readings.forget();
    keeper?.forget();
    keeper?.look();
  });
  registerRuns(connection, () => runs, log);
  registerAutogenerate(connection, () => reviews, log);
  registerCommands(connection, () => commands, log);
  registerTargets(connection, () => targets, log);
  registerReferences(connection, () => operations, log);
  registerSchemas(connection, () => operations, log);
  registerLiveTables(connection, () => commands && operations && { ...commands, ...operations }, log);
  registerHover(connection, () => operations, log);
  registerOperations(connection, () => operations, log);
  registerGenerateDowngrade(connection, () => operations, log);
  registerLostRevisions(connection, () => commands, log);
  registerRehearsals(connection, () => rehearsals, log);
  registerProjects(connection, () => session && targets && { session, choice: targets.contexts.choice }, log);

  connection.onCodeLens(
    on(
      'code lenses',
      (session, { textDocument }) =>
        inProjects(session.snapshot, textDocument.uri).flatMap(({ project, document }) =>
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
        inProjects(session.snapshot, textDocument.uri).flatMap(({ project, document }) =>
          definition(project, document, position),
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
        return fileActions(session.snapshot, (project) => session.problems(project), path, range, environment);
      },
      [],
    ),
  );
  documents.listen(connection);
  connection.listen();
}
