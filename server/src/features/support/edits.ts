import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { pathToUri } from '../../common/fileUri';
import type { FileEdit } from '../../common/problem';
import type { RangedString } from '../../revision/facts';
import { pythonIdentifiers } from '../../usecases/revisionTemplate';
import type { RevisionDocument, Snapshot } from '../../workspace/snapshot';

/** What a fix does: texts replaced, one file made, one file renamed. */
export interface Change {
  readonly edits?: readonly FileEdit[];
  readonly create?: { readonly path: string; readonly text: string };
  readonly rename?: { readonly from: string; readonly to: string };
}

/**
 * A change as one undoable step. Open files are edited in the version the answer was made from: the editor refuses it
 * once the text has moved on.
 */
export function workspaceEdit({ edits = [], create, rename }: Change, open: Snapshot['open']): WorkspaceEdit {
  const byFile = new Map<string, FileEdit[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [...byFile].map(
    ([file, list]): TextDocumentEdit => ({
      textDocument: { uri: pathToUri(file), version: open.get(file)?.version ?? null },
      edits: list.map(({ range, newText }) => ({ range, newText })),
    }),
  );
  if (create !== undefined) {
    const uri = pathToUri(create.path);
    const start = { line: 0, character: 0 };
    documentChanges.push(
      { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: create.text }] },
    );
  }
  if (rename !== undefined) {
    documentChanges.push({
      kind: 'rename',
      oldUri: pathToUri(rename.from),
      newUri: pathToUri(rename.to),
      options: { overwrite: false },
    });
  }
  return { documentChanges };
}

/** Replaces one string of a file, its quotes kept; null when it is not one plain literal of that file. */
export function replaceString(file: string, string: RangedString | undefined, newText: string): FileEdit | null {
  return string?.contentRange === undefined ? null : { file, range: string.contentRange, newText };
}

/** Replaces the value of `revision`; null when it is not written as one literal. */
export function replaceRevision({ path, head }: RevisionDocument, text: string, id: string): FileEdit | null {
  const fact = head.revision;
  if (fact.kind !== 'known' || !fact.literal) return null;
  return { file: path, range: fact.range, newText: written([id], usesDoubleQuotes(text, fact.range.start.line)) };
}

/** Replaces the whole value of `down_revision`; null when it is not written as a literal. */
export function replaceDownRevision(
  { path, head }: RevisionDocument,
  text: string,
  ids: readonly string[],
): FileEdit | null {
  const fact = head.downRevision;
  if (fact.kind !== 'known' || !fact.literal) return null;
  const line = head.revision.kind === 'known' ? head.revision.range.start.line : fact.range.start.line;
  return { file: path, range: fact.range, newText: written(ids, usesDoubleQuotes(text, line)) };
}

function written(ids: readonly string[], double: boolean): string {
  const python = pythonIdentifiers(ids);
  return double && !ids.some((id) => /["'\\]/.test(id)) ? python.replaceAll("'", '"') : python;
}

/** Whether the author writes ids in double quotes, by the line of `revision`. */
function usesDoubleQuotes(text: string, line: number): boolean {
  const found = lineOf(text, line);
  return found.includes('"') && !found.includes("'");
}

function lineOf(text: string, line: number): string {
  return text.split(/\r\n|\r|\n/, line + 1)[line] ?? '';
}

/** The docstring's `Revises:` line for new parents; nothing when there is none or it already says so. */
export function editRevises({ path, head }: RevisionDocument, text: string, ids: readonly string[]): FileEdit[] {
  const revises = head.docstring?.revises;
  const newText = ids.join(', ');
  if (revises === undefined || revises.value === newText) return [];
  const before = lineOf(text, revises.range.start.line).slice(0, revises.range.start.character);
  return [{ file: path, range: revises.range, newText: before.endsWith(':') ? ` ${newText}` : newText }];
}

/** The docstring's `Revision ID:` line for a new id. */
export function editRevisionId({ path, head }: RevisionDocument, id: string): FileEdit[] {
  const line = head.docstring?.revisionId;
  return line === undefined || line.value === id ? [] : [{ file: path, range: line.range, newText: id }];
}
