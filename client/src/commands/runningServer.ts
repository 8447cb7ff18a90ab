import type { LanguageClient } from 'vscode-languageclient/node';
import type { Parts } from '../parts';
import { showFailure } from './failure';

/** The running language server, told of the secrets that were just given; undefined when there is none, which the user is told. */
export async function runningServer(parts: Parts, what: string): Promise<LanguageClient | undefined> {
  await parts.server.told();
  const client = await parts.server.client;
  if (client === undefined) {
    await showFailure(parts, what, { code: 'noServer', message: 'the language server is not running.' });
  }
  return client;
}
