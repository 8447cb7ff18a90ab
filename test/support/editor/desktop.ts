import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Names a desktop VS Code for the tests. */
const VARIABLE = 'ALEMBIC_WORKBENCH_TEST_VSCODE';

/** `code` is a script that starts the program beside it: where that program is, seen from the script's folder. */
const PROGRAM: Partial<Record<NodeJS.Platform, string>> = {
  linux: '../code',
  darwin: '../../../MacOS/Electron',
  win32: '../Code.exe',
};

/** VS Code's terminal command in PATH; undefined: none. */
export function findCodeCommand(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate));
}

export type DesktopEditor = { readonly executable: string } | { readonly reason: string };

/** The desktop VS Code to test in, or why there is none. Downloads nothing. */
export function findDesktopEditor(): DesktopEditor {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { reason: 'a desktop VS Code needs a display (DISPLAY is not set)' };
  }
  const named = process.env[VARIABLE];
  if (named !== undefined && named !== '') return { executable: named };
  const command = findCodeCommand();
  const beside = PROGRAM[process.platform];
  if (command === undefined || beside === undefined) {
    return { reason: `no desktop VS Code: \`code\` is not in PATH and ${VARIABLE} names none` };
  }
  const executable = join(dirname(realpathSync(command)), beside);
  if (!existsSync(executable)) return { reason: `${command} is no desktop VS Code; name one in ${VARIABLE}` };
  return { executable };
}
