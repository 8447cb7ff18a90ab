import type { WorkspaceEdit } from 'vscode-languageserver';
import { uriToPath } from '../../server/src/common/fileUri';
import type { Position } from '../../server/src/common/range';

/** The files a workspace edit leaves behind, by path: those it edits, makes or renames. `before` gives their texts. */
export function applyEdit(
  { documentChanges = [] }: WorkspaceEdit,
  before: (path: string) => string,
): Record<string, string> {
  const after = new Map<string, string>();
  const pathOf = (uri: string): string => uriToPath(uri) ?? uri;
  for (const change of documentChanges) {
    if (!('kind' in change)) {
      const path = pathOf(change.textDocument.uri);
      let text = after.get(path) ?? before(path);
      const offset = ({ line, character }: Position): number =>
        text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
      const edits = change.edits.flatMap((edit) => ('newText' in edit ? [edit] : []));
      const ordered = edits.map(({ range, newText }) => ({
        from: offset(range.start),
        to: offset(range.end),
        newText,
      }));
      ordered.sort((a, b) => b.from - a.from);
      for (const { from, to, newText } of ordered) text = text.slice(0, from) + newText + text.slice(to);
      after.set(path, text);
    } else if (change.kind === 'create') {
      after.set(pathOf(change.uri), '');
    } else if (change.kind === 'rename') {
      const from = pathOf(change.oldUri);
      after.set(pathOf(change.newUri), after.get(from) ?? before(from));
      after.delete(from);
    }
  }
  return Object.fromEntries(after);
}
