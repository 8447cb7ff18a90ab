import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Names a desktop VS Code for the tests. */
const VARIABLE = 'ALEMBIC_WORKBENCH_TEST_VSCODE';

/** How every reason begins why the desktop launcher is skipped, the one skip that CI allows. */
export const DESKTOP_SKIP = 'no desktop VS Code: ';

/** `code` is a script that starts the program beside it: where that program is, seen from the script's folder. */
const PROGRAM: Partial<Record<NodeJS.Platform, string>> = {
  linux: '../code',
  darwin: '../../../MacOS/Electron',
  win32: '../Code.exe',
};

/** Whether a window can be opened. */
export function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

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
  if (!hasDisplay()) {
    return { reason: `${DESKTOP_SKIP}it needs a display, and DISPLAY is not set` };
  }
  const named = process.env[VARIABLE];
  if (named !== undefined && named !== '') return { executable: named };
  const command = findCodeCommand();
  const beside = PROGRAM[process.platform];
  if (command === undefined || beside === undefined) {
    return { reason: `${DESKTOP_SKIP}\`code\` is not in PATH and ${VARIABLE} names none` };
  }
  const executable = join(dirname(realpathSync(command)), beside);
  if (!existsSync(executable))
    return { reason: `${DESKTOP_SKIP}${command} has none beside it; name one in ${VARIABLE}` };
  return { executable };
}
