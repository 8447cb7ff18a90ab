import * as vscode from 'vscode';
import { DatabaseTouched } from '../../../server/src/protocol/targets';
import { notifyServer } from '../notifyServer';
import type { Parts } from '../parts';

/** Commands that may have changed a version table: Alembic's own, Flask-Migrate's, and what they are usually wrapped in. */
const MAY_MIGRATE =
  /\balembic(?:-workbench)?\b|\bflask\b.*\bdb\b|\bmanage\.py\b.*\bdb\b|(?:^|[;&|(]\s*)(?:make|just|task|inv|invoke|poe|nox)\b|migrat/i;

/** Whether a command line may have run migrations. */
export function mayMigrate(commandLine: string): boolean {
  return MAY_MIGRATE.test(commandLine);
}

/** Several commands of a script end at once. */
const PAUSE_MS = 500;

/** Has databases read again when a command that may have migrated one ends in any terminal. */
export function followTerminals({ context, server, log }: Parts): void {
  let timer: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    vscode.window.onDidEndTerminalShellExecution(({ execution }) => {
      if (!mayMigrate(execution.commandLine.value)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        void notifyServer(server.client, log, DatabaseTouched, {});
      }, PAUSE_MS);
    }),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}
