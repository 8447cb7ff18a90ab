import type * as vscode from 'vscode';
import { type SqlDialectName, SqlDialectsChosen } from '../../../server/src/protocol/operations';
import { notifyServer } from '../notifyServer';
import type { Parts } from '../parts';

const KEY = 'sqlDialects';

type Chosen = Readonly<Record<string, SqlDialectName>>;

/** The dialects chosen in this workspace, by project id: kept from one opening to the next. */
export function chosenDialects({ workspaceState }: Pick<vscode.ExtensionContext, 'workspaceState'>): Chosen {
  return workspaceState.get<Chosen>(KEY, {});
}

/** Keeps the choice for a project, and tells the server; null: it follows the database again. */
export async function keepDialect(parts: Parts, projectId: string, dialect: SqlDialectName | null): Promise<void> {
  const { [projectId]: _before, ...others } = chosenDialects(parts.context);
  await parts.context.workspaceState.update(KEY, dialect === null ? others : { ...others, [projectId]: dialect });
  await tell(parts);
}

/** Tells each server that comes up. */
export function tellDialects(parts: Parts): vscode.Disposable {
  return parts.server.onDidStart(() => void tell(parts));
}

async function tell({ server, log, context }: Parts): Promise<void> {
  const client = await server.client;
  if (client !== undefined) await notifyServer(client, log, SqlDialectsChosen, chosenDialects(context));
}
