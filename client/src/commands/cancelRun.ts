import * as vscode from 'vscode';
import type { Parts } from '../parts';
import { stateWords } from '../projectText';
import { cancelRun, runOf } from '../runProgress';
import type { CommandArguments } from './arguments';

/** Asks a run to end that is under way: that of the project given, the only one there is, or the one picked. */
export async function cancelRunOf(parts: Parts, { projectId }: CommandArguments): Promise<void> {
  const named = projectId === undefined ? undefined : parts.projects.find(projectId);
  const candidates = projectId === undefined ? parts.projects.list : named === undefined ? [] : [named];
  const items = candidates.flatMap((project) => {
    const run = runOf(project);
    return run === undefined ? [] : [{ label: project.name, description: stateWords(project), run }];
  });
  const [first, ...more] = items;
  if (first === undefined) {
    void vscode.window.showInformationMessage('No run is under way.');
    return;
  }
  const picked = more.length === 0 ? first : await vscode.window.showQuickPick(items, { title: 'Cancel Which Run?' });
  if (picked !== undefined) await cancelRun(parts, picked.run);
}
