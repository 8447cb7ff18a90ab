import * as vscode from 'vscode';
import { DEFAULT_SETTINGS, type Settings } from '../../server/src/protocol/settings';

/** What all our settings and commands begin with. */
export const SECTION = 'alembicWorkbench';

/** The settings as the server gets them; with several workspace folders those of each folder go along. */
export function readSettings(): Settings {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (only === undefined || folders.length === 1) return settingsOf(only?.uri);
  return {
    ...settingsOf(undefined),
    folders: Object.fromEntries(folders.map(({ uri }) => [uri.toString(), settingsOf(uri)])),
  };
}

/** The settings as they stand, of any shape (`usableSettings`), for a workspace folder; undefined: for the window. */
export function settingsOf(scope: vscode.Uri | undefined): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  return {
    configFiles: section.get('configFiles', DEFAULT_SETTINGS.configFiles),
    projects: section.get('projects', DEFAULT_SETTINGS.projects),
    python: {
      interpreter: section.get('python.interpreter', DEFAULT_SETTINGS.python.interpreter),
      command: section.get('python.command', DEFAULT_SETTINGS.python.command),
      pathMapping: section.get('python.pathMapping', DEFAULT_SETTINGS.python.pathMapping),
      applicationLoader: section.get('python.applicationLoader', DEFAULT_SETTINGS.python.applicationLoader),
    },
    lint: {
      enabled: section.get('lint.enabled', DEFAULT_SETTINGS.lint.enabled),
      severity: section.get('lint.severity', DEFAULT_SETTINGS.lint.severity),
    },
    codeLens: {
      upgrade: section.get('codeLens.upgrade', DEFAULT_SETTINGS.codeLens.upgrade),
      downgrade: section.get('codeLens.downgrade', DEFAULT_SETTINGS.codeLens.downgrade),
      revision: section.get('codeLens.revision', DEFAULT_SETTINGS.codeLens.revision),
      sql: section.get('codeLens.sql', DEFAULT_SETTINGS.codeLens.sql),
    },
    sqlDialect: section.get('sql.dialect', DEFAULT_SETTINGS.sqlDialect),
    engine: section.get('engine', DEFAULT_SETTINGS.engine),
    lockTimeout: section.get('native.lockTimeout', DEFAULT_SETTINGS.lockTimeout),
    irreversible: section.get('downgrade.irreversible', DEFAULT_SETTINGS.irreversible),
    connect: section.get('database.connect', DEFAULT_SETTINGS.connect),
    databaseUrl: section.get('database.url', DEFAULT_SETTINGS.databaseUrl),
    protectedDatabases: section.get('protectedDatabases', DEFAULT_SETTINGS.protectedDatabases),
    targets: section.get('targets', DEFAULT_SETTINGS.targets),
  };
}
