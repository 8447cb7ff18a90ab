import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { DatabaseTouched } from '../../../server/src/protocol/targets';
import { notifyServer } from '../notifyServer';
import type { Parts } from '../parts';

/** A transaction writes a file several times. */
const PAUSE_MS = 400;

/** The SQLite files of a project's databases, as far as its state names them. */
export function filesOf({ state }: ProjectInfo): string[] {
  return state.kind === 'known' ? state.databases.flatMap(({ file }) => file ?? []) : [];
}

/** Has a project's database read again when its SQLite file changes, appears or goes, wherever it is. */
export function followDatabaseFiles({ context, projects, server, log }: Parts): void {
  /** By project: a file that is gone is still looked for. */
  const watching = new Map<string, { readonly files: string; readonly parts: vscode.Disposable }>();
  const timers = new Map<string, NodeJS.Timeout>();
  const touched = (projectId: string): void => {
    clearTimeout(timers.get(projectId));
    timers.set(
      projectId,
      setTimeout(() => {
        void notifyServer(server.client, log, DatabaseTouched, { projectId });
      }, PAUSE_MS),
    );
  };
  const follow = (): void => {
    const ids = new Set(projects.list.map(({ id }) => id));
    for (const [id, { parts }] of watching) {
      if (ids.has(id)) continue;
      parts.dispose();
      watching.delete(id);
    }
    for (const project of projects.list) {
      const files = filesOf(project);
      const before = watching.get(project.id);
      if (files.length === 0 || before?.files === files.join('\0')) continue;
      before?.parts.dispose();
      const parts = vscode.Disposable.from(
        ...files.flatMap((file) =>
          watch(file, () => {
            touched(project.id);
          }),
        ),
      );
      watching.set(project.id, { files: files.join('\0'), parts });
    }
  };
  context.subscriptions.push(
    projects.onDidChange(follow),
    new vscode.Disposable(() => {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const { parts } of watching.values()) parts.dispose();
    }),
  );
}

/** The file and its write-ahead log. Their names may hold what a pattern takes for its own, so the folder is watched. */
function watch(file: string, changed: () => void): vscode.Disposable[] {
  const uri = vscode.Uri.file(file);
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*'),
  );
  const names = new Set([uri.path, `${uri.path}-wal`]);
  const look = ({ path }: vscode.Uri): void => {
    if (names.has(path)) changed();
  };
  return [watcher, watcher.onDidChange(look), watcher.onDidCreate(look), watcher.onDidDelete(look)];
}
