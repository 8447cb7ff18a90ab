import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type HandleDiagnosticsSignature,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  type InitializationOptions,
  InterpretersChanged,
  ProjectsChanged,
  RunEnded,
  type RunEndedInfo,
  RunOutput,
  SettingsChanged,
  TrustGranted,
} from '../../server/src/protocol/requests';
import { RUN_FAILED } from './commands/failure';
import { configFilePatterns, followConfigFiles } from './configFiles';
import { tellTargets } from './databases/tellServer';
import { notifyServer } from './notifyServer';
import { type PythonExtension, pythonExtension } from './pythonExtension';
import { readSettings, SECTION } from './settings';

/** A running server; what `parts` gets ends with it. */
export interface ClientHost {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly parts: vscode.Disposable[];
  /** The projects, their revisions or their databases changed. */
  readonly projectsChanged: () => void;
  /** The server came up: at first, and after a crash. */
  readonly started: () => void;
  /** A run ended that nobody waits for. */
  readonly runEnded: (run: RunEndedInfo) => void;
}

/**
 * Starts the server and keeps it told of trust, settings, folders and interpreters. Answers once it may be asked to run
 * something.
 * @throws Error when its process does not start or does not answer.
 */
export async function startClient(host: ClientHost): Promise<LanguageClient> {
  const { context, log, parts, projectsChanged } = host;
  const options = (): InitializationOptions => ({
    // Until the interpreters are known, which may take the Python extension long: the server reads files meanwhile.
    trusted: false,
    settings: readSettings(),
    ...(context.storageUri?.scheme === 'file' && { storagePath: context.storageUri.fsPath }),
    ...(context.globalStorageUri.scheme === 'file' && { runsPath: join(context.globalStorageUri.fsPath, 'runs') }),
  });
  const module = context.asAbsolutePath('dist/server.js');
  const server = { module, transport: TransportKind.ipc };
  const client = new LanguageClient(SECTION, 'Alembic Workbench', server, {
    ...clientOptions(options, log, parts),
    middleware: { handleDiagnostics: linkToRules(context.extensionUri) },
  });
  client.onNotification(ProjectsChanged, projectsChanged);
  client.onNotification(RunOutput, ({ text }) => {
    for (const line of text.trimEnd().split('\n')) log.info(line.trimEnd());
  });
  client.onNotification(RunEnded, host.runEnded);
  await client.start();
  parts.push(
    new vscode.Disposable(() => client.dispose()),
    ...followFolders(client, log),
    followConfigFiles((event) => {
      tellFileEvent(client, log, event);
    }),
    ...followSettings(client, log),
  );
  let python: PythonExtension | undefined;
  // The Python extension runs interpreters of the workspace: it is asked only once that is allowed.
  const grant = async (): Promise<void> => {
    if (python === undefined) {
      python = await pythonExtension(log);
      parts.push(followInterpreters(client, log, python));
    }
    await client.sendNotification(InterpretersChanged, await python.interpreters());
    await tellTargets(client, context);
    await client.sendNotification(TrustGranted);
    projectsChanged();
  };
  // What a server has to be told after it came up.
  const greet = async (): Promise<void> => {
    host.started();
    if (vscode.workspace.isTrusted) await grant();
    else projectsChanged();
  };
  parts.push(vscode.workspace.onDidGrantWorkspaceTrust(grant));
  // After a crash the library starts another one.
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Running) return;
    greet().catch((error: unknown) => {
      log.error(`The language server that was started again could not be told of the window: ${String(error)}`);
    });
  });
  await greet();
  return client;
}

/** Makes the rule's id behind a problem a link to the page about the rule. */
function linkToRules(
  extension: vscode.Uri,
): (uri: vscode.Uri, diagnostics: vscode.Diagnostic[], next: HandleDiagnosticsSignature) => void {
  const pages = vscode.Uri.joinPath(extension, 'docs', 'rules');
  return (uri, diagnostics, next) => {
    for (const diagnostic of diagnostics) {
      // Where a run failed is told by no rule.
      if (typeof diagnostic.code !== 'string' || diagnostic.code === RUN_FAILED) continue;
      // The one check that is no rule is told of on the first page.
      const page = diagnostic.code === 'unused-suppression' ? 'README' : diagnostic.code;
      diagnostic.code = { value: diagnostic.code, target: vscode.Uri.joinPath(pages, `${page}.md`) };
    }
    next(uri, diagnostics);
  };
}

function clientOptions(
  initializationOptions: () => InitializationOptions,
  outputChannel: vscode.LogOutputChannel,
  parts: vscode.Disposable[],
): LanguageClientOptions {
  const names = ['**/*.{py,ini}', '**/pyproject.toml', '**/script.py.mako'];
  const fileEvents = names.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  parts.push(...fileEvents);
  const patterns = new Set([...names, ...configFilePatterns()]);
  return {
    documentSelector: Array.from(patterns, (pattern) => ({ scheme: 'file', pattern })),
    synchronize: { fileEvents },
    initializationOptions,
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
}

function tellFileEvent(client: LanguageClient, log: vscode.LogOutputChannel, event: FileEvent): void {
  void notifyServer(client, log, DidChangeWatchedFilesNotification.type, { changes: [event] });
}

/**
 * Tells the server of folders that come and go: the editor reports a folder that was moved or deleted as one event, not
 * one for each file. What has no dot in its name may be a folder.
 */
function followFolders(client: LanguageClient, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  const tell = ({ path, scheme }: vscode.Uri, type: FileChangeType): void => {
    if (scheme !== 'file' || path.slice(path.lastIndexOf('/')).includes('.')) return;
    tellFileEvent(client, log, { uri: vscode.Uri.file(path).toString(), type });
  };
  return [
    watcher,
    watcher.onDidCreate((uri) => {
      tell(uri, FileChangeType.Created);
    }),
    watcher.onDidDelete((uri) => {
      tell(uri, FileChangeType.Deleted);
    }),
  ];
}

function followSettings(client: LanguageClient, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const send = (): void => void notifyServer(client, log, SettingsChanged, readSettings());
  return [
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) send();
    }),
    // Which folders there are decides which settings are sent.
    vscode.workspace.onDidChangeWorkspaceFolders(send),
  ];
}

function followInterpreters(
  client: LanguageClient,
  log: vscode.LogOutputChannel,
  python: PythonExtension,
): vscode.Disposable {
  return python.onDidChange(async () => {
    await notifyServer(client, log, InterpretersChanged, await python.interpreters());
  });
}
