import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type HandleDiagnosticsSignature,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  type InitializationOptions,
  InterpretersChanged,
  ProjectsChanged,
  RunOutput,
  SettingsChanged,
  TrustGranted,
} from '../../server/src/protocol/requests';
import { type PythonExtension, pythonExtension } from './pythonExtension';
import { readSettings, SECTION } from './settings';

/** A running server; what `parts` gets ends with it. */
export interface ClientHost {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly parts: vscode.Disposable[];
  /** The projects, their revisions or their databases changed. */
  readonly projectsChanged: () => void;
}

/**
 * Starts the server and keeps it told of trust, settings, folders and interpreters. Answers once it may be asked to run
 * something.
 * @throws Error when its process does not start or does not answer.
 */
export async function startClient({ context, log, parts, projectsChanged }: ClientHost): Promise<LanguageClient> {
  const options: InitializationOptions = {
    // Until the interpreters are known, which may take the Python extension long: the server reads files meanwhile.
    trusted: false,
    settings: readSettings(),
    ...(context.storageUri?.scheme === 'file' && { storagePath: context.storageUri.fsPath }),
  };
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
  await client.start();
  parts.push(new vscode.Disposable(() => client.dispose()), ...followFolders(client), ...followSettings(client));
  // The Python extension runs interpreters of the workspace: it is asked only once that is allowed.
  const grant = async (): Promise<void> => {
    const python = await pythonExtension(log);
    await client.sendNotification(InterpretersChanged, await python.interpreters());
    parts.push(followInterpreters(client, python));
    await client.sendNotification(TrustGranted);
    projectsChanged();
  };
  if (vscode.workspace.isTrusted) await grant();
  else parts.push(vscode.workspace.onDidGrantWorkspaceTrust(grant));
  return client;
}

/** Makes the rule's id behind a problem a link to the page about the rule. */
function linkToRules(
  extension: vscode.Uri,
): (uri: vscode.Uri, diagnostics: vscode.Diagnostic[], next: HandleDiagnosticsSignature) => void {
  const pages = vscode.Uri.joinPath(extension, 'docs', 'rules');
  return (uri, diagnostics, next) => {
    for (const diagnostic of diagnostics) {
      if (typeof diagnostic.code !== 'string') continue;
      // The one check that is no rule is told of on the first page.
      const page = diagnostic.code === 'unused-suppression' ? 'README' : diagnostic.code;
      diagnostic.code = { value: diagnostic.code, target: vscode.Uri.joinPath(pages, `${page}.md`) };
    }
    next(uri, diagnostics);
  };
}

/** Document filters are matched against whole paths, a setting's patterns against those below a folder. */
function anywhere(pattern: string): string {
  return pattern.startsWith('**/') ? pattern : `**/${pattern.replace(/^\.?\//, '')}`;
}

function clientOptions(
  initializationOptions: InitializationOptions,
  outputChannel: vscode.LogOutputChannel,
  parts: vscode.Disposable[],
): LanguageClientOptions {
  const { settings } = initializationOptions;
  const configFiles = [settings, ...Object.values(settings.folders ?? {})].flatMap((own) =>
    own.configFiles.map(anywhere),
  );
  const patterns = [...new Set(['**/*.{py,ini}', '**/pyproject.toml', '**/script.py.mako', ...configFiles])];
  const fileEvents = patterns.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  parts.push(...fileEvents);
  return {
    documentSelector: patterns.map((pattern) => ({ scheme: 'file', pattern })),
    synchronize: { fileEvents },
    initializationOptions,
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
}

/**
 * Tells the server of folders that come and go: the editor reports a folder that was moved or deleted as one event, not
 * one for each file. What has no dot in its name may be a folder.
 */
function followFolders(client: LanguageClient): vscode.Disposable[] {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  const tell = ({ path, scheme }: vscode.Uri, type: FileChangeType): void => {
    if (scheme !== 'file' || path.slice(path.lastIndexOf('/')).includes('.')) return;
    const uri = vscode.Uri.file(path).toString();
    void client.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type }] });
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

function followSettings(client: LanguageClient): vscode.Disposable[] {
  const send = (): void => void client.sendNotification(SettingsChanged, readSettings());
  return [
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) send();
    }),
    // Which folders there are decides which settings are sent.
    vscode.workspace.onDidChangeWorkspaceFolders(send),
  ];
}

function followInterpreters(client: LanguageClient, python: PythonExtension): vscode.Disposable {
  return python.onDidChange(() => {
    void python.interpreters().then((found) => client.sendNotification(InterpretersChanged, found));
  });
}
