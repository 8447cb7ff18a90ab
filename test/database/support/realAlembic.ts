import { spawnSync } from 'node:child_process';
import { oraclePython } from '../../oracle/support/venv';

const PROGRAM = 'import sys; from alembic.config import main; main(prog="alembic")';

/** What the real command prints on stdout, run in a folder; fails where it does. */
export function realAlembic(folder: string, args: readonly string[], python = oraclePython()): string {
  // Not -c alone: the working directory is not on the path of the program `alembic` either.
  const text = `import sys; sys.path[0] = sys.prefix; ${PROGRAM}`;
  const { status, stdout, stderr } = spawnSync(python, ['-c', text, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`alembic ${args.join(' ')}: ${stderr}`);
  return stdout;
}
