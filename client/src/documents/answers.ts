import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import { askAlembic } from '../commands/askAlembic';
import { shown } from '../commands/commandLine';
import type { Parts } from '../parts';

/** Scheme of documents that hold what a command printed. */
export const ANSWER_SCHEME = 'alembic-workbench';

/** Which command a document is the answer of. */
export interface AnswerQuestion {
  readonly projectId: string;
  readonly arguments: readonly string[];
}

/** The question in a document's address; undefined: it is none of ours. */
export function questionOf({ scheme, query }: Pick<vscode.Uri, 'scheme' | 'query'>): AnswerQuestion | undefined {
  if (scheme !== ANSWER_SCHEME) return undefined;
  try {
    const read = JSON.parse(query) as Partial<AnswerQuestion> | null;
    const args: readonly unknown[] = Array.isArray(read?.arguments) ? read.arguments : [];
    if (typeof read?.projectId !== 'string' || args.length === 0) return undefined;
    return { projectId: read.projectId, arguments: args.filter((word) => typeof word === 'string') };
  } catch {
    return undefined;
  }
}

/** Read-only documents with what commands printed. An address holds its question, so that a reload can ask it again. */
export class AnswerDocuments implements vscode.TextDocumentContentProvider {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();

  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Asks a command and shows what it prints; undefined when it failed, which was shown, or was cancelled. */
  async show({ id: projectId, name }: ProjectInfo, args: readonly string[]): Promise<string | undefined> {
    const question: AnswerQuestion = { projectId, arguments: args };
    const uri = vscode.Uri.from({
      scheme: ANSWER_SCHEME,
      path: `/${shown(args).replaceAll('/', '∕')} (${name.replaceAll('/', '∕')})`,
      query: JSON.stringify(question),
    });
    const text = await this.#ask(question);
    if (text === undefined) return undefined;
    this.#put(uri, text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return text;
  }

  /** A document with a text that is nowhere yet, to be compared with a file. */
  preview(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: ANSWER_SCHEME, path: `/${name}` });
    this.#put(uri, text);
    return uri;
  }

  /** Asks the command of a document again. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const question = questionOf(uri);
    const text = question && (await this.#ask(question));
    if (text !== undefined) this.#put(uri, text);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.#texts.get(uri.toString());
    if (known !== undefined) return known;
    const question = questionOf(uri);
    const text = question && (await this.#ask(question));
    return text ?? 'There is no answer. Refresh this document to ask again.';
  }

  /** A document was closed: its text is not needed any more. */
  forget(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
  }

  #put(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  async #ask({ projectId, arguments: args }: AnswerQuestion): Promise<string | undefined> {
    const answer = await askAlembic(this.#parts, projectId, args, { what: shown(args), doing: shown(args) });
    if (answer === undefined) return undefined;
    return answer.text.trim() === '' ? nothingPrinted(args) : answer.text;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const NOTHING: Readonly<Record<string, string | undefined>> = {
  history: 'there are no such revisions.',
  heads: 'there are no revisions.',
  branches: 'no revision is followed by several others.',
  current: 'nothing is applied, the database is at base.',
};

/** What stands where a command printed nothing. */
function nothingPrinted(args: readonly string[]): string {
  return `${shown(args)} printed nothing: ${NOTHING[args[0] ?? ''] ?? 'there is nothing to tell.'}\n`;
}
