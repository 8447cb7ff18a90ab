import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { SecretsChanged, TargetsRestored } from '../../../server/src/protocol/targets';
import type { Parts } from '../parts';
import { SECTION } from '../settings';
import { chosenTargets } from './chosenTargets';
import { SecretVault } from './secretVault';

/** Before the server may open a database: which target each project is on, and the secrets that targets name. */
export async function tellTargets(client: LanguageClient, context: vscode.ExtensionContext): Promise<void> {
  await client.sendNotification(TargetsRestored, chosenTargets(context));
  await client.sendNotification(SecretsChanged, await new SecretVault(context).read([]));
}

/** Keeps the server told of secrets: as they change, and as projects and targets come that have some. */
export function followSecrets({ context, projects, server, log }: Parts): void {
  const vault = new SecretVault(context);
  let told = '';
  const tell = async (again: boolean): Promise<void> => {
    const client = await server.client;
    if (client === undefined || !vscode.workspace.isTrusted) return;
    const wanted = JSON.stringify(projects.list.map(({ id, targets }) => [id, targets]));
    if (!again && wanted === told) return;
    told = wanted;
    await client.sendNotification(SecretsChanged, await vault.read(projects.list));
  };
  const tellOrLog = (again: boolean): void => {
    server
      .tell(() => tell(again))
      .catch((error: unknown) => {
        log.error(`Secrets could not be handed over: ${String(error)}`);
      });
  };
  context.subscriptions.push(
    server.onDidStart(() => {
      // It knows nothing of what the one before was told.
      told = '';
    }),
    context.secrets.onDidChange(() => {
      tellOrLog(true);
    }),
    projects.onDidChange(() => {
      tellOrLog(false);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      tellOrLog(true);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.targets`)) tellOrLog(true);
    }),
  );
}
