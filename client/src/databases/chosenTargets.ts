import type * as vscode from 'vscode';

const KEY = 'targets';

/** The targets chosen in this workspace, by project id: kept from one opening to the next. */
export function chosenTargets({
  workspaceState,
}: Pick<vscode.ExtensionContext, 'workspaceState'>): Record<string, string> {
  return workspaceState.get<Record<string, string>>(KEY, {});
}

/** Keeps the choice for a project; null: none. */
export async function keepTarget(
  context: Pick<vscode.ExtensionContext, 'workspaceState'>,
  projectId: string,
  target: string | null,
): Promise<void> {
  const { [projectId]: _before, ...others } = chosenTargets(context);
  await context.workspaceState.update(KEY, target === null ? others : { ...others, [projectId]: target });
}
