import * as vscode from 'vscode';
import type { ProjectInfo, RevisionRow, RunCommand } from '../../../server/src/protocol/data';
import type { Parts } from '../parts';
import { projectOfFile, stateWords } from '../projectText';
import { messageOf } from '../tree/rowText';
import type { CommandArguments } from './arguments';
import { revisionChoice, targetChoices } from './targets';

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

const TARGET_TITLE: Readonly<Record<RunCommand, string>> = {
  upgrade: 'Upgrade to',
  downgrade: 'Downgrade to',
  stamp: 'Stamp as',
};

/** The target of a run: one of those that make sense, or any identifier typed. Undefined: the user gave up. */
export async function pickTarget(
  { projects }: Parts,
  command: RunCommand,
  project: ProjectInfo,
): Promise<string | undefined> {
  const choices = targetChoices(command, project, await projects.rows(project.id));
  const picker = vscode.window.createQuickPick<{ label: string; description: string; target: string }>();
  picker.title = TARGET_TITLE[command];
  picker.placeholder = 'Pick a revision, or type an identifier: an id, +2, label@head';
  picker.matchOnDescription = true;
  picker.items = choices;
  // What is typed is a choice of its own, last, so that identifiers nobody can list are at hand too.
  picker.onDidChangeValue((value) => {
    const typed = value.trim();
    const own = typed === '' || choices.some(({ target }) => target === typed) ? [] : [typed];
    picker.items = [...choices, ...own.map((target) => ({ label: target, description: 'as typed', target }))];
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.target);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** One of several revisions. Undefined: the user gave up. */
export async function pickRevision(rows: readonly RevisionRow[], title: string): Promise<RevisionRow | undefined> {
  const items = rows.map((row) => {
    const { label, description } = revisionChoice(row);
    return { label, description, row };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    placeHolder: messageHint(rows),
  });
  return picked?.row;
}

function messageHint([newest]: readonly RevisionRow[]): string {
  return newest === undefined ? 'No revisions' : `Message or id, such as "${messageOf(newest)}"`;
}
