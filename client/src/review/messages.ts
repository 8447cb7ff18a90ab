import type { PreviewFile, ReviewRow } from '../../../server/src/protocol/autogenerate';

/** A file of the preview; `label`: its path as the editor shows paths. */
export interface ShownFile extends Pick<PreviewFile, 'text' | 'notes'> {
  readonly label: string;
}

/** What the page shows. */
export interface ShownReview {
  readonly title: string;
  /** Databases and what else was compared, in a sentence. */
  readonly about: string;
  readonly rows: readonly ReviewRow[];
  /** Only to look at: no ticks. */
  readonly readOnly: boolean;
  /** Of the button that goes on. */
  readonly button: string;
}

/** Extension -> page. */
export type ToPage =
  | { readonly kind: 'show'; readonly review: ShownReview; readonly keep: readonly string[] | null }
  | { readonly kind: 'preview'; readonly files: readonly ShownFile[] }
  /** Something runs, which `text` says where it is not empty: the page takes no ticks meanwhile. Null: no more. */
  | { readonly kind: 'busy'; readonly text: string | null }
  | { readonly kind: 'failed'; readonly text: string };

/** Page -> extension. */
export type FromPage =
  /** It was loaded, for the first time or after it was hidden. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'ticks'; readonly keep: readonly string[] }
  | { readonly kind: 'create' }
  | { readonly kind: 'cancel' };
