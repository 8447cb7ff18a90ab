import { posix, win32 } from 'node:path';
import { kindAt } from '../common/fileSystem';
import type { EngineHost } from '../engine/host';

/** Tried where nobody has said which editor to use. */
const EDITORS: Readonly<Record<'posix' | 'windows', readonly string[]>> = {
  posix: ['sensible-editor', 'editor', 'nano', 'vim', 'code'],
  windows: ['code.cmd', 'notepad.exe'],
};

/**
 * The command that opens files: what EDITOR or else VISUAL says, with its arguments, or the first usual editor on the PATH.
 * `EDITOR` comes first, as in Alembic (alembic-behaviour.md §1.2). Null: there is none.
 */
export function editorCommand({
  environment,
  fs,
  platform,
}: Pick<EngineHost, 'environment' | 'fs' | 'platform'>): string | null {
  for (const name of ['EDITOR', 'VISUAL']) {
    const command = environment[name]?.trim() ?? '';
    if (command === '') continue;
    // The path of a program may hold blanks; else what follows a blank is an argument.
    return kindAt(fs, command) === 'file' ? `"${command}"` : command;
  }
  const path = platform === 'win32' ? win32 : posix;
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const isThere = (name: string): boolean => folders.some((folder) => kindAt(fs, path.join(folder, name)) === 'file');
  return EDITORS[platform === 'win32' ? 'windows' : 'posix'].find(isThere) ?? null;
}
