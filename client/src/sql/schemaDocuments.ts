import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { type SchemaParams, ShowSchema } from '../../../server/src/protocol/operations';
import type { Parts } from '../parts';

/** Scheme of documents that show the schema after a revision. Their name tells the editor their language. */
export const SCHEMA_SCHEME = 'alembic-workbench-schema';

/** Read-only documents with the schema after a revision. An address holds its question, so that a reload can ask it again. */
export class SchemaDocuments implements vscode.TextDocumentContentProvider {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #following: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#following = parts.projects.onDidChange(() => {
      this.refresh();
    });
  }

  /** Every such document is asked for anew: files, or the dialect, changed. */
  refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === SCHEMA_SCHEME) this.#changed.fire(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const question = questionOf(uri);
    if (question === undefined) return '-- There is no such revision.\n';
    try {
      const client = await this.#parts.server.client;
      const answer = await client?.sendRequest(ShowSchema, question);
      if (answer === undefined) return '-- The language server is not running.\n';
      return answer.ok ? answer.text : `-- Not known: ${answer.failure.message}\n`;
    } catch (error) {
      this.#parts.log.error(`The schema could not be shown: ${String(error)}`);
      return '-- The schema could not be shown. The log says why.\n';
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#following, this.#changed).dispose();
  }
}

/** The address of the schema after a revision. */
export function schemaAddress({ id: projectId, name }: ProjectInfo, revision: string): vscode.Uri {
  const question: SchemaParams = { projectId, revision };
  const path = `/Schema at ${revision} (${name}).sql`.replaceAll(/(?!^)\//g, '∕');
  return vscode.Uri.from({ scheme: SCHEMA_SCHEME, path, query: JSON.stringify(question) });
}

function questionOf({ query }: vscode.Uri): SchemaParams | undefined {
  try {
    const read = JSON.parse(query) as Partial<SchemaParams> | null;
    const { projectId, revision } = read ?? {};
    return typeof projectId === 'string' && typeof revision === 'string' ? { projectId, revision } : undefined;
  } catch {
    return undefined;
  }
}
