import * as vscode from 'vscode';
import { FileChangeType, type FileEvent } from 'vscode-languageclient/node';
import { readSettings, SECTION } from './settings';

/** Document filters are matched against whole paths, a setting's patterns against those below a folder. */
function anywhere(pattern: string): string {
  return pattern.startsWith('**/') ? pattern : `**/${pattern.replace(/^\.?\//, '')}`;
}

/** The patterns of configuration files with names of the user's own, of all folders, each once. */
export function configFilePatterns(): readonly string[] {
  const settings = readSettings();
  const all = [settings, ...Object.values(settings.folders ?? {})].flatMap(({ configFiles }) => configFiles);
  return [...new Set(all.map(anywhere))];
}

/** Tells of changes to the files that the setting `configFiles` names, whatever it comes to name. */
export function followConfigFiles(tell: (event: FileEvent) => void): vscode.Disposable {
  let watched: readonly string[] = [];
  let watchers: vscode.Disposable[] = [];
  const stop = (): void => {
    for (const watcher of watchers) watcher.dispose();
  };
  const watch = (): void => {
    const patterns = configFilePatterns();
    if (patterns.join('\0') === watched.join('\0')) return;
    stop();
    watched = patterns;
    watchers = patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const on =
        (type: FileChangeType) =>
        (uri: vscode.Uri): void => {
          tell({ uri: uri.toString(), type });
        };
      return [
        watcher,
        watcher.onDidCreate(on(FileChangeType.Created)),
        watcher.onDidChange(on(FileChangeType.Changed)),
        watcher.onDidDelete(on(FileChangeType.Deleted)),
      ];
    });
  };
  watch();
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) watch();
  });
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(watch);
  return new vscode.Disposable(() => {
    vscode.Disposable.from(settings, folders).dispose();
    stop();
  });
}
