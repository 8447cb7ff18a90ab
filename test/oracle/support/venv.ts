import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/repository';

/** The machine has no Python that can hold the reference: tests that need it are skipped, with this as the reason. */
export class NoPythonError extends Error {
  override readonly name = 'NoPythonError';
}

const requirements = join(repositoryRoot, 'test/oracle/requirements.txt');

/** The first interpreter of the PATH that is new enough for the pinned Alembic (3.10), or undefined. */
function basePython(): string | undefined {
  const candidates = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  return candidates.find((name) => spawnSync(name, ['-c', check], { stdio: 'ignore' }).status === 0);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

let known: string | undefined;

/**
 * The interpreter of a virtual environment that holds test/oracle/requirements.txt. Made once below `.cache/`, under a
 * name that changes with the requirements; test processes that ask at the same time wait for the one that makes it.
 * Throws `NoPythonError` where there is no Python 3.10 with venv.
 */
export function oraclePython(): string {
  known ??= findOrMake();
  return known;
}

function findOrMake(): string {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const cache = join(repositoryRoot, '.cache');
  const folder = join(cache, `oracle-venv-${key}`);
  const interpreter = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const ready = join(folder, 'ready');
  const lock = `${folder}.lock`;
  mkdirSync(cache, { recursive: true });
  for (;;) {
    if (existsSync(ready)) return interpreter;
    if (takeLock(lock)) break;
    sleep(200);
  }
  try {
    if (!existsSync(ready)) make(folder, interpreter, ready);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return interpreter;
}

/** Takes the lock folder; one left by a process that is gone is taken over. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch {
    let owner = NaN;
    try {
      owner = Number(readFileSync(join(lock, 'pid'), 'utf8'));
      process.kill(owner, 0);
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ESRCH';
      // Renamed first, so that of two that see the dead owner only one goes on to remove it.
      if (gone) {
        try {
          renameSync(lock, `${lock}.${owner}.dead`);
          rmSync(`${lock}.${owner}.dead`, { recursive: true, force: true });
        } catch {
          // Somebody else was faster.
        }
      }
    }
    return false;
  }
}

function make(folder: string, interpreter: string, ready: string): void {
  const python = basePython();
  if (python === undefined) throw new NoPythonError('needs Python 3.10 or later with venv, for the real Alembic');
  rmSync(folder, { recursive: true, force: true });
  execFileSync(python, ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  writeFileSync(ready, '');
}

/** Why the oracle cannot run on this machine, or null when it can; with `CI` set nothing is skipped, so it throws. */
export function skipReason(): string | null {
  try {
    oraclePython();
    return null;
  } catch (error) {
    if (error instanceof NoPythonError && process.env.CI === undefined) return error.message;
    throw error;
  }
}
