import type { FromPage, ShownReview, ToPage } from '../src/review/messages';
import { byId } from './element';
import { FilePreview } from './filePreview';
import { OperationTree } from './operationTree';
import { alsoText, countText, firstTicks, groupRows, tick, type Ticks, untick } from './reviewModel';

/** Given to the page by the editor. */
declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const vscode = acquireVsCodeApi();
const create = byId('create') as HTMLButtonElement;
const cancel = byId('cancel') as HTMLButtonElement;
const preview = new FilePreview(byId('files'));

let shown: { readonly review: ShownReview; readonly tree: OperationTree } | null = null;
let ticks: Ticks = new Set();
let isBusy = false;

function show(review: ShownReview, keep: readonly string[] | null): void {
  document.title = review.title;
  byId('title').textContent = review.title;
  byId('about').textContent = review.about;
  create.textContent = review.button;
  byId('files-title').textContent = review.readOnly ? 'What autogenerate would write with all of it' : 'To be written';
  cancel.textContent = review.readOnly ? 'Close' : 'Cancel';
  const tree = new OperationTree(
    byId('operations'),
    groupRows(review.rows),
    {
      toggled: (keys, ticked) => {
        if (!isBusy) toggle(review, keys, ticked);
      },
      focused: (row) => {
        preview.mark(row);
      },
    },
    review.readOnly,
  );
  shown = { review, tree };
  // What is only looked at is shown whole, as Alembic alone would write it.
  const first = review.readOnly ? new Set(review.rows.map(({ key }) => key)) : firstTicks(review.rows);
  ticks = keep === null ? first : new Set(keep);
  refresh('');
  tree.focus();
}

function toggle(review: ShownReview, keys: readonly string[], ticked: boolean): void {
  const before = ticks;
  ticks = (ticked ? tick : untick)(review.rows, ticks, keys);
  refresh(alsoText(review.rows, before, ticks, keys));
}

/** Shows the ticks, says how many they are, and asks for the file they make. */
function refresh(also: string): void {
  if (shown === null) return;
  shown.tree.show(ticks);
  sayCount(also);
  enable();
  vscode.postMessage({ kind: 'ticks', keep: [...ticks] });
}

function sayCount(also: string): void {
  if (shown === null) return;
  const { rows, readOnly } = shown.review;
  say([also, readOnly ? '' : countText(rows, ticks)].filter((text) => text !== '').join(' '));
}

function say(text: string): void {
  byId('status').textContent = text;
}

function enable(): void {
  create.disabled = isBusy || (ticks.size === 0 && shown?.review.readOnly !== true);
  cancel.disabled = isBusy;
}

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  const message = event.data;
  switch (message.kind) {
    case 'show':
      show(message.review, message.keep);
      return;
    case 'preview':
      preview.show(message.files);
      return;
    case 'busy':
      isBusy = message.text !== null;
      document.body.classList.toggle('busy', isBusy);
      if (message.text === null) sayCount('');
      else if (message.text !== '') say(message.text);
      enable();
      return;
    case 'failed':
      say(message.text);
  }
});
create.addEventListener('click', () => {
  vscode.postMessage({ kind: 'create' });
});
cancel.addEventListener('click', () => {
  vscode.postMessage({ kind: 'cancel' });
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !create.disabled) {
    event.preventDefault();
    vscode.postMessage({ kind: 'create' });
  }
});
vscode.postMessage({ kind: 'ready' });
