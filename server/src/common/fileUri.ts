import { URI } from 'vscode-uri';

/** The `file:` URI of an absolute path, written as VS Code writes it. */
export function pathToUri(path: string): string {
  return URI.file(path).toString();
}

/** The path behind a `file:` URI in the platform's form; null for any other scheme (untitled, git, notebook cells). */
export function uriToPath(uri: string): string | null {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : null;
}
