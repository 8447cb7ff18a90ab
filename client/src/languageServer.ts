import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
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

/** The language server's process, from the moment a project was found. */
export class LanguageServer implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #parts: vscode.Disposable[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  #client: Promise<LanguageClient | undefined> | undefined;

  /** The projects, their revisions or their databases changed, or the server came up. */
  readonly onDidChangeProjects = this.#changed.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** The running server; undefined before a project was found and when the server did not come up. */
  get client(): Promise<LanguageClient | undefined> {
    return this.#client ?? Promise.resolve(undefined);
  }

  /** Starts the server; a second call does nothing. */
  start(): void {
    this.#client ??= this.#start().catch(async (error: unknown) => {
      this.#log.error(`The language server did not start: ${String(error)}`);
      const choice = await vscode.window.showErrorMessage(
        'Alembic Workbench could not start its language server. The log says why.',
        'Show Log',
      );
      if (choice !== undefined) this.#log.show();
      return undefined;
    });
  }

  async #start(): Promise<LanguageClient> {
    // The Python extension runs interpreters of the workspace: it is asked only once that is allowed.
    const python = vscode.workspace.isTrusted ? await pythonExtension(this.#log) : undefined;
    const options: InitializationOptions = {
      trusted: vscode.workspace.isTrusted,
      settings: readSettings(),
      pythonExtensionInterpreters: (await python?.interpreters()) ?? {},
      ...(this.#context.storageUri?.scheme === 'file' && { storagePath: this.#context.storageUri.fsPath }),
    };
    const module = this.#context.asAbsolutePath('dist/server.js');
    const client = new LanguageClient(
      SECTION,
      'Alembic Workbench',
      { module, transport: TransportKind.ipc },
      clientOptions(options, this.#log, this.#parts),
    );
    client.onNotification(ProjectsChanged, () => {
      this.#changed.fire();
    });
    client.onNotification(RunOutput, ({ text }) => {
      for (const line of text.trimEnd().split('\n')) this.#log.info(line.trimEnd());
    });
    await client.start();
    this.#parts.push(
      new vscode.Disposable(() => client.dispose()),
      ...followFolders(client),
      ...followSettings(client),
    );
    if (python !== undefined) this.#parts.push(followInterpreters(client, python));
    else this.#parts.push(this.#followTrust(client));
    this.#changed.fire();
    return client;
  }

  #followTrust(client: LanguageClient): vscode.Disposable {
    return vscode.workspace.onDidGrantWorkspaceTrust(async () => {
      const python = await pythonExtension(this.#log);
      await client.sendNotification(InterpretersChanged, await python.interpreters());
      this.#parts.push(followInterpreters(client, python));
      await client.sendNotification(TrustGranted);
      this.#changed.fire();
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#parts, this.#changed).dispose();
  }
}

function clientOptions(
  initializationOptions: InitializationOptions,
  outputChannel: vscode.LogOutputChannel,
  parts: vscode.Disposable[],
): LanguageClientOptions {
  const { settings } = initializationOptions;
  const configFiles = [settings, ...Object.values(settings.folders ?? {})].flatMap((own) => own.configFiles);
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
