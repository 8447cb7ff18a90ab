import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ModelReview, PreviewRevision, ReviewClosed } from '../../../server/src/protocol/autogenerate';
import { notifyServer } from '../notifyServer';
import type { Parts } from '../parts';
import { showFailure, unexpected } from '../commands/failure';
import type { FromPage, ShownReview, ToPage } from './messages';
import { reviewHtml } from './reviewHtml';

/** What a review led to. */
export interface ReviewEnd {
  /** The path of the file that was written; undefined: none was. */
  readonly written: Promise<string | undefined>;
}

/** A review and what its button does. */
export interface PanelOptions {
  readonly review: ModelReview;
  readonly shown: Omit<ShownReview, 'rows'>;
  /** What the page says while the button's work is done; empty: what it said before. */
  readonly doing: string;
  /** The button. Null: the review is not over. */
  readonly act: (keep: readonly string[]) => Promise<ReviewEnd | null>;
}

/**
 * Shows a review in an editor tab until it is written or closed.
 * @returns the path of the file that was written, once the tab is gone; undefined: none was.
 */
export function openReview(parts: Parts, client: LanguageClient, options: PanelOptions): Promise<string | undefined> {
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
  const ended = new Promise<string | undefined>((resolve) => {
    panel.onDidDispose(() => {
      page.dispose();
      void notifyServer(client, parts.log, ReviewClosed, { reviewId: options.review.reviewId });
      resolve(page.end?.written);
    });
  });
  const source = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  panel.webview.html = reviewHtml({
    script: source('review.js'),
    style: source('review.css'),
    cspSource: panel.webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
  });
  return ended;
}

class ReviewPage implements vscode.Disposable {
  readonly #listener: vscode.Disposable;
  /** What is ticked; null until the page has said it. Kept here, because the page is made anew when it was hidden. */
  #keep: readonly string[] | null = null;
  /** Previews asked for: an answer that a later one overtook is not shown. */
  #asked = 0;
  #isBusy = false;
  #end: ReviewEnd | null = null;

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

  /** What the button led to; null as long as the review is not over. */
  get end(): ReviewEnd | null {
    return this.#end;
  }

  dispose(): void {
    this.#listener.dispose();
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready': {
        const { review, shown } = this.options;
        this.#post({ kind: 'show', review: { ...shown, rows: review.rows }, keep: this.#keep });
        if (this.#isBusy) this.#post({ kind: 'busy', text: this.options.doing });
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
    this.#post({ kind: 'busy', text: this.options.doing });
    this.#end = await this.options.act(this.#keep ?? []).catch(async (error: unknown) => {
      await showFailure(this.parts, this.options.shown.button, unexpected(error));
      return null;
    });
    this.#isBusy = false;
    if (this.#end !== null) this.panel.dispose();
    else this.#post({ kind: 'busy', text: null });
  }

  #post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}
