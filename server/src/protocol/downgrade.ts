import { RequestType } from 'vscode-jsonrpc';
import type { Outcome } from './data';

/** A revision file with a generated `downgrade()`; nothing is written. */
export interface DowngradeInfo {
  /** The whole new text of the file. */
  readonly text: string;
  /** What it does not undo, a sentence each, and the line of `upgrade()` that it is about; zero-based. */
  readonly notUndone: readonly { readonly reason: string; readonly line: number }[];
  /** What else the user should know, a sentence each. */
  readonly notes: readonly string[];
}

/** The `downgrade()` that undoes the `upgrade()` of a revision file, buffers included. */
export const GenerateDowngrade = new RequestType<{ readonly uri: string }, Outcome<DowngradeInfo>, void>(
  'alembicWorkbench/generateDowngrade',
);
