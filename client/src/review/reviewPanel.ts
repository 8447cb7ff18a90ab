import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ModelReview, PreviewRevision, ReviewClosed } from '../../../server/src/protocol/autogenerate';
import { notifyServer } from '../notifyServer';
import type { Parts } from '../parts';
import { unexpected } from '../commands/failure';
import type { FromPage, ShownReview, ToPage } from './messages';
import { reviewHtml } from './reviewHtml';

/** A review and what its button does. */
export interface PanelOptions {
  readonly review: ModelReview;
  readonly shown: Omit<ShownReview, 'rows'>;
  /** The button. Answers whether the review is over. */
  readonly create: (keep: readonly string[]) => Promise<boolean>;
}

/** Shows a review in an editor tab until it is written or closed. */
export function openReview(parts: Parts, client: LanguageClient, options: PanelOptions): void {
  const dist = vscode.Uri.joinPath(parts.context.extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(
    'alembicWorkbench.review',
    options.shown.title,
    vscode.ViewColumn.Active,
    {
      enableScripts: true,
      localResourceRoots: [dist],
    },
  );
  const page = new ReviewPage(parts, client, panel, options);
  panel.onDidDispose(() => {
    page.dispose();
    void notifyServer(client, parts.log, ReviewClosed, { reviewId: options.review.reviewId });
  });
  const source = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  panel.webview.html = reviewHtml({
    script: source('review.js'),
    style: source('review.css'),
    cspSource: panel.webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
  });
}

class ReviewPage implements vscode.Disposable {
  readonly #listener: vscode.Disposable;
  /** What is ticked; null until the page has said it. Kept here, because the page is made anew when it was hidden. */
  #keep: readonly string[] | null = null;
  /** Previews asked for: an answer that a later one overtook is not shown. */
  #asked = 0;
  #isBusy = false;

  constructor(
    private readonly parts: Parts,
    private readonly client: LanguageClient,
    private readonly panel: vscode.WebviewPanel,
    private readonly options: PanelOptions,
  ) {
    this.#listener = panel.webview.onDidReceiveMessage((message: FromPage) => {
      void this.#receive(message);
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready': {
        const { review, shown } = this.options;
        this.#post({ kind: 'show', review: { ...shown, rows: review.rows }, keep: this.#keep });
        if (this.#isBusy) this.#post({ kind: 'busy', text: WRITING });
        return;
      }
      case 'ticks':
        this.#keep = message.keep;
        await this.#preview(message.keep);
        return;
      case 'create':
        await this.#create();
        return;
      case 'cancel':
        this.panel.dispose();
    }
  }

  async #preview(keep: readonly string[]): Promise<void> {
    const asked = ++this.#asked;
    try {
      const { reviewId } = this.options.review;
      const outcome = await this.client.sendRequest(PreviewRevision, { reviewId, keep });
      if (asked !== this.#asked) return;
      if (!outcome.ok) {
        this.#post({ kind: 'failed', text: outcome.failure.message });
        return;
      }
      const files = outcome.files.map(({ path, text, notes }) => ({
        label: vscode.workspace.asRelativePath(vscode.Uri.file(path)),
        text,
        notes,
      }));
      this.#post({ kind: 'preview', files });
    } catch (error) {
      const { message, details } = unexpected(error);
      this.parts.log.error(details ?? message);
      this.#post({ kind: 'failed', text: `There is no preview: ${message}` });
    }
  }

  async #create(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#post({ kind: 'busy', text: WRITING });
    const isOver = await this.options.create(this.#keep ?? []);
    this.#isBusy = false;
    if (isOver) this.panel.dispose();
    else this.#post({ kind: 'busy', text: null });
  }

  #post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}

const WRITING = 'Comparing again, then writing.';
