import * as vscode from 'vscode';
import type { Parts } from '../parts';
import { showFailure } from './failure';

/**
 * Whether code of the workspace may be run; says so where it may not, before anything is asked.
 * @param why What the command does that has to be trusted.
 */
export async function mayRun(parts: Parts, what: string, why = 'This runs Python of the folder'): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const message = `the workspace is in Restricted Mode. ${why}: trust the folder first.`;
  await showFailure(parts, what, { code: 'notTrusted', message });
  return false;
}
