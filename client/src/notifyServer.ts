import type { NotificationType } from 'vscode-jsonrpc';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Parts } from './parts';

/** Tells the server something that nobody waits for. One that has just ended is told of the window when it is back. */
export async function notifyServer<T>(
  client: LanguageClient | Promise<LanguageClient | undefined>,
  log: Pick<Parts['log'], 'warn'>,
  type: NotificationType<T>,
  params: T,
): Promise<void> {
  try {
    // By its name: the library's types cannot tell that `params` are those of any `type`.
    await (await client)?.sendNotification(type.method, params);
  } catch (error) {
    log.warn(`The language server was not told (${type.method}): ${String(error)}`);
  }
}
