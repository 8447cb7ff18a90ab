import * as vscode from 'vscode';
import { registerHistoryDocuments } from '../commands/lostRevision';
import { OPEN_SETTINGS, openSettings } from '../commands/openSettings';
import type { Parts } from '../parts';
import { SECTION } from '../settings';
import type { RevisionsView } from '../tree/revisionsView';
import { followOutsideRuns } from './outsideRuns';
import { followDatabaseFiles } from './databaseFiles';
import { followSecrets } from './tellServer';

/** `scheme://user:password@`. */
const WITH_PASSWORD = /:\/\/[^:/?#@\s]*:[^@\s]+@/;

/** Everything that keeps what is shown of databases true, apart from the runs themselves. */
export function registerDatabases(parts: Parts, view: Pick<RevisionsView, 'isInSight'>): void {
  followSecrets(parts);
  followOutsideRuns(parts, () => view.isInSight());
  followDatabaseFiles(parts);
  warnOfPassword(parts);
  registerHistoryDocuments(parts);
}

/** Settings are written down in plain text, and often committed. */
function warnOfPassword({ context }: Parts): void {
  const check = async (): Promise<void> => {
    const scopes = [undefined, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
    const urls = scopes.map((scope) =>
      vscode.workspace.getConfiguration(SECTION, scope ?? null).get<string>('database.url', ''),
    );
    if (!urls.some((url) => WITH_PASSWORD.test(url))) return;
    const message =
      'The setting alembicWorkbench.database.url holds a password and is not used. Take it out, and keep the URL in secret storage.';
    const chosen = await vscode.window.showWarningMessage(message, 'Set Database URL…', OPEN_SETTINGS);
    if (chosen === OPEN_SETTINGS) await openSettings('database.url');
    else if (chosen !== undefined) await vscode.commands.executeCommand(`${SECTION}.setDatabaseUrl`);
  };
  void check();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.database.url`)) void check();
    }),
  );
}
