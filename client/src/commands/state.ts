import * as vscode from 'vscode';
import { RefreshFiles, RefreshState } from '../../../server/src/protocol/requests';
import type { Parts } from '../parts';
import { stateWords } from '../projectText';
import type { CommandArguments } from './arguments';
import { showFailure, unexpected } from './failure';
import { pickProject } from './pickers';

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

/** Reads one project's database and says where it stands. */
export async function showCurrent(parts: Parts, given: CommandArguments): Promise<void> {
  const project = await pickProject(parts, given);
  const client = await parts.server.client;
  if (project === undefined || client === undefined) return;
  const what = `Current revision of ${project.name}`;
  try {
    const state = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Reading the database of ${project.name}` },
      () => client.sendRequest(RefreshState, { projectId: project.id }),
    );
    if (state.kind === 'failed') {
      await showFailure(parts, what, state);
      return;
    }
    const rows = state.kind === 'known' ? state.current.join(', ') || 'base (nothing applied)' : '';
    const words = [rows, stateWords({ ...project, state })].filter((part) => part !== '');
    void vscode.window.showInformationMessage(`${what}: ${words.join(', ')}`);
  } catch (error) {
    await showFailure(parts, what, unexpected(error));
  }
}
