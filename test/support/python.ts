import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './repository';

/** The first interpreter of the PATH that is Python 3.`minor` or newer and can make virtual environments, or undefined. */
export function findPython(minor: number): string | undefined {
  const candidates = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
  const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (3, ${minor}))`;
  return candidates.find((name) => spawnSync(name, ['-c', check], { stdio: 'ignore' }).status === 0);
}

/** An interpreter that is Python 3.`minor` and no other: on the PATH, of pyenv, or where .ci/run puts it; or undefined. */
export function findExactPython(minor: number): string | undefined {
  const pyenv = pyenvRoot();
  const folders = [...(pyenv === undefined ? [] : [join(pyenv, 'versions')]), join(cacheFolder, 'python')];
  const installed = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => new RegExp(`(^|-)3\\.${minor}\\.\\d+`).test(name))
        .map((name) => join(folder, name, 'bin', 'python')),
    );
  const check = `import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, ${minor}))`;
  const candidates = [`python3.${minor}`, ...installed];
  return candidates.find((program) => spawnSync(program, ['-c', check], { stdio: 'ignore' }).status === 0);
}

function pyenvRoot(): string | undefined {
  const { status, stdout } = spawnSync('pyenv', ['root'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : process.env.PYENV_ROOT;
}

/** Where a virtual environment has one of its programs. */
export function venvProgram(folder: string, name: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', `${name}.exe`) : join(folder, 'bin', name);
}

/**
 * Makes a virtual environment with what a requirements file names; what pip has to say goes where our output goes.
 * @throws Error when one of the two programs fails.
 */
export function makeVenv(python: string, folder: string, requirements: string): void {
  execFileSync(python, ['-m', 'venv', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  execFileSync(venvProgram(folder, 'python'), pip, { stdio: ['ignore', 'inherit', 'inherit'] });
}
