import * as vscode from 'vscode';
import {
  type RevisionSqlInfo,
  type RevisionSqlParams,
  ShowRevisionSql,
  type SqlDirection,
} from '../../../server/src/protocol/operations';
import type { Parts } from '../parts';

/** Scheme of the document that shows the SQL of a revision. */
export const SQL_SCHEME = 'alembic-workbench-sql';

/** There is one such document: it follows the cursor. Its name tells the editor its language. */
const ADDRESS = vscode.Uri.from({ scheme: SQL_SCHEME, path: '/Revision.sql' });

/** Milliseconds after the last move or keystroke before the SQL is asked for. */
const PAUSE = 120;

const NOTHING = '-- Put the cursor into a revision file to see its SQL.\n';

/** A way that was chosen by hand: it stays until the cursor enters the other function. */
interface ByHand {
  readonly direction: SqlDirection;
  readonly at: SqlDirection | null;
}

/** The read-only document with the SQL of the revision the cursor is in, saved or not. */
export class SqlPreview implements vscode.TextDocumentContentProvider {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #answered = new vscode.EventEmitter<RevisionSqlInfo | undefined>();
  readonly #following: vscode.Disposable[];
  /** What was asked for last: a revision file, and where the cursor stands in it. */
  #subject: Pick<RevisionSqlParams, 'uri' | 'position'> | undefined;
  #byHand: ByHand | undefined;
  #answer: RevisionSqlInfo | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asking: vscode.CancellationTokenSource | undefined;

  readonly onDidChange = this.#changed.event;

  /** Another revision, way or dialect is shown; undefined: none. */
  readonly onDidAnswer = this.#answered.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#following = [
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#follow(textEditor);
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.#follow(editor);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.toString() === this.#subject?.uri) this.#askSoon();
      }),
      parts.projects.onDidChange(() => {
        this.#askSoon();
      }),
    ];
  }

  /** What is shown now. */
  get answer(): RevisionSqlInfo | undefined {
    return this.#answer;
  }

  /**
   * Shows the SQL of a revision file, beside the editor that is active.
   * @param direction absent: that of the function the cursor is in.
   * @returns the SQL; undefined when the file is no revision.
   */
  async show(
    subject: Pick<RevisionSqlParams, 'uri' | 'position'>,
    direction?: SqlDirection,
  ): Promise<string | undefined> {
    const answer = await this.#request({ ...subject, ...(direction !== undefined && { direction }) });
    if (answer === undefined) return undefined;
    this.#subject = subject;
    this.#byHand = direction === undefined ? undefined : { direction, at: answer.at };
    this.#take(answer);
    const document = await vscode.workspace.openTextDocument(ADDRESS);
    const { Active, Beside } = vscode.ViewColumn;
    const column = columnOf(ADDRESS) ?? (vscode.window.activeTextEditor === undefined ? Active : Beside);
    await vscode.window.showTextDocument(document, { viewColumn: column, preserveFocus: true, preview: false });
    return answer.text;
  }

  /** Shows the other way, until the cursor enters the other function. */
  switchDirection(): void {
    if (this.#answer === undefined) return;
    const direction = this.#answer.direction === 'upgrade' ? 'downgrade' : 'upgrade';
    this.#byHand = { direction, at: this.#answer.at };
    void this.#ask();
  }

  /** Asks again: the dialect is another one. */
  refresh(): void {
    void this.#ask();
  }

  /** After a reload the document is there before anybody asked for it. */
  provideTextDocumentContent(): string {
    if (this.#answer === undefined) this.#follow(vscode.window.visibleTextEditors.find(isPython));
    return this.#answer?.text ?? NOTHING;
  }

  /** The document was closed: nothing is followed any more. */
  closed({ uri }: vscode.TextDocument): void {
    if (uri.toString() !== ADDRESS.toString()) return;
    this.#stop();
    this.#subject = undefined;
    this.#byHand = undefined;
    this.#take(undefined);
  }

  dispose(): void {
    this.#stop();
    vscode.Disposable.from(...this.#following, this.#changed, this.#answered).dispose();
  }

  #follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isPython(editor) || !isOpen()) return;
    const { line, character } = editor.selection.active;
    this.#subject = { uri: editor.document.uri.toString(), position: { line, character } };
    this.#askSoon();
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    if (this.#subject !== undefined) this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const subject = this.#subject;
    if (subject === undefined) return;
    // Outside of both functions the way that was shown stays.
    const otherwise = this.#answer?.direction;
    const ask = (byHand: ByHand | undefined): Promise<RevisionSqlInfo | undefined> =>
      this.#request({
        ...subject,
        ...(byHand !== undefined && { direction: byHand.direction }),
        ...(otherwise !== undefined && { otherwise }),
      });
    const answer = await ask(this.#byHand);
    // Another file than a revision: what is shown stays.
    if (answer === undefined || subject !== this.#subject) return;
    const entered = answer.at !== null && this.#byHand !== undefined && answer.at !== this.#byHand.at;
    if (entered) this.#byHand = undefined;
    this.#take(entered && answer.at !== answer.direction ? await ask(undefined) : answer);
  }

  /** Undefined: the file is no revision, a later question took its place, or the server does not answer. */
  async #request(params: RevisionSqlParams): Promise<RevisionSqlInfo | undefined> {
    this.#asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.#asking = asking;
    try {
      const client = await this.#parts.server.client;
      const answer = await client?.sendRequest(ShowRevisionSql, params, asking.token);
      return asking.token.isCancellationRequested ? undefined : (answer ?? undefined);
    } catch (error) {
      if (!asking.token.isCancellationRequested) this.#parts.log.error(`The SQL could not be shown: ${String(error)}`);
      return undefined;
    } finally {
      asking.dispose();
    }
  }

  #take(answer: RevisionSqlInfo | undefined): void {
    const isSame = answer?.text === this.#answer?.text;
    this.#answer = answer;
    this.#answered.fire(answer);
    if (!isSame && answer !== undefined) this.#changed.fire(ADDRESS);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking?.cancel();
  }
}

function isPython({ document }: vscode.TextEditor): boolean {
  return document.uri.scheme === 'file' && document.languageId === 'python';
}

function isOpen(): boolean {
  return vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === ADDRESS.toString());
}

/** Where a document is shown already; undefined: nowhere. */
function columnOf(address: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === address.toString()),
  )?.viewColumn;
}
