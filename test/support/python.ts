import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The first interpreter of the PATH that is Python 3.`minor` or newer and can make virtual environments, or undefined. */
export function findPython(minor: number): string | undefined {
  const candidates = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
  const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (3, ${minor}))`;
  return candidates.find((name) => spawnSync(name, ['-c', check], { stdio: 'ignore' }).status === 0);
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
