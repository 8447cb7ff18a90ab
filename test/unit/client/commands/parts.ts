import { vi } from 'vitest';
import type { MessageSignature } from 'vscode-jsonrpc';
import type { CommandResult } from '../../../../server/src/protocol/commands';
import type { ProjectInfo, RevisionRow } from '../../../../server/src/protocol/data';
import type { Parts } from '../../../../client/src/parts';
import { uri } from '../fakeEditor';

export interface AskedServer {
  readonly parts: Parts;
  /** The requests in their order; those without an answer of the test's are not told. */
  readonly asked: { readonly method: string; readonly params: unknown }[];
  readonly start: () => void;
}

/** The extension's parts around a server that answers by the method's name; whatever else it is asked it knows nothing of. */
export function partsWith(
  project: ProjectInfo,
  rows: readonly RevisionRow[],
  answers: Readonly<Record<string, unknown>>,
): AskedServer {
  const asked: { readonly method: string; readonly params: unknown }[] = [];
  const sendRequest = ({ method }: MessageSignature, params: unknown): Promise<unknown> => {
    const name = method.replace('alembicWorkbench/', '');
    if (!(name in answers)) return Promise.resolve(null);
    asked.push({ method: name, params });
    const answer = answers[name];
    return Promise.resolve(typeof answer === 'function' ? (answer as (params: unknown) => unknown)(params) : answer);
  };
  const client = { sendRequest, sendNotification: vi.fn(), onProgress: () => ({ dispose: vi.fn() }) };
  const start = vi.fn();
  const parts = {
    context: { subscriptions: [], extensionUri: uri('file:///extension') },
    log: { error: vi.fn(), warn: vi.fn() },
    server: { client: Promise.resolve(client), told: () => Promise.resolve(), start },
    projects: { list: [project], find: () => project, rows: () => Promise.resolve(rows) },
  };
  // Only what commands touch is there.
  return { parts: parts as unknown as Parts, asked, start };
}

/** A command's answer. */
export function answered(over: Partial<CommandResult> = {}): { readonly ok: true; readonly result: CommandResult } {
  return { ok: true, result: { text: '', language: 'plaintext', files: [], notes: [], ...over } };
}
