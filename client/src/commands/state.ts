import { RefreshFiles, RefreshState } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';

/** Looks at files and databases again, whatever was heard of them; the views follow. Failures show where the state is shown. */
export async function refresh({ server, projects, log }: Parts): Promise<void> {
  const client = await server.client;
  if (client === undefined) return;
  const requests = [
    client.sendRequest(RefreshFiles),
    ...projects.list.map(({ id }) => client.sendRequest(RefreshState, { projectId: id })),
  ];
  for (const result of await Promise.allSettled(requests)) {
    if (result.status === 'rejected') log.error(`Not everything could be read again: ${String(result.reason)}`);
  }
}
