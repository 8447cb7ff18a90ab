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
/** Who was away this long may have run something elsewhere. */
const AWAY_MS = 3_000;

/**
 * Has databases read again when something may have changed one that is no run of ours: a command that may migrate ended in a
 * terminal, a terminal that tells of no commands was closed, a task ended, or the user comes back from another window to
 * revisions that are in sight.
 */
export function followOutsideRuns({ context, server, log }: Parts, isInSight: () => boolean): void {
  let timer: NodeJS.Timeout | undefined;
  let leftAt = Number.POSITIVE_INFINITY;
  const touched = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void notifyServer(server.client, log, DatabaseTouched, {});
    }, PAUSE_MS);
  };
  context.subscriptions.push(
    vscode.window.onDidEndTerminalShellExecution(({ execution }) => {
      if (mayMigrate(execution.commandLine.value)) touched();
    }),
    vscode.window.onDidCloseTerminal(({ shellIntegration }) => {
      if (shellIntegration === undefined) touched();
    }),
    vscode.tasks.onDidEndTaskProcess(touched),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) leftAt = Math.min(leftAt, Date.now());
      else {
        if (Date.now() - leftAt >= AWAY_MS && isInSight()) touched();
        leftAt = Number.POSITIVE_INFINITY;
      }
    }),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}
