import type { ReviewRow } from '../../server/src/protocol/autogenerate';
import type { ShownFile } from '../src/review/messages';
import { element } from './element';
import { highlight } from './highlight';
import { linesOf, upgradeLine } from './reviewModel';

/** The files that would be written, and in them the operation the cursor is on. */
export class FilePreview {
  #files: readonly { readonly text: string; readonly lines: readonly HTMLElement[] }[] = [];
  #row: ReviewRow | null = null;

  constructor(private readonly root: HTMLElement) {}

  show(files: readonly ShownFile[]): void {
    const made = files.map((file) => {
      const lines = highlight(file.text).map((tokens) =>
        element(
          'span',
          { class: 'code-line' },
          ...tokens.map(({ kind, text }) => (kind === 'text' ? text : element('span', { class: kind }, text))),
          '\n',
        ),
      );
      return { file, lines, text: file.text };
    });
    this.root.replaceChildren(
      ...made.map(({ file, lines }) =>
        element(
          'article',
          {},
          element(
            'header',
            {},
            element('h3', {}, file.label),
            ...file.notes.map((note) => element('p', { class: 'note' }, note)),
          ),
          element('pre', { tabindex: '0', role: 'region', 'aria-label': file.label }, element('code', {}, ...lines)),
        ),
      ),
    );
    this.#files = made;
    // The header of a file stays above its lines.
    this.root.style.scrollPaddingTop = `${this.root.querySelector('header')?.offsetHeight ?? 0}px`;
    if (!this.mark(this.#row)) this.#showUpgrade();
  }

  /** Without an operation to show: where `upgrade()` begins, past what every revision begins with. */
  #showUpgrade(): void {
    for (const { text, lines } of this.#files.slice(0, 1)) {
      lines[upgradeLine(text) ?? 0]?.scrollIntoView({ block: 'start' });
    }
  }

  /** Marks where an operation stands, and brings it into sight. False: no file holds it. */
  mark(row: ReviewRow | null): boolean {
    this.#row = row;
    let first: HTMLElement | undefined;
    for (const { text, lines } of this.#files) {
      const ranges = [linesOf(text, row?.upgrade), linesOf(text, row?.downgrade)];
      lines.forEach((line, index) => {
        const isMarked = ranges.some((range) => range !== null && index >= range[0] && index <= range[1]);
        line.classList.toggle('marked', isMarked);
        if (isMarked) first ??= line;
      });
    }
    first?.scrollIntoView({ block: 'nearest' });
    return first !== undefined;
  }
}
