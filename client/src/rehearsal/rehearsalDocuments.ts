import * as vscode from 'vscode';
import type { RehearsalInfo } from '../../../server/src/protocol/rehearsal';

const SCHEME = 'alembic-workbench-rehearsal';
const GONE = '-- This rehearsal is not kept any more. Rehearse the upgrade again.\n';

/** What a rehearsal shows: its statements, and the changed tables on two sides. */
type Part = 'report' | 'before' | 'after';

/** Read-only documents of the rehearsals of this window, kept while one of them is open. */
export class RehearsalDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #kept = new Map<string, RehearsalInfo>();
  readonly #registered: readonly vscode.Disposable[];
  #count = 0;

  constructor() {
    this.#registered = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.#forget(uri.query);
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const [, part] = /^\/(report|before|after)\//.exec(uri.path) ?? [];
    return this.#kept.get(uri.query)?.[part as Part] ?? GONE;
  }

  /** Opens the statements, and the difference of the schema where there is one; what matters most is in front. */
  async show(database: string, rehearsal: RehearsalInfo): Promise<void> {
    const id = String((this.#count += 1));
    this.#kept.set(id, rehearsal);
    const name = `Rehearsal of ${database}`.replaceAll('/', '∕');
    const address = (part: Part): vscode.Uri =>
      vscode.Uri.from({ scheme: SCHEME, path: `/${part}/${name}.sql`, query: id });
    const showReport = async (): Promise<void> => {
      const document = await vscode.workspace.openTextDocument(address('report'));
      await vscode.window.showTextDocument(document, { preview: false });
    };
    const showChange = async (): Promise<void> => {
      if (rehearsal.before === rehearsal.after) return;
      const title = `${database} ↔ after the rehearsal (schema)`;
      await vscode.commands.executeCommand('vscode.diff', address('before'), address('after'), title, {
        preview: false,
      });
    };
    const inOrder = rehearsal.failure === undefined ? [showReport, showChange] : [showChange, showReport];
    for (const open of inOrder) await open();
  }

  #forget(id: string): void {
    const isOpen = vscode.workspace.textDocuments.some(
      ({ uri, isClosed }) => !isClosed && uri.scheme === SCHEME && uri.query === id,
    );
    if (!isOpen) this.#kept.delete(id);
  }

  dispose(): void {
    for (const one of this.#registered) one.dispose();
  }
}
