import * as vscode from 'vscode';
import type { ProjectInfo, RevisionRow } from '../../server/src/protocol/data';
import { ListOperations, type OperationRow } from '../../server/src/protocol/operations';
import { ListProjects, ListRevisions } from '../../server/src/protocol/requests';
import type { LanguageServer } from './languageServer';

/** The server's events of this many milliseconds are one change. */
const DEBOUNCE = 60;

/** The projects as the server last listed them; revisions are fetched when somebody asks. */
export class Projects implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #following: vscode.Disposable;
  readonly #rows = new Map<string, Promise<readonly RevisionRow[]>>();
  #list: readonly ProjectInfo[] = [];
  #timer: NodeJS.Timeout | undefined;
  #asking = 0;

  readonly onDidChange = this.#changed.event;

  constructor(server: LanguageServer, log: vscode.LogOutputChannel) {
    this.#server = server;
    this.#log = log;
    this.#following = server.onDidChangeProjects(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#ask(), DEBOUNCE);
    });
  }

  get list(): readonly ProjectInfo[] {
    return this.#list;
  }

  /** A project by its id, or by its name as users write it in key bindings. */
  find(idOrName: string): ProjectInfo | undefined {
    return this.#list.find(({ id }) => id === idOrName) ?? this.#list.find(({ name }) => name === idOrName);
  }

  /** The revisions of a project, newest first; empty when the server does not answer. */
  rows(projectId: string): Promise<readonly RevisionRow[]> {
    let rows = this.#rows.get(projectId);
    if (rows === undefined) {
      rows = this.#fetchRows(projectId);
      this.#rows.set(projectId, rows);
    }
    return rows;
  }

  /** What a revision does, as its file now stands; empty when the server does not answer. */
  async operations(uri: string): Promise<readonly OperationRow[]> {
    try {
      const client = await this.#server.client;
      return (await client?.sendRequest(ListOperations, { uri })) ?? [];
    } catch (error) {
      this.#log.error(`The operations could not be listed: ${String(error)}`);
      return [];
    }
  }

  async #fetchRows(projectId: string): Promise<readonly RevisionRow[]> {
    try {
      const client = await this.#server.client;
      return (await client?.sendRequest(ListRevisions, { projectId })) ?? [];
    } catch (error) {
      this.#log.error(`The revisions could not be listed: ${String(error)}`);
      return [];
    }
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asking;
    const client = await this.#server.client;
    if (client === undefined) return;
    try {
      const list = await client.sendRequest(ListProjects);
      // A later question has a later answer.
      if (asked !== this.#asking) return;
      this.#list = list;
      this.#rows.clear();
      this.#changed.fire();
    } catch (error) {
      this.#log.error(`The projects could not be listed: ${String(error)}`);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#following.dispose();
    this.#changed.dispose();
  }
}
