import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { RunEndedInfo } from '../../server/src/protocol/requests';

/** A keyring that waits for its password must not hold up what needs no secret. */
const TELLING_MS = 5_000;

/** The language server's process, from the moment a project was found. */
export class LanguageServer implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #parts: vscode.Disposable[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #started = new vscode.EventEmitter<void>();
  readonly #runEnded = new vscode.EventEmitter<RunEndedInfo>();
  #client: Promise<LanguageClient | undefined> | undefined;
  #telling: Promise<unknown> = Promise.resolve();

  /** The projects, their revisions or their databases changed, or the server came up. */
  readonly onDidChangeProjects = this.#changed.event;

  /** The server came up, for the first time or after a crash: it knows nothing of this window yet. */
  readonly onDidStart = this.#started.event;

  /** A run ended that nobody waits for. */
  readonly onDidEndRun = this.#runEnded.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** The running server; undefined before a project was found and when the server did not come up. */
  get client(): Promise<LanguageClient | undefined> {
    return this.#client ?? Promise.resolve(undefined);
  }

  /**
   * Does work that ends with the server knowing something, such as a secret that is stored first. One at a time, so that what
   * was told last is what counts. Rejects as the work does.
   */
  tell(work: () => Promise<void>): Promise<void> {
    const done = this.#telling.then(work);
    this.#telling = done.catch(() => undefined);
    return done;
  }

  /** When the server has been told all that it is being told: who asks it then is answered by that. Never rejects. */
  async told(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, TELLING_MS)));
    await Promise.race([this.#allTold(), patience]);
    clearTimeout(timer);
  }

  async #allTold(): Promise<void> {
    // What is stored leads to something more to tell.
    for (let known: unknown; known !== this.#telling;) {
      known = this.#telling;
      await known;
    }
  }

  /** Starts the server; a second call does nothing. */
  start(): void {
    this.#client ??= this.#start();
  }

  async #start(): Promise<LanguageClient | undefined> {
    const projectsChanged = (): void => {
      this.#changed.fire();
    };
    try {
      // Loaded here, so that a folder without Alembic does not pay for it.
      const { startClient } = await import('./client');
      const client = await startClient({
        context: this.#context,
        log: this.#log,
        parts: this.#parts,
        projectsChanged,
        started: () => {
          this.#started.fire();
        },
        runEnded: (run) => {
          this.#runEnded.fire(run);
        },
      });
      projectsChanged();
      return client;
    } catch (error) {
      this.#log.error(`The language server did not start: ${String(error)}`);
      void this.#sayFailed();
      return undefined;
    }
  }

  async #sayFailed(): Promise<void> {
    const message = 'Alembic Workbench could not start its language server. The log says why.';
    if ((await vscode.window.showErrorMessage(message, 'Show Log')) !== undefined) this.#log.show();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#parts, this.#changed, this.#started, this.#runEnded).dispose();
  }
}
