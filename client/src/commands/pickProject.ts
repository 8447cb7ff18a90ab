import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import { projectOfFile, stateWords } from '../projectText';
import type { CommandArguments } from './arguments';

/** The project a command is for: the one named, the only one, or the one picked. Undefined: the user gave up. */
export async function pickProject(
  { projects }: Parts,
  { projectId }: CommandArguments,
): Promise<ProjectInfo | undefined> {
  if (projectId !== undefined) {
    const found = projects.find(projectId);
    if (found === undefined) {
      const known = projects.list.map(({ name }) => name).join(', ') || 'none';
      void vscode.window.showErrorMessage(`There is no Alembic project "${projectId}" here. Known: ${known}.`);
    }
    return found;
  }
  const [only, ...more] = projects.list;
  if (only === undefined) {
    void vscode.window.showInformationMessage(
      'No Alembic project was found: there is no alembic.ini, no pyproject.toml with [tool.alembic] and no env.py beside a versions folder.',
    );
    return undefined;
  }
  if (more.length === 0) return only;
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  const active = uri === undefined ? undefined : projectOfFile(projects.list, uri);
  const sorted = projects.list.toSorted((a, b) => Number(b === active) - Number(a === active));
  const items = sorted.map((project) => ({
    label: project.name,
    description: stateWords(project),
    detail: vscode.workspace.asRelativePath(vscode.Uri.parse(project.configUri ?? project.rootUri)),
    project,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Alembic Project', matchOnDetail: true });
  return picked?.project;
}
