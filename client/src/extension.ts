import * as vscode from 'vscode';
import { registerCommands } from './commands/register';
import { registerDatabaseView } from './databaseView';
import { registerDatabases } from './databases/register';
import { whenProjectFound } from './findProjects';
import { LanguageServer } from './languageServer';
import type { Parts } from './parts';
import { Projects } from './projects';
import { warnOfSettings } from './settingFaults';
import { registerStatus } from './status';
import { registerRunProgress } from './runProgress';
import { registerMigrationTests } from './tests/register';
import { registerLiveTables } from './tree/liveTables';
import { registerRevisionsView } from './tree/revisionsView';

/** Called by the editor. The language server starts once something of Alembic's is found in the workspace. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Alembic Workbench', { log: true });
  const server = new LanguageServer(context, log);
  const projects = new Projects(server, log);
  context.subscriptions.push(log, server, projects);
  const parts: Parts = { context, log, server, projects };
  const view = registerRevisionsView(parts);
  const tables = registerLiveTables(parts);
  registerCommands(parts, view, tables, registerMigrationTests(parts));
  registerDatabaseView(parts);
  registerDatabases(parts, view);
  warnOfSettings(parts);
  registerStatus(parts);
  registerRunProgress(parts);
  context.subscriptions.push(
    whenProjectFound(() => {
      server.start();
      view.waitFor(server);
    }, log),
  );
}
