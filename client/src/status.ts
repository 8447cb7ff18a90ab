import * as vscode from 'vscode';
import type { Parts } from './parts';
import { statusProject, statusText } from './projectText';
import { REVISIONS_VIEW } from './tree/revisionsView';

/** One status bar item for the project at hand: current → head. There is none without a project. */
export function registerStatus({ context, projects }: Parts): void {
  const item = vscode.window.createStatusBarItem('alembicWorkbench.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Alembic Revision';
  item.command = { title: 'Show Revisions', command: `${REVISIONS_VIEW}.focus` };
  const show = (): void => {
    const shown = statusProject(projects.list, vscode.window.activeTextEditor?.document.uri.toString());
    if (shown === undefined) {
      item.hide();
      return;
    }
    const { text, tooltip, warning, accessibilityLabel } = statusText(shown.project, shown.named);
    item.text = text;
    item.tooltip = tooltip.join('\n');
    item.accessibilityInformation = { label: accessibilityLabel, role: 'button' };
    item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  context.subscriptions.push(item, projects.onDidChange(show), vscode.window.onDidChangeActiveTextEditor(show));
}
