import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  ProgressType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, InitializeResult, WorkspaceEdit } from 'vscode-languageserver';
import type { InitializationOptions } from '../../../server/src/protocol/requests';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { applyEdit } from '../../support/applyEdit';
import { descendants, whyNoProcessTree } from '../../support/processTree';

const SERVER = resolve(import.meta.dirname, '../../../dist/server.js');

/** A folder with files in it, gone at the end of the test. */
export class TestFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'aw-lsp-')));

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const path = this.file(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  copy(from: string): void {
    cpSync(from, this.path, { recursive: true });
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  delete(name: string): void {
    rmSync(this.file(name), { recursive: true });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.file(name)).href;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** An editor as far as the server can see: the built bundle over stdio. */
export class LanguageClient {
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  /** What was published, file by file, in order. */
  readonly published: string[] = [];
  readonly log: string[] = [];
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #texts = new Map<string, { version: number; text: string }>();
  readonly #notifications = new Map<string, number>();

  constructor(readonly folder: TestFolder) {
    if (!existsSync(SERVER)) throw new Error('dist/server.js is not there: run `npm run build` first.');
    this.#process = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.#process;
    if (stdin === null || stdout === null || stderr === null) throw new Error('no pipes');
    stderr.setEncoding('utf8').on('data', (text: string) => this.log.push(text));
    this.#connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#connection.onNotification('textDocument/publishDiagnostics', (params: PublishParams) => {
      this.diagnostics.set(params.uri, params.diagnostics);
      this.published.push(params.uri);
    });
    this.#connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
    });
    this.#connection.onRequest('workspace/codeLens/refresh', () => null);
    this.#connection.onRequest('workspace/workspaceFolders', () => this.#folders());
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.onNotification((method) => {
      this.#notifications.set(method, (this.#notifications.get(method) ?? 0) + 1);
    });
    this.#connection.listen();
  }

  /** Opens the folder; resolves once the server has said that projects changed, if any is expected. */
  async start(options: Partial<InitializationOptions> = {}): Promise<InitializeResult> {
    const result = await this.request<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: this.#folders(),
      capabilities: {
        workspace: {
          codeLens: { refreshSupport: true },
          workspaceFolders: true,
          workspaceEdit: { documentChanges: true },
        },
      },
      initializationOptions: {
        trusted: false,
        settings: DEFAULT_SETTINGS,
        ...options,
      },
    });
    await this.notify('initialized', {});
    return result;
  }

  request<Answer>(method: string, params?: unknown): Promise<Answer> {
    return params === undefined
      ? this.#connection.sendRequest<Answer>(method)
      : this.#connection.sendRequest<Answer>(method, params);
  }

  /** A request that can be taken back. */
  cancellable<Answer>(
    method: string,
    params: unknown,
  ): { readonly answer: Promise<Answer>; readonly cancel: () => void } {
    const source = new CancellationTokenSource();
    return {
      answer: this.#connection.sendRequest<Answer>(method, params, source.token),
      cancel: () => {
        source.cancel();
      },
    };
  }

  onProgress(token: string, listener: (value: unknown) => void): void {
    this.#connection.onProgress(new ProgressType<unknown>(), token, listener);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  async open(name: string): Promise<void> {
    const text = this.folder.read(name);
    this.#texts.set(this.folder.uri(name), { version: 1, text });
    await this.notify('textDocument/didOpen', {
      textDocument: { uri: this.folder.uri(name), languageId: 'python', version: 1, text },
    });
  }

  /** Types: the whole buffer gets the text, nothing is saved. */
  async type(name: string, change: (text: string) => string): Promise<void> {
    const uri = this.folder.uri(name);
    const { version, text } = this.#texts.get(uri) ?? { version: 0, text: '' };
    const next = { version: version + 1, text: change(text) };
    this.#texts.set(uri, next);
    await this.notify('textDocument/didChange', {
      textDocument: { uri, version: next.version },
      contentChanges: [{ text: next.text }],
    });
  }

  async close(name: string): Promise<void> {
    this.#texts.delete(this.folder.uri(name));
    await this.notify('textDocument/didClose', { textDocument: { uri: this.folder.uri(name) } });
  }

  /** Tells the server that files changed on disk. */
  async changed(...names: readonly string[]): Promise<void> {
    await this.notify('workspace/didChangeWatchedFiles', {
      changes: names.map((name) => ({ uri: this.folder.uri(name), type: 2 })),
    });
  }

  notified(method: string): number {
    return this.#notifications.get(method) ?? 0;
  }

  /** The messages shown in a file now, as `code: message`. */
  problems(name: string): string[] {
    return (this.diagnostics.get(this.folder.uri(name)) ?? []).map(
      ({ code, message }) => `${String(code)}: ${typeof message === 'string' ? message : message.value}`,
    );
  }

  codes(name: string): string[] {
    return (this.diagnostics.get(this.folder.uri(name)) ?? []).map(({ code }) => String(code));
  }

  /** The files an edit leaves behind, by path, as the editor would have them. Throws for a version the editor has not. */
  apply(edit: WorkspaceEdit): Record<string, string> {
    for (const change of edit.documentChanges ?? []) {
      if ('kind' in change) continue;
      const { uri, version } = change.textDocument;
      if ((this.#texts.get(uri)?.version ?? null) !== version)
        throw new Error(`${uri}: edit of version ${String(version)}`);
    }
    return applyEdit(edit, (path) => this.#texts.get(pathToFileURL(path).href)?.text ?? readFileSync(path, 'utf8'));
  }

  #folders(): { uri: string; name: string }[] {
    return [{ uri: pathToFileURL(this.folder.path).href, name: 'test' }];
  }

  onNotification(method: string, listener: (params: unknown) => void): void {
    this.#connection.onNotification(method, listener);
  }

  /**
   * Kills the server and all that it started and is the parent of: it is told nothing and says nothing. Editors do that to a
   * server that is slow to stop.
   */
  async crash(): Promise<void> {
    const gone = new Promise((done) => this.#process.once('exit', done));
    const { pid } = this.#process;
    const started = pid === undefined || whyNoProcessTree !== undefined ? [] : descendants(pid);
    for (const one of started) process.kill(one.pid, 'SIGKILL');
    this.#process.kill('SIGKILL');
    await gone;
    this.#connection.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.signalCode !== null) return;
    const gone = new Promise((done) => this.#process.once('exit', done));
    await this.request('shutdown').catch(() => undefined);
    await this.notify('exit', null).catch(() => undefined);
    const timer = setTimeout(() => this.#process.kill(), 2000);
    await gone;
    clearTimeout(timer);
    this.#connection.dispose();
  }
}

interface PublishParams {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Waits until `look` gives something other than undefined, false or null. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  what = 'what was awaited',
  milliseconds = 10_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${milliseconds} ms`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
