import * as vscode from 'vscode';
import type { Parts } from './parts';
import { databaseHelp } from './projectText';

/**
 * A view that is there only while something stands between the revisions and their database: its welcome content
 * (package.json) says what, and has the button that leads on.
 */
export function registerDatabaseView({ context, projects, log }: Parts): void {
  const view = vscode.window.createTreeView<never>('alembicWorkbench.database', {
    treeDataProvider: {
      getChildren: () => [],
      getTreeItem: (node: never) => node,
    },
  });
  const logged = new Map<string, string>();
  const show = (): void => {
    for (const { id, name, state } of projects.list) {
      const failure = state.kind === 'failed' ? [state.message, state.details ?? ''].join('\n').trimEnd() : '';
      // Once a failure, however often the projects change for other reasons.
      if (failure !== '' && failure !== logged.get(id)) log.warn(`${name}: the database could not be read. ${failure}`);
      logged.set(id, failure);
    }
    const help = databaseHelp(projects.list, vscode.workspace.isTrusted);
    void vscode.commands.executeCommand('setContext', 'alembicWorkbench.database', help?.help ?? '');
    // A message hides welcome content where it is the only thing in a view, so the reason is the description's.
    view.description = help?.message ?? '';
  };
  context.subscriptions.push(view, projects.onDidChange(show), vscode.workspace.onDidGrantWorkspaceTrust(show));
}
